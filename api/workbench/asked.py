"""What a request to the workbench may ask: which page of a list, which source, which outcome."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from api.parameters import check_names, refused, whole
from api.problems import Problem
from api.workbench.ledger_room import LedgerView
from catalogue.runs import Run, find_run
from catalogue.states import Outcome

_LAST_PAGE: Final = 100_000
LARGEST_PAGE: Final = 200
_LONGEST_NAME: Final = 2_000


@dataclass(frozen=True, slots=True)
class Portion:
    """One page of a list that has `total` members."""

    page: int
    size: int

    @property
    def offset(self) -> int:
        """How many members come before it."""
        return (self.page - 1) * self.size

    def last(self, total: int) -> int:
        """The number of the last page; an empty list has one."""
        return max(1, -(-total // self.size))


def portion_asked(request: Request, *names: str, size: int = 50) -> Portion:
    """The page that the parameters ask for; raises the problem of any that is neither known here nor sound."""
    check_names(request, (*names, "page", "size", "lang"))
    given = request.query_params
    return Portion(whole("page", given.get("page", ""), 1, _LAST_PAGE),
                whole("size", given.get("size", ""), size, LARGEST_PAGE))


def outcome_asked(request: Request) -> str | None:
    """The outcome that runs must have, if any."""
    value = request.query_params.get("outcome", "")
    if value and value not in set(Outcome):
        raise refused("outcome", value, ", ".join(Outcome), ", ".join(Outcome))
    return value or None


def flag_asked(request: Request, name: str) -> bool:
    """Whether a parameter is `true`."""
    value = request.query_params.get(name, "")
    if value not in ("", "true", "false"):
        raise refused(name, value, "true ou false", "true or false")
    return value == "true"


def source_asked(request: Request, view: LedgerView) -> str | None:
    """The source that the list is of, if any; raises the problem of one that was never harvested."""
    name = request.query_params.get("source", "")
    return known_source(view, name) if name else None


def known_source(view: LedgerView, name: str) -> str:
    """The name of a harvested source; raises the problem `source not found` with the nearest names."""
    names = [row.name for row in view.ledger.sources()]
    if name not in names:
        nearest = get_close_matches(name[:80], names, 5, 0.3)
        raise Problem("MLG-R002", members={"nearest": nearest}, name=name, nearest=", ".join(nearest) or "–")
    return name


def known_run(view: LedgerView, name: str) -> Run:
    """The run of a name; raises the problem of one that does not exist."""
    run = find_run(view.ledger, name[:_LONGEST_NAME])
    if run is None:
        raise Problem("MLG-R003", name=name)
    return run


def page_addresses(request: Request, portion: Portion, total: int) -> dict[str, str]:
    """Where this page of a list and its neighbours are; empty for what does not exist."""
    last = portion.last(total)
    pages = {"self": portion.page, "first": 1, "prev": min(portion.page - 1, last), "next": portion.page + 1,
             "last": last}
    return {name: _at(request, page) if 1 <= page <= last or name == "self" else "" for name, page in pages.items()}


def _at(request: Request, page: int) -> str:
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    pairs = urlencode([*kept, *([("page", str(page))] if page > 1 else [])])
    path = str(request.scope["path"])
    return f"{path}?{pairs}" if pairs else path
