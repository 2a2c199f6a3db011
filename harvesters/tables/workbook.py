"""Rows of spreadsheets (XLSX, XLS, ODS), sheet by sheet, as the text that a CSV file would hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from harvesters.record import UnreadableDocument
from harvesters.tables.delimited import NumberedRow

Cell = int | float | str | bool | time | date | datetime | timedelta

_MIDNIGHT: Final = time()


class Workbook:
    """An opened workbook.

    Raises:
        UnreadableDocument: it is damaged or has a password.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as handle:
                self._book = CalamineWorkbook.from_filelike(handle)
        except PasswordError as error:
            raise UnreadableDocument(
                "MLG-G004", "le classeur est protégé par un mot de passe ; retirez-le.",
                "the workbook is protected by a password; remove it.") from error
        except CalamineError as error:
            raise UnreadableDocument(
                "MLG-G004", f"ce n'est pas un classeur lisible ({error}) ; enregistrez-le en XLSX ou CSV.",
                f"this is no readable workbook ({error}); save it as XLSX or CSV.") from error

    def sheets(self) -> tuple[str, ...]:
        """The visible sheets, in the order of the workbook."""
        return tuple(sheet.name for sheet in self._book.sheets_metadata
                     if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible)

    def all_sheets(self) -> tuple[str, ...]:
        """The visible and hidden sheets."""
        return tuple(self._book.sheet_names)

    def rows(self, sheet: str) -> Iterator[NumberedRow]:
        """The rows of a sheet, empty ones included, each cell as text."""
        try:
            for number, row in enumerate(self._book.get_sheet_by_name(sheet).iter_rows(), 1):
                yield number, [as_text(cell) for cell in row]
        except CalamineError as error:
            raise UnreadableDocument(
                "MLG-G004", f"la feuille « {sheet} » est abîmée ({error}) ; enregistrez-la de nouveau.",
                f"the sheet “{sheet}” is damaged ({error}); save it again.") from error


def as_text(cell: Cell) -> str:
    """A cell as text: 12.0 is `12`, dates are ISO 8601, a date at midnight is a date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"PT{minutes // 60}H{minutes % 60}M"
    return str(cell)
