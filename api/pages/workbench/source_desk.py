"""The page of one source for its curators: how it stands, its runs, what is refused and why, what to ask for."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.catalogue_view import SCOPE_KEY, View
from api.pages.elapsed import now_of
from api.pages.said import Said, Speaker
from api.pages.strings import Words
from api.pages.workbench.dashboard import declared_of, fingerprint, row_of
from api.pages.workbench.ledger_page import ledger_page
from api.problems import language_of
from api.search_request import search_address
from api.workbench.asked import known_source
from api.workbench.ledger_room import LedgerView, room_of
from api.workbench.orders import desk_of
from api.workbench.rejects import kept_causes
from catalogue.causes import Cause
from catalogue.runs import runs
from catalogue.standings import standing
from catalogue.states import State

_RUNS: Final = 8
_CAUSES: Final = 20


@dataclass(frozen=True, slots=True)
class Causes:
    """The first causes of a kind, how many records they are about, and how many causes are left."""

    shown: list[Cause]
    left: int


def source_desk(request: Request, name: str) -> Response:
    """One harvested source."""
    with room_of(request).open() as view:
        source = known_source(view, name)
        declared = declared_of(request)
        return ledger_page(request, view, "desk_source.html", lambda: {
            **_context(request, view, source),
            "row": row_of(standing(view.ledger, source, now_of(request).date()), declared, language_of(request)),
            "is_declared": declared is None or source in declared,
        }, variant=fingerprint(declared))


def _context(request: Request, view: LedgerView, source: str) -> dict[str, Any]:
    met = kept_causes(request, view, source, warnings=True)
    declaration = view.ledger.source(source).declaration
    return {
        "name": source,
        "declaration": declaration,
        "licence": _licence(request, str(declaration.get("licence", ""))),
        "records": search_address({"source": (source,)}),
        "states": [state for state in State if state is not State.GONE],
        "runs": runs(view.ledger, source, limit=_RUNS),
        "blocking": _first([cause for cause in met if cause.blocks]),
        "advising": _first([cause for cause in met if not cause.blocks]),
        "acts": desk_of(request) is not None,
    }


def _licence(request: Request, code: str) -> Said:
    generation: View | None = request.scope.get(SCOPE_KEY)
    return Speaker(generation, Words(language_of(request))).licence(code) if generation else Said(code)


def _first(met: list[Cause]) -> Causes:
    return Causes(met[:_CAUSES], max(0, len(met) - _CAUSES))
