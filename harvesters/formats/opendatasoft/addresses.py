"""The addresses of the Explore API: long pages, the next page, and the export of a listing too long for pages."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from harvesters.formats.paging import is_remote, parameters, with_parameters
from harvesters.source import Source

# The API refuses pages that reach farther.
FARTHEST: Final = 10_000
_LONGEST_PAGE: Final = 100
_LONGEST_PAGE_V1: Final = 1_000


def first(source: Source) -> str:
    """The address of a source, with pages as long as the API gives them unless it says how long."""
    url, path = source.url, _path(source.url)
    given = parameters(url)
    if not is_remote(url) or "limit" in given or "rows" in given:
        return url
    if path.endswith("/1.0/search"):
        return with_parameters(url, rows=_LONGEST_PAGE_V1)
    if path.endswith(("/records", "/catalog/datasets")):
        return with_parameters(url, limit=_LONGEST_PAGE)
    return url


def start_of(url: str) -> int:
    """At which item of the listing the page at an address starts."""
    written = parameters(url).get(_start_name(url), "")
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def page_at(url: str, start: int) -> str:
    """The address of the page that starts at an item."""
    return with_parameters(url, **{_start_name(url): start})


def export_of(url: str) -> str:
    """The address of the whole listing that the page at an address is of; empty where the API has none."""
    path = _path(url)
    if path.endswith("/records"):
        return _moved(url, path.removesuffix("/records") + "/exports/json")
    if path.endswith("/catalog/datasets"):
        return _moved(url, path.removesuffix("/datasets") + "/exports/json")
    if path.endswith("/records/1.0/search"):
        return with_parameters(_moved(url, path.removesuffix("/search") + "/download/"), format="json")
    return ""


def _moved(url: str, path: str) -> str:
    whole = with_parameters(url, limit=None, offset=None, rows=None, start=None)
    return urlunsplit(urlsplit(whole)._replace(path=path))


def _start_name(url: str) -> str:
    """v1 and the first v2 call it `start`, today's v2 `offset`."""
    return "start" if "/1.0/" in urlsplit(url).path or "rows" in parameters(url) else "offset"


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")
