"""The addresses of OpenAgenda's API: an agenda's events with all their fields, and the page behind a cursor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from harvesters.formats.paging import is_remote, parameters, with_parameters
from harvesters.source import Source

# As many as the API gives at once; it gives 20 where nobody asks.
_LONGEST_PAGE: Final = 300
_AGENDA: Final = re.compile(r"/v2/agendas/[^/]+/?")
_EVENTS: Final = re.compile(r"/v2/agendas/([^/]+)/events(/[^/]+)?/?")
_CURSOR: Final = re.compile(r"after(?:\[\d*\])?")


def first(source: Source) -> str:
    """The address of a source; that of an agenda's events asks for all fields and for long pages."""
    found = _EVENTS.fullmatch(urlsplit(source.url).path)
    return whole(source.url) if found and not found[2] else source.url


def whole(url: str) -> str:
    """The same listing of events, with all fields and on long pages unless it says otherwise."""
    if not is_remote(url):
        return url
    given = parameters(url)
    wanted = {"detailed": 1, "size": _LONGEST_PAGE}
    return with_parameters(url, **{name: value for name, value in wanted.items() if name not in given})


def agenda_at(url: str) -> str:
    """The identifier of the agenda whose events, or one of them, are at an address; empty for any other address."""
    found = _EVENTS.fullmatch(urlsplit(url).path)
    return found[1] if found else ""


def events_of(url: str) -> str:
    """The address of the events of the agenda that an address of the API describes; empty for any other address."""
    path = urlsplit(url).path
    if not is_remote(url) or not _AGENDA.fullmatch(path):
        return ""
    return whole(urlunsplit(urlsplit(url)._replace(path=f"{path.rstrip('/')}/events")))


def page_after(url: str, cursor: Sequence[object]) -> str:
    """The address of the page behind a cursor; empty where it is the cursor that led here."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    written = [str(value) for value in cursor]
    if written == [value for name, value in given if _CURSOR.fullmatch(name)]:
        return ""
    kept = [(name, value) for name, value in given if not _CURSOR.fullmatch(name)]
    return urlunsplit(parts._replace(query=urlencode([*kept, *(("after[]", value) for value in written)])))
