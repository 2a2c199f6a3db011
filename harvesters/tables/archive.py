"""Bounds on zipped workbooks, checked before a parser opens them: a few kilobytes can ask for gigabytes."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from harvesters.record import UnreadableDocument

MOST_BYTES: Final = 100 << 20
MOST_CELLS: Final = 10_000_000
# Sheets are repetitive text and shrink well; the ratio tells only where there is much to unpack.
_MOST_RATIO = 200
_RATIO_FROM = 10 << 20
_MOST_MEMBERS = 10_000
_BLOCK = 1 << 20

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)


def check_archive(path: Path) -> None:
    """Refuse an archive that would unpack to more than a workbook may hold, or that is damaged.

    Raises:
        UnreadableDocument: it is too large, hostile, encrypted, or no zip archive after all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive)
            for member in archive.infolist():
                _check_member(archive, member)
    except (zipfile.BadZipFile, expat.ExpatError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableDocument(
            "MLG-G004", f"le classeur est abîmé, coupé ou chiffré ({error}) ; enregistrez-le de nouveau.",
            f"the workbook is damaged, cut or encrypted ({error}); save it again.") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if size > MOST_BYTES or len(members) > _MOST_MEMBERS or (size > _RATIO_FROM and size / packed > _MOST_RATIO):
        raise UnreadableDocument(
            "MLG-G003", f"le classeur déplié ferait {size >> 20} Mio ({len(members)} membres), "
            f"au plus {MOST_BYTES >> 20} sont lus ; donnez plutôt un fichier CSV.",
            f"unpacked, the workbook would take {size >> 20} MiB ({len(members)} members), "
            f"at most {MOST_BYTES >> 20} are read; give a CSV file instead.")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read it whole: a size that lies fails its checksum, XML that is not well-formed could read for ever."""
    extent = _Extent()
    parser = extent.parser() if member.filename.endswith((".xml", ".rels")) else None
    with archive.open(member) as handle:
        while block := handle.read(_BLOCK):
            if parser:
                parser.Parse(block, False)
    if parser:
        parser.Parse(b"", True)
    if extent.cells > MOST_CELLS:
        raise UnreadableDocument(
            "MLG-G003", f"une feuille s'étend sur {extent.cells} cellules, au plus {MOST_CELLS} sont lues ; "
            "supprimez les lignes et colonnes vides ou donnez un fichier CSV.",
            f"a sheet spans {extent.cells} cells, at most {MOST_CELLS} are read; "
            "delete the empty rows and columns or give a CSV file.")


@dataclass(slots=True)
class _Extent:
    """How many cells a reader would make of one XML part.

    XLSX readers make the whole rectangle up to the farthest cell; ODS readers repeat cells with content, while
    empty ones are repeated by the million in sound files.
    """

    last_row: int = 0
    last_column: int = 0
    written: int = 0
    _row: int = field(default=0, init=False)
    _column: int = field(default=0, init=False)
    _times: int = field(default=1, init=False)
    _empty: int = field(default=0, init=False)

    @property
    def cells(self) -> int:
        return self.last_row * self.last_column + self.written

    def parser(self) -> expat.XMLParserType:
        """A parser that counts, and refuses a document type: a workbook has none."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                self._place(attributes.get("r", ""))
            case "row":
                self._row, self._column = _number(attributes.get("r"), self._row + 1), 0
            case "table-row":
                self._times = _number(attributes.get("table:number-rows-repeated"), 1)
            case "table-cell" | "covered-table-cell":
                self._empty = self._times * _number(attributes.get("table:number-columns-repeated"), 1)
                if "office:value-type" in attributes:
                    self._fill()
            case "p":
                self._fill()

    def _place(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if reference and not found:
            raise zipfile.BadZipFile(f"cell reference {reference[:40]!r}")
        self._column = _column_number(found[1]) if found else self._column + 1
        self._row = int(found[2]) if found else self._row
        self.last_row, self.last_column = max(self.last_row, self._row), max(self.last_column, self._column)

    def _fill(self) -> None:
        self.written, self._empty = self.written + self._empty, 0


def _refuse_doctype(*_: object) -> None:
    raise zipfile.BadZipFile("document type declaration")


def _number(text: str | None, default: int) -> int:
    return int(text[:12]) if text and text.isascii() and text.isdigit() else default


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
