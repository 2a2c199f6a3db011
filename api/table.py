"""A search as a table for spreadsheets: CSV (RFC 4180) in which no cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

import orjson

from api.catalogue_view import View
from api.coming import next_session
from api.facets import FACETS, facet_labels
from api.names import record_titles
from api.values import in_language
from search.query import SearchQuery

# Of a larger answer the first rows are written, and a header says how many were left out.
LARGEST_TABLE: Final = 50_000
_BATCH: Final = 100

_COLUMNS: Final = (
    "id", "kind", "title", "title_language", "description", "providers", "topics", "regions", "levels", "modes",
    "free", "session_count", "next_start", "next_end", "next_place", "landing_page", "source", "modified",
)
# Each column of codes and the facet that names them.
_CODES: Final = (("topics", "topic"), ("regions", "region"), ("levels", "level"), ("modes", "mode"))
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_SEPARATOR: Final = " | "


def table(view: View, query: SearchQuery, language: str, today: str) -> Iterator[bytes]:
    """Every record of a search, not only those of its page, written as it is read."""
    yield _rows([_COLUMNS])
    items = view.every(query, LARGEST_TABLE)
    while batch := list(islice(items, _BATCH)):
        yield _rows(_cells(view, orjson.loads(item), language, today) for item in batch)


def left_out(total: int) -> int:
    """How many records of a search its table does not hold."""
    return max(0, total - LARGEST_TABLE)


def _cells(view: View, item: Mapping[str, Any], language: str, today: str) -> list[str]:
    title, its_language = in_language(item, "title", language)
    providers = [_provider(view, one, language) for one in item["providers"]]
    named = [
        _SEPARATOR.join(facet_labels(view, FACETS[facet], code)[language] for code in item[column])
        for column, facet in _CODES
    ]
    coming = next_session(item, today) or {}
    free = "" if item["free"] is None else str(item["free"]).lower()
    return [
        item["id"], item["kind"], title, its_language, in_language(item, "description", language)[0],
        _SEPARATOR.join(providers), *named, free, str(item["sessionCount"]),
        *(coming.get(name) or "" for name in ("start", "end", "place")),
        item["landingPage"] or "", item["source"], item["modified"],
    ]


def _provider(view: View, provider: Mapping[str, Any], language: str) -> str:
    iri = provider["id"] or ""
    titles = provider["title"] or record_titles(view, iri)
    return in_language({"title": titles}, "title", language)[0] or iri


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([_inert(cell) for cell in row] for row in rows)
    return written.getvalue().encode()


def _inert(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
