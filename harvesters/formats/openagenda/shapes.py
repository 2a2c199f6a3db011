"""The shapes that OpenAgenda's answers have, and the fields that are no agenda's own."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from harvesters.formats.json_values import Json, entry, text

# The file server of every picture; only documents of OpenAgenda name it together with these.
_SERVER: Final = b"openagenda"
_FIELDS: Final = ((b'"events"', b'"total"'), (b'"dateRange"', b'"slug"'), (b'"firstTiming"', b'"lastTiming"'),
                  (b'"networkUid"', b'"slug"'), (b'"locationSetUid"', b'"slug"'))


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  every server calls it JSON
    """Whether a document starts as an answer of OpenAgenda does."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and _SERVER in start and any(
        all(name in start for name in names) for names in _FIELDS)


def pages_of(content: object) -> list[Json]:
    """The listings of events in a document: itself, or several that a file keeps by name."""
    whole = entry(content) if isinstance(content, dict) else {}
    found = [whole, *(value for value in whole.values() if isinstance(value, dict))]
    return [page for page in found if isinstance(page.get("events"), list)]


def event_of(content: object) -> Json | None:
    """The event that a document is of, without what wraps it; None for anything else."""
    whole = entry(content) if isinstance(content, dict) else {}
    inner = entry(whole.get("event")) if isinstance(whole.get("event"), dict) else whole
    dated = inner.keys() & {"timings", "dateRange", "firstTiming"}
    return inner if dated and {"uid", "title"} <= inner.keys() else None


def agenda_of(content: object) -> str:
    """The identifier of the agenda that a document tells beside its events."""
    return text(entry(content.get("agenda")).get("uid")) if isinstance(content, dict) else ""


def is_agenda(content: object) -> bool:
    """Whether a document describes an agenda."""
    return isinstance(content, dict) and {"uid", "slug", "title"} <= content.keys() and bool(
        content.keys() & {"networkUid", "locationSetUid", "schema", "summary", "settings"})


def error_of(content: object) -> str:
    """The words of an answer that tells an error; empty for any other."""
    if not isinstance(content, dict) or not (content.get("success") is False or "error" in content):
        return ""
    words = [content.get(name) for name in ("message", "error", "code")]
    return next((found for word in words if (found := text(word))), "?")[:300]


@cache
def standard_fields() -> frozenset[str]:
    """The fields that the events of every agenda have."""
    told = tomllib.loads(files(__package__).joinpath("fields.toml").read_text("utf-8"))
    return frozenset(name for names in told.values() for name in names)
