"""Tables (CSV, TSV, XLSX, XLS, ODS): each row is a record, read by the map that its source declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import orjson

from harvesters.description import Description
from harvesters.fieldmap import Field, FieldMap
from harvesters.formats.format import Format
from harvesters.mapping import describe_row
from harvesters.minting import Minting
from harvesters.personal import without_personal_addresses
from harvesters.record import Document, Fault, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.tables.delimited import NumberedRow
from harvesters.tables.grid import Grid, GridOptions, open_grid, read_options
from harvesters.ways import Way
from ontology.concepts import Concepts
from ontology.kinds import KINDS
from ontology.nearest import nearest
from shapes.finding import Finding, Severity

# What no text holds: it comes from bytes of another encoding or from a damaged file.
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_ADDRESSES: Final = frozenset({Way.MAILBOX, Way.CONTACT})


def read(document: Document, source: Source) -> Iterator[Item]:
    """The rows of the table, as a spreadsheet numbers them, with the columns that the map names.

    Raises:
        UnreadableDocument: it is no table, or lacks a column of the map.
    """
    try:
        yield from _items(document, source, _map(source))
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            "MLG-G006", f"le texte est coupé ou n'est pas en {error.encoding} ; déclarez options.encoding.",
            f"the text is cut or not in {error.encoding}; declare options.encoding.") from error


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a row says, as its source's map declares.

    Raises:
        Excluded: the row has a value of `[exclude]`.
    """
    kind = raw.kind or source.kind
    return describe_row(orjson.loads(raw.payload), (kind, source.name, raw.key), raw.place, _map(source),
                        source.language, concepts, minting)


def _items(document: Document, source: Source, fields: FieldMap) -> Iterator[Item]:
    grid = open_grid(document.path, read_options(source.options), fields.columns())
    if grid.columns:
        _check_columns(grid, fields)
    rows = _Rows(grid, fields, _name(document), source.kind)
    listed = 0
    for row in grid.rows:
        for item in rows.items(row):
            listed += not (isinstance(item, Raw) and item.deleted)
            yield item
    if grid.unclosed:
        yield rows.fault(grid.unclosed, _unclosed(grid.unclosed))
        yield Listing(incomplete=f"row {grid.unclosed}: a quote is opened and never closed")
        return
    yield Listing(expected=listed, remarks=_remarks(grid, fields))


@dataclass(slots=True)
class _Rows:
    """Makes items of the rows of one table."""

    grid: Grid
    fields: FieldMap
    name: str
    kind: str
    _kept: tuple[tuple[str, int, bool], ...] = field(init=False)

    def __post_init__(self) -> None:
        addresses = {column for entry in self.fields.fields for column in _address_columns(entry)}
        places = {column: at for at, column in enumerate(self.grid.columns)}
        self._kept = tuple((column, places[column], column in addresses)
                           for column in sorted(self.fields.columns()) if column in places)

    def items(self, row: NumberedRow) -> Iterator[Item]:
        """The item of a row; none for an empty row."""
        number, cells = row
        if not any(map(str.strip, cells)):
            return
        if _BROKEN.search("".join(cells)):
            yield self.fault(number, _broken())
            return
        width = len(self.grid.columns)
        if len(cells) > width and any(map(str.strip, cells[width:])):
            yield self.fault(number, _ragged(len(cells), width))
            return
        yield self._item(number, {
            column: self._cell(cells[at], address) if at < len(cells) else ""
            for column, at, address in self._kept})

    def fault(self, number: int, finding: Finding, payload: bytes = b"") -> Fault:
        """A row that is listed but cannot be a record."""
        return Fault("", self._place(number), finding, payload)

    def _cell(self, cell: str, address: bool) -> str:
        text = cell.strip().replace("\r\n", "\n").replace("\r", "\n")
        return without_personal_addresses(text) if address else text

    def _item(self, number: int, row: dict[str, str]) -> Item:
        payload = orjson.dumps(row)
        key, empty = self.fields.key.of(row)
        if not key:
            return self.fault(number, _keyless(empty), payload)
        kind = self.kind
        if self.fields.kind:
            told, value = self.fields.kind.of(row)
            kind = told or (kind if not value else "")
            if kind not in KINDS:
                return Fault(key, self._place(number), _kindless(self.fields.kind.column, value), payload)
        gone = self.fields.gone
        return Raw(key, payload, self._place(number), kind, deleted=gone is not None and gone.meets(row))

    def _place(self, number: int) -> str:
        sheet = f", sheet {self.grid.sheet}" if self.grid.sheet else ""
        return f"{self.name}{sheet}, row {number}"


def _map(source: Source) -> FieldMap:
    if source.map is None:
        raise UnreadableDocument(
            "MLG-G008", f"{source.file.name} : un tableau demande une carte [map] de ses colonnes.",
            f"{source.file.name}: a table needs a [map] of its columns.")
    return source.map


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


def _address_columns(entry: Field) -> Iterator[str]:
    if entry.way in _ADDRESSES:
        yield from entry.named()
    for inner in entry.part:
        yield from _address_columns(inner)


def _name(document: Document) -> str:
    return unquote(Path(urlsplit(document.url).path).name) or document.path.name


def _refusal(code: str, fr: str, en: str, path: str = "", value: str = "") -> Finding:
    return Finding(code, Severity.VIOLATION, fr, en, path, value)


def _keyless(column: str) -> Finding:
    return _refusal("MLG-K001", f"La colonne « {column} », qui fait la clé, est vide ; remplissez-la.",
                    f"The column “{column}”, which makes the key, is empty; fill it in.", "identifier")


def _kindless(column: str, value: str) -> Finding:
    near_fr, near_en = nearest(value, KINDS)
    return _refusal("MLG-M007", f"« {value} » (colonne « {column} ») ne désigne pas un type de fiche ; {near_fr}",
                    f"“{value}” (column “{column}”) names no kind of record; {near_en}", "kind", value)


def _ragged(cells: int, columns: int) -> Finding:
    return _refusal("MLG-G010", f"La ligne a {cells} cellules pour {columns} colonnes ; un délimiteur est sans doute "
                    "dans un texte sans guillemets.",
                    f"The row has {cells} cells for {columns} columns; a delimiter probably stands in a text "
                    "without quotes.")


def _broken() -> Finding:
    return _refusal("MLG-G011", "La ligne contient des octets d'un autre codage ou des caractères nuls ; "
                    "ressaisissez-la.", "The row holds bytes of another encoding or null characters; type it again.")


def _unclosed(row: int) -> Finding:
    return _refusal("MLG-G012", f"Un guillemet ouvert à la ligne {row} n'est jamais fermé ; le reste n'est pas lu.",
                    f"A quote opened in row {row} is never closed; the rest is not read.")


FORMAT = Format(read, describe, options=frozenset(GridOptions.__slots__), mapped=True)
