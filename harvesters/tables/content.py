"""What a document really is, by its first bytes, whatever its name says."""

import re
from typing import Final

ZIP: Final = "zip"
OLE: Final = "ole"
TEXT: Final = "text"

_MAGIC: Final = (
    (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE), (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"PAR1", "Parquet"),
    (b"SQLite format 3", "SQLite"), (b"{\\rtf", "RTF"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"),
)
_MARKUP = re.compile(rb"\s*<(!doctype\s+html|html|head|body|table|\?xml|[a-z])", re.IGNORECASE)
_JSON = re.compile(rb"\s*[\[{]\s*[\"\[{\]}]")


def content_of(start: bytes) -> str:
    """`zip`, `ole` (an old workbook), `text`, or the name of what is no table: HTML, XML, JSON, PDF…"""
    for magic, name in _MAGIC:
        if start.startswith(magic):
            return name
    text = start.removeprefix(b"\xef\xbb\xbf")
    if markup := _MARKUP.match(text):
        return "XML" if markup[1].lower() == b"?xml" and b"<html" not in text.lower() else "HTML"
    if _JSON.match(text):
        return "JSON"
    return TEXT
