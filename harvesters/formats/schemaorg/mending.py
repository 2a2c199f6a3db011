"""JSON as people paste it into pages: read as it is, else mended where only one reading is possible."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

# A string that is never closed is one until the end, and a comment too, so that each costs one look.
_STRING: Final = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_COMMENTS: Final = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMMAS: Final = re.compile(rf"{_STRING}|,(?=\s*[}}\]])", re.DOTALL)
_OPENING: Final = re.compile(r"\s*(?:/[/*]\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?")
_CLOSING: Final = re.compile(r"(?:/[/*]\s*)?(?:-->|\]\]>)(?:\s*\*/)?\Z")
_LONGEST_CLOSING: Final = 16
_VISIBLE: Final = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Mended:
    """A JSON value; `mends` are the defects that were mended on the way: comment, comma, control."""

    value: Any
    mends: tuple[str, ...] = ()


class NotJson(Exception):
    """The text is not JSON, even mended: why, and where it breaks (both count from 1)."""

    def __init__(self, why: str, line: int, column: int) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.column = column


def read_json(text: str) -> Mended:
    """The value of a JSON text. Numbers are texts, as written.

    Comments and commas before a closing bracket are taken out, control characters inside strings are let be.

    Raises:
        NotJson: see there.
    """
    text = _unwrapped(text.removeprefix("\ufeff"))
    try:
        return Mended(_decoder(strict=True).decode(text))
    except (ValueError, RecursionError):
        mends: list[str] = []
    for name, defects in (("comment", _COMMENTS), ("comma", _COMMAS)):
        mended = defects.sub(_blank_but_strings, text)
        if mended != text:
            text, mends = mended, [*mends, name]
    try:
        value = _decoder(strict=False).decode(text.rstrip().removesuffix(";"))
    except json.JSONDecodeError as fault:
        raise NotJson(fault.msg, fault.lineno, fault.colno) from None
    except RecursionError:
        raise NotJson("nested too deeply", 1, 1) from None
    return Mended(value, tuple(mends) or ("control",))


def _unwrapped(text: str) -> str:
    """The text without the marks that once hid scripts from old browsers; every character keeps its place."""
    if opening := _OPENING.match(text):
        text = _blank(opening[0]) + text[opening.end():]
    text = text.rstrip()
    closing = _CLOSING.search(text, max(0, len(text) - _LONGEST_CLOSING))
    return text[:closing.start()] if closing else text


def _blank_but_strings(found: re.Match[str]) -> str:
    return found[0] if found[0].startswith('"') else _blank(found[0])


def _blank(text: str) -> str:
    """Spaces in place of what is taken out, so that a later defect is told where it stands."""
    return _VISIBLE.sub(" ", text)


@cache
def _decoder(*, strict: bool) -> json.JSONDecoder:
    return json.JSONDecoder(strict=strict, parse_int=str, parse_float=str, parse_constant=lambda _: None)
