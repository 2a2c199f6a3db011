"""Reading a search from the parameters of a request, and writing it back as a link."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from api.catalogue_view import View
from api.facets import FACETS, facet_code
from api.parameters import PARAMETERS, check_names, refused, whole
from search.query import LARGEST_PAGE, SORTS, SearchQuery

_LONGEST_TEXT: Final = 500
_LAST_PAGE: Final = 100_000
_DEFAULT: Final = SearchQuery()


def read_search(request: Request, view: View) -> SearchQuery:
    """The search that the parameters ask for; raises the problem of the first one that is wrong."""
    check_names(request)
    given = request.query_params
    return SearchQuery(
        text=_text(given.get("q", "")),
        filters=_filters(request, view),
        date_from=_date("from", given.get("from", "")),
        date_to=_date("to", given.get("to", "")),
        bbox=_box(given.get("bbox", "")),
        near=_circle(given.get("near", "")),
        sort=_sort(given.get("sort", "")),
        page=whole("page", given.get("page", ""), _DEFAULT.page, _LAST_PAGE),
        size=whole("size", given.get("size", ""), _DEFAULT.size, LARGEST_PAGE),
    )


@dataclass(frozen=True, slots=True)
class SearchLink:
    """Addresses of searches near one another: each method changes one thing and keeps the rest.

    `language` is written only when the reader chose it in the address, so that it follows along.
    """

    query: SearchQuery
    language: str = ""

    def at(self, path: str) -> str:
        """The address of this search under a path."""
        pairs = urlencode(self._pairs())
        return f"{path}?{pairs}" if pairs else path

    def page(self, number: int) -> "SearchLink":
        """Another page of the same search."""
        return replace(self, query=replace(self.query, page=number))

    def sorted_by(self, sort: str) -> "SearchLink":
        """The same search from its first page, in another order."""
        return replace(self, query=replace(self.query, sort=sort, page=1))

    def without(self, field: str) -> "SearchLink":
        """The same search without a text, period or area."""
        return replace(self, query=replace(self.query, page=1, **{field: getattr(_DEFAULT, field)}))

    def toggled(self, facet: str, code: str) -> "SearchLink":
        """The same search with a filter's code added, or removed if it is set."""
        codes = self.query.filters.get(facet, ())
        changed = tuple(one for one in codes if one != code) if code in codes else (*codes, code)
        filters = {name: kept for name, kept in {**self.query.filters, facet: changed}.items() if kept}
        return replace(self, query=replace(self.query, filters=filters, page=1))

    def hidden_fields(self, *besides: str) -> list[tuple[str, str]]:
        """What a form must send along to keep this search, but for the fields it shows itself."""
        return [pair for pair in self.page(1)._pairs() if pair[0] not in besides]

    def _pairs(self) -> list[tuple[str, str]]:
        query = self.query
        single = {
            "q": query.text, "from": query.date_from, "to": query.date_to,
            "bbox": _numbers(query.bbox), "near": _numbers(query.near),
            "sort": _unless(query.sort, _DEFAULT.sort), "page": _unless(query.page, _DEFAULT.page),
            "size": _unless(query.size, _DEFAULT.size), "lang": self.language,
        }
        pairs = [(name, code) for name in FACETS for code in query.filters.get(name, ())]
        pairs += [(name, value) for name, value in single.items() if value]
        return sorted(pairs, key=lambda pair: list(PARAMETERS).index(pair[0]))


def search_address(filters: Mapping[str, Sequence[str]], path: str = "/search", **more: str) -> str:
    """The address of a search with these filters."""
    pairs = [(name, code) for name, codes in filters.items() for code in codes]
    return f"{path}?{urlencode([*pairs, *more.items()])}"


def _filters(request: Request, view: View) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = [value for value in request.query_params.getlist(name) if value]
        if values:
            codes = (facet_code(view, FACETS[name], value) for value in values)
            filters[name] = tuple(dict.fromkeys(codes))
    return filters


def _text(value: str) -> str:
    if len(value) > _LONGEST_TEXT:
        raise refused("q", value, f"au plus {_LONGEST_TEXT} caractères", f"at most {_LONGEST_TEXT} characters")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def _date(name: str, value: str) -> str:
    if not value:
        return ""
    try:
        # fromisoformat also reads weeks and basic forms, which other programs would not.
        if len(value) == 10 and value[4] == value[7] == "-":
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise refused(name, value, "une date AAAA-MM-JJ", "a date YYYY-MM-DD")


def _box(value: str) -> tuple[float, float, float, float] | None:
    if not value:
        return None
    found = _floats(value)
    if len(found) == 4:
        west, south, east, north = found
        if max(abs(west), abs(east)) <= 180 and -90 <= south <= north <= 90:
            return west, south, east, north
    raise refused("bbox", value, "ouest,sud,est,nord en degrés", "west,south,east,north in degrees")


def _circle(value: str) -> tuple[float, float, float] | None:
    if not value:
        return None
    found = _floats(value)
    if len(found) == 3:
        latitude, longitude, kilometres = found
        if abs(latitude) <= 90 and abs(longitude) <= 180 and 0 < kilometres <= 20_000:
            return latitude, longitude, kilometres
    raise refused("near", value, "latitude,longitude,kilomètres", "latitude,longitude,kilometres")


def _floats(value: str) -> list[float]:
    """The numbers of a comma-separated list; none at all if one is no finite number."""
    try:
        found = [float(part) for part in value.split(",")]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def _sort(value: str) -> str:
    if value and value not in SORTS:
        raise refused("sort", value, ", ".join(SORTS), ", ".join(SORTS))
    return value or _DEFAULT.sort


def _numbers(values: Sequence[float] | None) -> str:
    return ",".join(f"{value:.10g}" for value in values) if values else ""


def _unless(value: object, otherwise: object) -> str:
    return "" if value == otherwise else str(value)
