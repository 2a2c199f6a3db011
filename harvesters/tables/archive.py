"""Bounds on zipped workbooks, checked before a parser opens them: a few kilobytes can ask for gigabytes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from harvesters.record import UnreadableDocument

MOST_BYTES: Final = 100 << 20
MOST_CELLS: Final = 10_000_000
# Sheets are repetitive text and shrink well; the ratio tells only where there is much to unpack.
_MOST_RATIO = 200
_RATIO_FROM = 10 << 20
_MOST_MEMBERS = 10_000
_BLOCK = 1 << 20
# Longer than any token looked for, so that none is lost between two blocks.
_OVERLAP = 512

_XLSX_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})\d{1,7}["']""")
_XLSX_ROW = re.compile(rb"""\br\s*=\s*["'][A-Z]{0,3}(\d{1,7})["']""")
_ODS_PIECE = re.compile(rb"<(/?)(?:\w+:)?(table-row|table-cell|covered-table-cell)\b([^>]{0,400}?)(/?)>")
_ODS_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,10})["']""")


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
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
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
    """Read it whole, so that a size that lies fails its checksum here, and count the cells it spans."""
    if member.filename.startswith("xl/worksheets/"):
        cells = _xlsx_extent(archive, member)
    elif member.filename == "content.xml":
        cells = _ods_extent(archive, member)
    else:
        cells = sum(0 for _ in _blocks(archive, member))
    if cells > MOST_CELLS:
        raise UnreadableDocument(
            "MLG-G003", f"une feuille s'étend sur {cells} cellules, au plus {MOST_CELLS} sont lues ; "
            "supprimez les lignes et colonnes vides ou donnez un fichier CSV.",
            f"a sheet spans {cells} cells, at most {MOST_CELLS} are read; "
            "delete the empty rows and columns or give a CSV file.")


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in blocks, each preceded by the end of the one before."""
    before = b""
    with archive.open(member) as handle:
        while block := handle.read(_BLOCK):
            yield before + block
            before = block[-_OVERLAP:]


def _xlsx_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Rows times columns up to the farthest cell: the parser makes the whole rectangle."""
    columns: set[bytes] = set()
    last_row = 0
    for block in _blocks(archive, member):
        columns.update(_XLSX_COLUMN.findall(block))
        last_row = max(last_row, *map(int, set(_XLSX_ROW.findall(block))), 0)
    return last_row * max(map(_column_number, columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    """Cells with content, each as often as it is repeated; LibreOffice repeats empty ones by the million."""
    cells = repeated = 0
    for block in _blocks(archive, member):
        for closing, kind, attributes, empty in _ODS_PIECE.findall(block):
            if closing:
                continue
            found = _ODS_REPEATED.search(attributes)
            times = int(found[1]) if found else 1
            if kind == b"table-row":
                repeated = times
            elif not empty or b"value" in attributes:
                cells += times * repeated
    return cells
