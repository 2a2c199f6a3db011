"""The orders in which hits can stand; each is total, so that pages never overlap nor miss a hit."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tantivy import DocAddress, Order, Query, Schema, Searcher

from search.clauses import all_of, starting, without
from search.matching import day_of
from search.periods import number
from search.query import SearchQuery

_EVERY_DAY: Final = {"days": {"terms": {"field": "start", "size": 60_000, "order": {"_key": "asc"}}}}


@dataclass(frozen=True, slots=True)
class Hits:
    """How many records there are in all, and where those of one page are."""

    total: int
    addresses: list[DocAddress]


def arrange(searcher: Searcher, schema: Schema, hits: Query, query: SearchQuery) -> Hits:
    """The hits of the page that is asked for."""
    sort = query.sort
    if sort == "relevance" and not query.text.strip():
        # Without words all hits are equally relevant: the latest changes first.
        sort = "modified"
    offset = (query.page - 1) * query.size
    # The engine sets room aside for all hits up to the page: beyond the last one it is not asked.
    if query.size == 0 or offset >= searcher.num_docs:
        return Hits(count(searcher, hits), [])
    if sort == "date":
        first = day_of(query.date_from)
        since = number(first) if first else 0
        return _by_next_start(searcher, schema, hits, since, offset, query.size)
    return _SORTS[sort](searcher, hits, offset, query.size)


def _by_relevance(searcher: Searcher, hits: Query, offset: int, limit: int) -> Hits:
    return _hits(searcher.search(hits, limit, offset=offset, weight_by_field="tie"))


def _by_modified(searcher: Searcher, hits: Query, offset: int, limit: int) -> Hits:
    return _hits(searcher.search(hits, limit, offset=offset, order_by_field="by_modified"))


def _by_title(searcher: Searcher, hits: Query, offset: int, limit: int, *, counted: bool = True) -> Hits:
    return _hits(searcher.search(
        hits, limit, count=counted, offset=offset, order_by_field="by_title", order=Order.Asc))


def _by_next_start(searcher: Searcher, schema: Schema, hits: Query, since: int,
                   offset: int, limit: int) -> Hits:
    """By the first start from day `since` on, then by title; what has none comes last.

    The index cannot sort by a record's next start, for it depends on `since`; but it can say how many hits
    start by a given day, which finds the days of the page, and which of them start on each day.
    """
    coming = all_of([hits, starting(schema, since, None)])
    buckets = searcher.aggregate(coming, _EVERY_DAY)["days"]["buckets"]
    days = [int(bucket["key"]) for bucket in buckets if bucket["key"] >= since]

    def begun(day: int) -> int:
        return count(searcher, all_of([hits, starting(schema, since, day)]))

    place = bisect_right(days, offset, key=begun) if offset else 0
    passed = begun(days[place - 1]) if place else 0
    found: list[DocAddress] = []
    while len(found) < limit and place < len(days):
        first_here = all_of([hits, starting(schema, days[place], days[place])])
        if place:
            first_here = without(first_here, starting(schema, since, days[place - 1]))
        found += _by_title(
            searcher, first_here, max(0, offset - passed), limit - len(found), counted=False).addresses
        passed, place = max(passed, offset), place + 1
    if len(found) < limit:
        rest = without(hits, starting(schema, since, None))
        found += _by_title(
            searcher, rest, max(0, offset - passed), limit - len(found), counted=False).addresses
    return Hits(count(searcher, hits), found)


def count(searcher: Searcher, query: Query) -> int:
    """How many records satisfy a query."""
    found: int = searcher.search(query, 1, count=True).count  # type: ignore[attr-defined]
    return found


def _hits(result: Any) -> Hits:
    return Hits(result.count, [address for _, address in result.hits])


_SORTS: Final[Mapping[str, Callable[[Searcher, Query, int, int], Hits]]] = {
    "relevance": _by_relevance, "modified": _by_modified, "title": _by_title,
}
