"""The page of a search."""

from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.catalogue_view import View, view_of
from api.coming import today_of
from api.negotiate import CSV, JSON, JSONLD, TURTLE
from api.pages.facet_boxes import Chip, chips, facet_boxes
from api.pages.highlight import Highlighter
from api.pages.hits import hit_of
from api.pages.page_answer import page_answer
from api.pages.said import Speaker
from api.pages.strings import Words
from api.problems import language_of
from api.search import last_page, page_links
from api.search_request import SearchLink, read_search
from search.query import SORTS, SearchPage, SearchQuery

EXPORTS: Final = ((CSV, "CSV"), (JSON, "JSON"), (JSONLD, "JSON-LD"), (TURTLE, "Turtle"))
# Pages named around the current one.
_AROUND: Final = 2
_MOST_ADVICE: Final = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to another state of the page; the one that holds now is current."""

    label: str
    href: str
    current: bool = False


def search_page(request: Request) -> Response:
    """A search as a page: results, facets with counts, active filters, other pages and forms."""
    view = view_of(request)
    query = read_search(request, view)
    return page_answer(request, view, "search.html", lambda: _context(request, view, query), _links(query))


def _context(request: Request, view: View, query: SearchQuery) -> dict[str, Any]:
    words, today = Words(language_of(request)), today_of(request)
    page = view.search(query)
    link = SearchLink(query, request.query_params.get("lang", ""))
    speaker, highlighter = Speaker(view, words), Highlighter(query.text)
    active = chips(view, link, words)
    return {
        "query": query,
        "page": page,
        "pages": last_page(page),
        "hits": [hit_of(item, speaker, highlighter, today) for item in page.items],
        "boxes": facet_boxes(view, link, page, words),
        "chips": active,
        "clear": SearchLink(SearchQuery(), link.language).at("/search"),
        "hidden": link.hidden_fields("q"),
        "hidden_besides_period": link.hidden_fields("from", "to"),
        "sorts": _sorts(link, words, today),
        "numbers": _numbers(link, page),
        "around": page_links(link, page, "/search"),
        "advice": _advice(view, active) if page.total == 0 else [],
        "exports": [Choice(label, link.at(f"/search.{form.suffix}")) for form, label in EXPORTS],
    }


def _links(query: SearchQuery) -> list[Link]:
    link = SearchLink(query)
    return [Link(link.at(f"/search.{form.suffix}"), "alternate", form.media_type) for form, _ in EXPORTS]


def _sorts(link: SearchLink, words: Words, today: str) -> list[Choice]:
    """The orders; by date means what is to come, unless the reader chose a period."""
    found = []
    for sort in SORTS:
        ordered = link.sorted_by(sort)
        if sort == "date" and not (link.query.date_from or link.query.date_to):
            ordered = replace(ordered, query=replace(ordered.query, date_from=today))
        found.append(Choice(words(f"search.sort_{sort}"), ordered.at("/search"), sort == link.query.sort))
    return found


def _numbers(link: SearchLink, page: SearchPage) -> list[Choice | None]:
    """The first, last and near pages; None stands for a gap between them."""
    last = last_page(page)
    near = {number for number in range(page.page - _AROUND, page.page + _AROUND + 1) if 1 <= number <= last}
    found: list[Choice | None] = []
    former = 0
    for number in sorted({1, last} | near):
        if number > former + 1:
            found.append(None)
        found.append(Choice(str(number), link.page(number).at("/search"), number == page.page))
        former = number
    return found


def _advice(view: View, active: list[Chip]) -> list[tuple[Chip, int]]:
    """Which single restriction to drop, and how many records there are without it."""
    counted = [(chip, view.search(replace(chip.query, size=0, facets=())).total) for chip in active[:_MOST_ADVICE]]
    return [(chip, total) for chip, total in counted if total]
