"""Knowing tables: workbooks by their package, text by lines that one delimiter cuts alike."""

import csv
from collections import Counter

_WORKBOOKS = (b"xl/", b"application/vnd.oasis.opendocument.spreadsheet", b"[Content_Types].xml")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = (";", ",", "\t", "|")
_MOST_LINES = 50


def recognise(start: bytes, media_type: str) -> bool:
    """Whether it is a workbook, or text most of whose lines have the same number of cells, two at least."""
    if start.startswith(b"PK\x03\x04"):
        return any(mark in start for mark in _WORKBOOKS) or "spreadsheet" in media_type
    if start.startswith(_OLD_WORKBOOK):
        return True
    if start.lstrip()[:1] in (b"<", b"{", b"[") or b"\0" in start or start.startswith((b"BEGIN:VCALENDAR", b"@prefix")):
        return False
    return any(_cut_alike(start, delimiter) for delimiter in _DELIMITERS)


def _cut_alike(start: bytes, delimiter: str) -> bool:
    lines = start.decode("latin-1").splitlines()[:_MOST_LINES]  # Every byte is a letter there: only delimiters count.
    whole = lines[:-1] if len(lines) > 1 else lines
    try:
        cells = Counter(len(row) for row in csv.reader(whole, delimiter=delimiter) if row)
    except csv.Error:
        return False
    if not cells:
        return False
    [(width, times)] = cells.most_common(1)
    return width >= 2 and times * 10 >= sum(cells.values()) * 6
