"""Tables (CSV, TSV, XLSX, XLS, ODS): each row is a record, read by the map that its source declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from harvesters.fieldmap import FieldMap
from harvesters.formats.format import Format
from harvesters.record import Document, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.tables.delimited import NumberedRow
from harvesters.tables.encodings import decoding_told
from harvesters.tables.grid import Grid, GridOptions, open_grid, read_options
from harvesters.tables.recognition import recognise
from harvesters.tables.rows import Rows, broken, describe, fault, is_broken, map_of, refusal
from ontology.nearest import nearest
from shapes.finding import Finding, Severity

__all__ = ["FORMAT", "describe", "read"]


def read(document: Document, source: Source) -> Iterator[Item]:
    """The rows of the table, as a spreadsheet numbers them, with the columns that the map names.

    Raises:
        UnreadableDocument: it is no table, or lacks a column of the map.
    """
    with decoding_told():
        yield from _items(document, source, map_of(source))


def _items(document: Document, source: Source, fields: FieldMap) -> Iterator[Item]:
    grid = open_grid(document.path, read_options(source.options), fields.columns())
    if grid.columns:
        _check_columns(grid, fields)
    lines = _Lines(grid, Rows(fields, source.kind), _name(document))
    listed = 0
    for line in grid.rows:
        for item in lines.items(line):
            listed += not (isinstance(item, Raw) and item.deleted)
            yield item
    if grid.unclosed:
        yield fault(lines.place(grid.unclosed), _unclosed(grid.unclosed))
        yield Listing(incomplete=f"row {grid.unclosed}: a quote is opened and never closed")
        return
    yield Listing(expected=listed, remarks=_remarks(grid, fields))


@dataclass(slots=True)
class _Lines:
    """Makes items of the lines of one table, each named by its row."""

    grid: Grid
    rows: Rows
    name: str
    _kept: tuple[tuple[str, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        places = {column: at for at, column in enumerate(self.grid.columns)}
        self._kept = tuple((column, places[column]) for column in sorted(self.rows.fields.columns())
                           if column in places)

    def items(self, line: NumberedRow) -> Iterator[Item]:
        """The item of a line; none for an empty one."""
        number, cells = line
        if not any(map(str.strip, cells)):
            return
        place = self.place(number)
        if is_broken("".join(cells)):
            yield fault(place, broken())
            return
        width = len(self.grid.columns)
        if len(cells) > width and any(map(str.strip, cells[width:])):
            yield fault(place, _ragged(len(cells), width))
            return
        yield self.rows.item({
            column: self.rows.kept(column, cells[at]) if at < len(cells) else "" for column, at in self._kept}, place)

    def place(self, number: int) -> str:
        """Where a row stands, for a person."""
        sheet = f", sheet {self.grid.sheet}" if self.grid.sheet else ""
        return f"{self.name}{sheet}, row {number}"


def _check_columns(grid: Grid, fields: FieldMap) -> None:
    missing = [column for column in fields.columns() if column not in grid.columns]
    if not missing:
        return
    lines = dict(fields.lines)
    told = [(f"{fields.file.name}:{lines.get(column, 1)}", column, nearest(column, grid.columns))
            for column in missing]
    sheet_fr = f"la feuille « {grid.sheet} »" if grid.sheet else "le tableau"
    sheet_en = f"the sheet “{grid.sheet}”" if grid.sheet else "the table"
    found = ", ".join(grid.columns)
    raise UnreadableDocument(
        "MLG-G001",
        " ".join(f"{where} : {sheet_fr} n'a pas de colonne « {column} » ; {near[0]}" for where, column, near in told)
        + f" Colonnes trouvées : {found}.",
        " ".join(f"{where}: {sheet_en} has no column “{column}”; {near[1]}" for where, column, near in told)
        + f" Columns found: {found}.")


def _remarks(grid: Grid, fields: FieldMap) -> tuple[Finding, ...]:
    unused = ", ".join(column for column in grid.columns if column not in fields.columns())
    if not unused:
        return ()
    return (Finding("MLG-G013", Severity.INFO, f"Colonnes que la carte n'utilise pas et qui ne sont pas gardées : "
                    f"{unused}.", f"Columns that the map does not use and that are not kept: {unused}."),)


def _name(document: Document) -> str:
    return unquote(Path(urlsplit(document.url).path).name) or document.path.name


def _ragged(cells: int, columns: int) -> Finding:
    return refusal("MLG-G010", f"La ligne a {cells} cellules pour {columns} colonnes ; un délimiteur est sans doute "
                   "dans un texte sans guillemets.",
                   f"The row has {cells} cells for {columns} columns; a delimiter probably stands in a text "
                   "without quotes.")


def _unclosed(row: int) -> Finding:
    return refusal("MLG-G012", f"Un guillemet ouvert à la ligne {row} n'est jamais fermé ; le reste n'est pas lu.",
                   f"A quote opened in row {row} is never closed; the rest is not read.")


FORMAT = Format(read, describe, recognise, options=frozenset(GridOptions.__slots__), mapped=True)
