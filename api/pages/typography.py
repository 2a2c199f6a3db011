"""French typography: the spaces that must not break."""

import re
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"

# Only spaces that are already there are bound: a missing one is the author's business.
_BEFORE: Final = re.compile(r" (?=[:;!?»%€]|n°)")
_AFTER: Final = re.compile(r"(?<=«) |(?<=n°) ")
_IN_NUMBER: Final = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))")


def typeset(text: str) -> str:
    """`text` with no-break spaces where French wants them."""
    return _IN_NUMBER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, _AFTER.sub(NO_BREAK, text)))


def number(value: int, language: str) -> str:
    """A number with its thousands set apart."""
    separator = "\N{NARROW NO-BREAK SPACE}" if language == "fr" else ","
    return f"{value:,}".replace(",", separator)
