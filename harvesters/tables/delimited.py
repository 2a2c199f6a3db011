"""Rows of delimited text (CSV, TSV): one at a time, whatever its delimiter, quotes and line ends."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from harvesters.tables.encodings import Encoding

# Rows are numbered as a spreadsheet numbers them.
NumberedRow = tuple[int, list[str]]

DELIMITERS: Final = (",", ";", "\t", "|")
LONGEST_CELL: Final = 16 << 20
_SAMPLE = 1 << 18
_SAMPLE_ROWS = 100


class TextRows:
    """The rows of a file, empty ones included.

    A quote that is opened and never closed would make one cell of all behind it: reading stops before, and
    `unclosed` is that row's number.
    """

    def __init__(self, path: Path, encoding: Encoding, delimiter: str) -> None:
        self._path = path
        self._encoding = encoding
        self._delimiter = delimiter
        self.unclosed = 0

    def __iter__(self) -> Iterator[NumberedRow]:
        csv.field_size_limit(LONGEST_CELL)
        with _opened(self._path, self._encoding) as handle:
            lines = _Lines(handle)
            number = 1 if lines.skipped else 0
            try:
                for cells in csv.reader(lines, delimiter=self._delimiter):
                    number += 1
                    if lines.ended:
                        self.unclosed = number
                        return
                    yield number, cells
            except csv.Error:
                self.unclosed = number + 1


def delimiter_of(path: Path, encoding: Encoding, wanted: Collection[str]) -> str:
    """The delimiter that splits the start of a file into the most even table, above all into `wanted` columns."""
    with _opened(path, encoding) as handle:
        declared = handle.readline(16)
        if _separator(declared):
            return declared[4]
        sample = declared + handle.read(_SAMPLE)
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter, wanted))


def _evenness(sample: str, delimiter: str, wanted: Collection[str]) -> tuple[int, float, int]:
    """How many wanted columns stand in one row, what share of rows are as wide as the first, and how wide."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        parsed = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
        rows = [row for row in islice(parsed, _SAMPLE_ROWS) if row]
    except csv.Error:
        return 0, 0.0, 0
    if not rows:
        return 0, 0.0, 0
    known = max(len({cell.strip() for cell in row} & set(wanted)) for row in rows)
    width = len(rows[0])
    even = sum(len(row) == width for row in rows) / len(rows)
    return known, even if width > 1 else 0.0, width


def _opened(path: Path, encoding: Encoding) -> TextIO:
    return path.open(encoding=encoding.name, errors=encoding.errors, newline="")


def _separator(line: str) -> bool:
    """Whether Excel's `sep=;` stands before the table."""
    return line.lower().startswith("sep=") and len(line) > 4 and line[4] in DELIMITERS and not line[5:].strip()


class _Lines:
    """The lines of a file for csv.reader, which asks for one behind the last only within quotes."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self.ended = False
        first = handle.readline()
        self.skipped = _separator(first)
        self._first = [] if self.skipped else [first]

    def __iter__(self) -> Iterator[str]:
        yield from self._first
        yield from self._handle
        self.ended = True
