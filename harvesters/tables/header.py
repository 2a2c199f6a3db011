"""Where a table's header stands and what its columns are called."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from harvesters.tables.delimited import NumberedRow

# A header may stand below a title and a few lines of notice.
_LOOKED_AT: Final = 20


@dataclass(frozen=True, slots=True)
class Headed:
    """The columns of a table and the rows behind its header; `known` of the columns are wanted ones."""

    columns: tuple[str, ...]
    rows: Iterator[NumberedRow]
    known: int


def headed(rows: Iterator[NumberedRow], wanted: Collection[str], header: int | None,
           declared: Sequence[str]) -> Headed:
    """The table in `rows`: its header is the row with most of the `wanted` columns, or the first with any.

    `header` declares the header's row number, 0 for none; `declared` are names given in its place.
    """
    if header is None and declared:
        header = 0
    start = list(islice(rows, max(_LOOKED_AT, header or 0)))
    if header == 0:
        width = max((len(cells) for _, cells in start), default=0)
        columns = tuple(declared) or tuple(str(number) for number in range(1, width + 1))
        return _table(columns, chain(start, rows), wanted)
    at = _header_at(start, wanted) if header is None else _row_at(start, header)
    if at is None:
        return Headed((), iter(()), 0)
    cells = start[at][1]
    columns = tuple(declared) or column_names(cells)
    repeated = [cell.strip() for cell in cells]
    behind = (row for row in chain(start[at + 1:], rows) if [cell.strip() for cell in row[1]] != repeated)
    return _table(columns, behind, wanted)


def column_names(cells: Sequence[str]) -> tuple[str, ...]:
    """One name for each cell: an empty one gets its position, a repeated one its number (`Prix (2)`)."""
    seen: Counter[str] = Counter()
    names = []
    for position, cell in enumerate(cells, 1):
        name = column_name(cell) or str(position)
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    while names and not cells[len(names) - 1].strip():
        names.pop()
    return tuple(names)


def column_name(cell: str) -> str:
    """A header cell without stray spaces, line breaks or marks."""
    return " ".join(unicodedata.normalize("NFC", cell.replace("\ufeff", "")).split())


def _table(columns: tuple[str, ...], rows: Iterator[NumberedRow], wanted: Collection[str]) -> Headed:
    return Headed(columns, rows, len(set(columns) & set(wanted)))


def _header_at(start: Sequence[NumberedRow], wanted: Collection[str]) -> int | None:
    filled = [at for at, (_, cells) in enumerate(start) if any(cell.strip() for cell in cells)]
    return max(filled, key=lambda at: len(set(map(column_name, start[at][1])) & set(wanted)), default=None)


def _row_at(start: Sequence[NumberedRow], number: int) -> int | None:
    return next((at for at, row in enumerate(start) if row[0] == number), None)
