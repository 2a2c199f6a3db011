"""A table out of a document, whatever file it is in: text with any delimiter, or a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harvesters.record import UnreadableDocument
from harvesters.tables.archive import check_archive
from harvesters.tables.content import OLE, TEXT, ZIP, content_of
from harvesters.tables.delimited import NumberedRow, TextRows, delimiter_of
from harvesters.tables.encodings import encoding_of
from harvesters.tables.header import Headed, headed
from harvesters.tables.workbook import Workbook
from ontology.nearest import nearest

_START: Final = 4_096


@dataclass(frozen=True, slots=True)
class GridOptions:
    """How a table is to be read where it does not tell itself. `header` is a row number, 0 for none."""

    encoding: str = ""
    delimiter: str = ""
    header: int | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table and its rows, numbered as a spreadsheet shows them."""

    columns: tuple[str, ...]
    rows: Iterator[NumberedRow]
    sheet: str = ""
    text: TextRows | None = None

    @property
    def unclosed(self) -> int:
        """The row of a quote that is never closed, once the rows have been read; else 0."""
        return self.text.unclosed if self.text else 0


def read_options(options: Mapping[str, object]) -> GridOptions:
    """The options of a source, checked.

    Raises:
        UnreadableDocument: an option has the wrong type.
    """
    for name, value in options.items():
        if not isinstance(value, _OPTION_TYPES[name]):
            raise _wrong_option(f"l'option « {name} » a une valeur de mauvais type : {value!r}.",
                                f"the option “{name}” has a value of the wrong type: {value!r}.")
    header, columns = options.get("header"), options.get("columns", ())
    delimiter = str(options.get("delimiter", ""))
    delimiter = "\t" if delimiter.lower() in ("tab", "\\t") else delimiter
    if len(delimiter) > 1:
        raise _wrong_option(f"le délimiteur « {delimiter} » doit être un seul caractère, ou tab.",
                            f"the delimiter “{delimiter}” must be one character, or tab.")
    return GridOptions(
        encoding=str(options.get("encoding", "")), delimiter=delimiter, sheet=str(options.get("sheet", "")),
        header=header if isinstance(header, int) and header is not True else None,
        columns=columns if isinstance(columns, tuple) else ())


def open_grid(path: Path, options: GridOptions, wanted: Collection[str]) -> Grid:
    """The table of a document that has most of the `wanted` columns.

    Raises:
        UnreadableDocument: it is no table, or not the declared one.
    """
    with path.open("rb") as handle:
        start = handle.read(_START)
    content = content_of(start)
    if options.header is None and wanted and all(name.isdigit() for name in wanted):
        options = GridOptions(options.encoding, options.delimiter, 0, options.sheet, options.columns)
    if content == TEXT:
        return _text_grid(path, options, wanted)
    if content == ZIP:
        check_archive(path)
    if content in (ZIP, OLE):
        return _sheet_grid(Workbook(path), options, wanted)
    raise UnreadableDocument(
        "MLG-G002", f"ce n'est pas un tableau mais un document {content} ; donnez l'adresse d'un fichier CSV, XLSX "
        "ou ODS, ou déclarez un autre format.",
        f"this is not a table but a document in {content}; give the address of a CSV, XLSX or ODS file, or "
        "declare another format.")


def _text_grid(path: Path, options: GridOptions, wanted: Collection[str]) -> Grid:
    encoding = encoding_of(path, options.encoding)
    delimiter = options.delimiter or delimiter_of(path, encoding, wanted)
    rows = TextRows(path, encoding, delimiter)
    table = headed(iter(rows), wanted, options.header, options.columns)
    return Grid(table.columns, table.rows, text=rows)


def _sheet_grid(book: Workbook, options: GridOptions, wanted: Collection[str]) -> Grid:
    """The declared sheet, else the one with most of the wanted columns, else the first with a table."""
    if options.sheet and options.sheet not in book.all_sheets():
        near_fr, near_en = nearest(options.sheet, book.all_sheets())
        raise UnreadableDocument(
            "MLG-G005", f"le classeur n'a pas de feuille « {options.sheet} » (options.sheet) ; {near_fr}",
            f"the workbook has no sheet “{options.sheet}” (options.sheet); {near_en}")
    best: tuple[str, Headed] | None = None
    for sheet in [options.sheet] if options.sheet else book.sheets():
        table = headed(book.rows(sheet), wanted, options.header, options.columns)
        if best is None or _rank(table) > _rank(best[1]):
            best = sheet, table
    return Grid(best[1].columns, best[1].rows, best[0]) if best else Grid((), iter(()))


def _rank(table: Headed) -> tuple[int, bool]:
    return table.known, len(table.columns) > 1


def _wrong_option(fr: str, en: str) -> UnreadableDocument:
    return UnreadableDocument("MLG-G007", f"[options] : {fr}", f"[options]: {en}")


_OPTION_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "encoding": str, "delimiter": str, "sheet": str, "columns": tuple, "header": (bool, int)}
