"""The facets of a search page: each count is a link to the search that yields it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from api.catalogue_view import View
from api.facets import FACETS, facet_labels
from api.pages.dates import spoken
from api.pages.strings import Words
from api.search_request import SearchLink
from search.query import FacetCount, SearchPage, SearchQuery

# How many values are in view, and how many more can be unfolded; further ones are counted.
_IN_VIEW: Final[Mapping[str, int]] = {"type": 16, "region": 18}
_IN_VIEW_ELSE: Final = 8
_UNFOLDED: Final = 16
_OPEN_AT_FIRST: Final = ("type", "region", "topic", "mode")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A code by its name, how many records it would show, the search with it added or removed."""

    label: str
    count: int
    href: str
    active: bool


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet with the values in view, those to unfold, and how many are not shown at all."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    left: int
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An active restriction: its name and the search without it."""

    label: str
    href: str
    query: SearchQuery


def facet_boxes(view: View, link: SearchLink, page: SearchPage, words: Words) -> list[FacetBox]:
    """A box for every facet that could narrow the search or is set."""
    boxes = [_box(view, link, name, page.facets.get(name, ()), words) for name in FACETS]
    return [box for box in boxes if box.values and (len(box.values) > 1 or box.values[0].count < page.total
                                                    or box.values[0].active)]


def chips(view: View, link: SearchLink, words: Words) -> list[Chip]:
    """Everything that restricts the search."""
    query = link.query
    found = [
        _chip(facet_labels(view, FACETS[name], code)[words.language], link.toggled(name, code))
        for name, codes in query.filters.items() for code in codes
    ]
    if query.text:
        found.insert(0, _chip(words("search.text", text=query.text), link.without("text")))
    for field, key, value in (("date_from", "from", query.date_from), ("date_to", "to", query.date_to)):
        if value:
            found.append(_chip(words(f"search.{key}", date=spoken(value, words.language)), link.without(field)))
    return found + [_chip(words("search.area"), link.without(field))
                    for field in ("bbox", "near") if getattr(query, field)]


def _chip(label: str, link: SearchLink) -> Chip:
    return Chip(label, link.at("/search"), link.query)


def _box(view: View, link: SearchLink, name: str, counted: tuple[FacetCount, ...], words: Words) -> FacetBox:
    active = link.query.filters.get(name, ())
    counts = {one.code: one.count for one in counted}
    # What is set is always in view, even when nothing has it any more.
    codes = [*active, *(code for code in counts if code not in active)]
    shown = max(_IN_VIEW.get(name, _IN_VIEW_ELSE), len(active))
    values = [
        FacetValue(facet_labels(view, FACETS[name], code)[words.language], counts.get(code, 0),
                   link.toggled(name, code).at("/search"), code in active)
        for code in codes[:shown + _UNFOLDED]
    ]
    return FacetBox(name, words(f"facet.{name}"), tuple(values[:shown]), tuple(values[shown:]),
                    max(0, len(codes) - shown - _UNFOLDED), bool(active) or name in _OPEN_AT_FIRST)
