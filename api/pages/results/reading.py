"""The beginning of a SPARQL result, as much as a page can show: rows of terms, or a truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

Term = NamedNode | BlankNode | Literal | Triple

MOST_ROWS: Final = 1_000
# A query may name thousands of variables that stay empty: cells cost the page, not only rows.
MOST_CELLS: Final = 12_000
MOST_COLUMNS: Final = 60
# Rows beyond this are not even counted; 2 MiB are about 15,000 rows of three columns.
MOST_BYTES: Final = 2 << 20

# An empty cell takes time too, though it takes no byte.
_MOST_COUNTED: Final = 2_000_000

_STATEMENT: Final = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows of a table, or the first statements of a graph.

    `total` counts all rows, None when there are more than were read; `columns` counts all columns.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    total: int | None
    columns: int
    graph: bool = False

    def column(self, index: int) -> list[Term | None]:
        """The values of one column, in the order of the rows."""
        return [row[index] for row in self.rows]


Result = Rows | Truth


def read_result(media_type: str, content: bytes, *, whole: bool) -> Result:
    """What `content` says: SPARQL results in JSON, or N-Triples; cut anywhere when it is not `whole`."""
    if media_type.partition(";")[0] == RdfFormat.N_TRIPLES.media_type:
        return _statements(content, whole=whole)
    results = parse_query_results(content, format=QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return Truth(bool(results))
    names = tuple(variable.value for variable in results.variables)
    most = _rows_for(len(names))
    shown: list[tuple[Term | None, ...]] = []
    total: int | None = 0
    try:
        for number, solution in enumerate(results, 1):
            if number <= most:
                shown.append(tuple(solution[column] for column in range(min(len(names), MOST_COLUMNS))))
            total = number
            if number * len(names) > _MOST_COUNTED:
                total = None
                break
    except SyntaxError:
        if whole:
            raise
        total = None
    return Rows(names[:MOST_COLUMNS], tuple(shown), total, len(names))


def _statements(content: bytes, *, whole: bool) -> Rows:
    lines = content if whole else content[:content.rfind(b"\n") + 1]
    parsed: Iterator[Sequence[Term]] = (
        (quad.subject, quad.predicate, quad.object) for quad in parse(lines, RdfFormat.N_TRIPLES))
    rows = tuple(tuple(statement) for statement in islice(parsed, MOST_ROWS))
    return Rows(_STATEMENT, rows, lines.count(b"\n") if whole else None, len(_STATEMENT), graph=True)


def _rows_for(columns: int) -> int:
    return min(MOST_ROWS, MOST_CELLS // max(1, min(columns, MOST_COLUMNS)))
