"""The page of one run: its figures as sums that hold, why it ended so, what it changed field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.linked.around import Around
from api.negotiate import JSON
from api.pages.workbench.ledger_page import ledger_page
from api.workbench.asked import known_run, page_addresses, portion_asked
from api.workbench.ledger_room import room_of
from api.workbench.orders import desk_of
from catalogue.differences import Difference, FieldChange, differences, moved
from catalogue.runs import Run
from catalogue.states import Outcome, SumsBroken, Tally

_RECORDS: Final = 20
_FIELDS: Final = 12


@dataclass(frozen=True, slots=True)
class Moved:
    """One record that moved: what became of it, and the first of its fields if it was there before and after."""

    key: str
    iri: str
    state: str
    what: str
    fields: list[FieldChange]
    left: int


def run_page(request: Request, name: str, around: Around | None = None, parameters: Sequence[str] = ()) -> Response:
    """One run; `around` is what the page says around itself where it stands at its IRI."""
    portion = portion_asked(request, *parameters, size=_RECORDS)
    said = around or Around([Link(f"/api/v1/runs/{name}", "alternate", JSON.media_type),
                             Link(f"/id/run/{name}", "canonical")])
    with room_of(request).open() as view:
        run = known_run(view, name)
        total = moved(view.ledger.sql, run.id)
        return ledger_page(request, view, "run.html", lambda: {
            "run": run, "tally": run.tally, "holds": sums_hold(run.tally),
            "wrote": run.outcome not in (Outcome.WAITING, Outcome.FAILED, Outcome.RUNNING), "total": total,
            "moved": moved_records(differences(view.ledger.sql, run.id, limit=portion.size, offset=portion.offset)),
            "around": page_addresses(request, portion, total),
            "acts": desk_of(request) is not None and _can_be_undone(run, total),
            "signposts": said.links,
        }, said.links, headers=said.headers, modified=said.modified)


def sums_hold(tally: Mapping[str, int]) -> bool:
    """Whether both sums of a run's figures are right."""
    try:
        Tally(**tally).prove()
    except (SumsBroken, TypeError):
        return False
    return True


def moved_records(found: Iterable[Difference]) -> list[Moved]:
    """Records that moved; of those that came or went, only that they did."""
    return [_moved(one) for one in found]


def _moved(one: Difference) -> Moved:
    fields = list(islice(one.fields(), 1_000)) if one.what == "changed" else []
    return Moved(one.key, one.iri, one.state, one.what, fields[:_FIELDS], max(0, len(fields) - _FIELDS))


def _can_be_undone(run: Run, total: int) -> bool:
    return total > 0 and run.outcome != Outcome.RUNNING


