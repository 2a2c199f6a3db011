"""The columns of a table or of JSON objects, with some of their values, before any map says what they mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Final

from harvesters.formats.json_items import json_items
from harvesters.formats.json_values import entry
from harvesters.formats.jsonmap.arrays import WHOLE, Arrays
from harvesters.formats.jsonmap.lines import are_lines
from harvesters.formats.jsonmap.opening import open_items
from harvesters.formats.jsonmap.scan import scan
from harvesters.formats.opendatasoft.shapes import ARRAYS, dataset_of, record_of
from harvesters.record import Document
from harvesters.tables.encodings import decoding_told
from harvesters.tables.grid import GridOptions, open_grid
from harvesters.tables.header import column_names
from harvesters.tables.objects import leaves, names, path_of, text_of
from ontology.folding import fold

_SAMPLE: Final = 200
_HEADERS: Final = 20
_MOST_COLUMNS: Final = 300
_LONGEST_VALUE: Final = 500
_MOST_LISTS: Final = 8
# Where envelopes of listings say what comes next and how much there is.
_NEXT: Final = ("next", "links.next", "_links.next.href", "pagination.next", "paging.next", "meta.next")
_TOTAL: Final = ("total", "count", "total_count", "totalCount", "totalResults", "meta.total", "pagination.total")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its values in the first rows, whether each row has one of its own, and whether all are points."""

    name: str
    values: tuple[str, ...]
    unique: bool
    point: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a document, and the options that lead to them."""

    columns: tuple[Column, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


def table_columns(document: Document, known: Collection[str]) -> Columns:
    """The columns of a table, whose header is the row with most of the `known` names, folded.

    Raises:
        UnreadableDocument: it is no table.
    """
    with decoding_told():
        return _table_columns(document, known)


def _table_columns(document: Document, known: Collection[str]) -> Columns:
    # Without header: a title and notices may stand above it.
    grid = open_grid(document.path, GridOptions(header=0), ())
    rows = ([cell.strip() for cell in cells] for _, cells in grid.rows)
    start = list(islice(rows, _HEADERS))
    if not start:
        return Columns()
    at = max(range(len(start)), key=lambda row: (sum(fold(cell) in known for cell in start[row] if cell),
                                                 bool(sum(map(bool, start[row])) > 1), -row))
    head = column_names(start[at])[:_MOST_COLUMNS]
    sample = [dict(zip(head, cells, strict=False)) for cells in islice(chain(start[at + 1:], rows), _SAMPLE)
              if any(cells)]
    return Columns(tuple(_column(name, [[row.get(name, "")] for row in sample]) for name in head))


def json_columns(document: Document) -> Columns:
    """The columns of JSON objects, and where in the document they stand.

    Raises:
        UnreadableDocument: it is not JSON.
    """
    if are_lines(document):
        return Columns(_of_objects(value for _, value in open_items(document).items))
    arrays, said = scan(document.path, (*_NEXT, *_TOTAL))
    path = _longest(document, arrays)
    options = {"items": path} if path and len(arrays.of_objects) != 1 else {}
    options |= {name: found for name, paths in (("next", _NEXT), ("total", _TOTAL))
                if (found := next((one for one in paths if _says(name, said.get(one))), ""))}
    return Columns(_of_objects(value for _, value in open_items(document, path).items), options)


def portal_columns(document: Document) -> Columns:
    """The columns of a dataset's records on a portal of OpenDataSoft; none where the document lists datasets.

    Raises:
        UnreadableDocument: it is not JSON.
    """
    items = list(islice(json_items(document, *ARRAYS).items, _SAMPLE))
    if any(dataset_of(item) for item in items[:1]):
        return Columns()
    return Columns(_of_objects(record_of(entry(item)) for item in items))


def _says(option: str, value: object) -> bool:
    if option == "next":
        return isinstance(value, str) and bool(value.strip())
    return isinstance(value, int) and not isinstance(value, bool)


def _longest(document: Document, arrays: Arrays) -> str:
    """Where the items stand: the outermost list, else the longest, else the document itself."""
    found = arrays.of_objects
    if "" in found or len(found) == 1:
        return "" if "" in found else found[0]
    if not found:
        return arrays.empty[0] if arrays.empty else WHOLE
    return max(found[:_MOST_LISTS], key=lambda path: sum(
        1 for _ in islice(open_items(document, path).items, _SAMPLE)))


def _of_objects(items: Iterable[object]) -> tuple[Column, ...]:
    """The columns of objects; an object that is a point is one column."""
    sample = [item for item in islice(items, _SAMPLE) if isinstance(item, dict)]
    heads = list(dict.fromkeys(".".join(at) for item in sample for at in names(item)))[:_MOST_COLUMNS]
    points = {parent for parent in {head.rpartition(".")[0] for head in heads} if parent
              and any(text for item in sample for text in _texts(item, parent))}
    wholes = {head: next((point for point in points if head.startswith(f"{point}.")), "") for head in heads}
    return tuple(replace(_column(head, [list(_texts(item, head)) for item in sample]), point=head in points)
                 for head in dict.fromkeys(wholes[head] or head for head in heads))


def _texts(item: dict[str, object], head: str) -> Iterator[str]:
    for leaf in leaves(item, path_of(head)):
        yield text_of(leaf).strip()


def _column(name: str, cells: Sequence[Sequence[str]]) -> Column:
    filled = [tuple(value[:_LONGEST_VALUE] for value in values if value) for values in cells]
    single = [values[0] for values in filled if len(values) == 1]
    unique = bool(filled) and len(single) == len(filled) == len(set(single))
    return Column(name, tuple(dict.fromkeys(value for values in filled for value in values)), unique)
