"""What the protocol's errors mean and what to do about them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from harvesters.record import Listing, UnreadableDocument
from harvesters.text import clean, shortened

NO_RECORDS = "noRecordsMatch"
_LONGEST = 300


def refused(code: str, told: str) -> UnreadableDocument:
    """Why the server gave no list at all."""
    fr, en = _sentences(code, told)
    return UnreadableDocument("MLG-O003", f"{fr[:1].upper()}{fr[1:]}.", f"{en[:1].upper()}{en[1:]}.")


def broken_off(code: str, told: str) -> Listing:
    """Why the list ends before its end."""
    fr, en = _sentences(code, told)
    return Listing(incomplete=en, incomplete_fr=fr)


def _sentences(code: str, told: str) -> tuple[str, str]:
    """The advice and the server's own words, in French and in English."""
    advice = _advice().get(code) or _advice()["other"]
    words = shortened(clean(f"{code}: {told}" if told else code) or "?", _LONGEST)
    return f"{advice['fr']} ({words})", f"{advice['en']} ({words})"


@cache
def _advice() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("errors.toml").read_text("utf-8"))
