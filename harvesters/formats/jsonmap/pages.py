"""The next page of a JSON listing, and how many items all pages have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from harvesters.formats.jsonmap.options import JsonOptions
from harvesters.formats.paging import beyond, is_remote, parameters, with_parameters
from harvesters.record import Document, Follow, Listing

# What pages behind the first are called, so that what is told of all of them is told once.
PAGE = "page"


def following(document: Document, options: JsonOptions, said: Mapping[str, object],
              count: int) -> Iterator[Follow | Listing]:
    """The total if the document tells it, and the next page, after a page of `count` items."""
    total = whole(said.get(options.total)) if options.total else None
    if total is not None:
        yield Listing(expected=total)
    if options.next:
        yield from _linked(document.url, said.get(options.next))
        return
    if not (options.page or options.offset) or not is_remote(document.url):
        return
    at = whole(parameters(document.url).get(options.page or options.offset))
    if not count or count < options.size:
        return
    if total is not None and count > total:
        yield beyond(count, total)
    if options.offset:
        reached = (at or 0) + count
        if total is None or reached < total:
            yield Follow(with_parameters(document.url, **{options.offset: reached}), PAGE)
    elif total is None or count < total:
        yield Follow(with_parameters(document.url, **{options.page: (1 if at is None else at) + 1}), PAGE)


def whole(value: object) -> int | None:
    """A whole number that is no less than zero, whether it is written as number or text."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isdecimal() and len(value) < 16:
        return int(value)
    return None


def _linked(here: str, link: object) -> Iterator[Follow | Listing]:
    """The page that the document leads to: on its own host, and only from the web."""
    if not isinstance(link, str) or not link.strip():
        return
    try:
        there = urljoin(here, link.strip())
        own = is_remote(here) and is_remote(there) and urlsplit(there).hostname == urlsplit(here).hostname
    except ValueError:
        own = False
    if own:
        yield Follow(there, PAGE)
    elif is_remote(here):
        yield Listing(incomplete=f"the next page is at another place: {link[:200]}",
                      incomplete_fr=f"la page suivante est ailleurs : {link[:200]}")
    else:
        yield Listing(incomplete="the file is one page of several",
                      incomplete_fr="le fichier est une page parmi d'autres")
