"""The journal: every run, newest first, of one source or outcome."""

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.negotiate import JSON
from api.pages.workbench.ledger_page import ledger_page
from api.workbench.asked import outcome_asked, page_addresses, portion_asked, source_asked
from api.workbench.ledger_room import room_of
from catalogue.runs import count_runs, runs
from catalogue.states import Outcome


def runs_page(request: Request) -> Response:
    """The runs that the parameters ask for."""
    portion = portion_asked(request, "source", "outcome")
    outcome = outcome_asked(request)
    with room_of(request).open() as view:
        source = source_asked(request, view)
        total = count_runs(view.ledger, source, outcome)
        return ledger_page(request, view, "runs.html", lambda: {
            "runs": runs(view.ledger, source, outcome, limit=portion.size, offset=portion.offset),
            "total": total, "source": source or "", "outcome": outcome or "", "outcomes": list(Outcome),
            "sources": [row.name for row in view.ledger.sources()],
            "chosen": request.query_params.get("lang", ""),
            "around": page_addresses(request, portion, total),
        }, [Link("/api/v1/runs", "alternate", JSON.media_type)])
