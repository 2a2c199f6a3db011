"""Sitemaps: the pages of a site that a source takes, and further sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from harvesters.formats.paging import is_remote, short_name
from harvesters.formats.schemaorg.context import joined
from harvesters.formats.xml_document import local_name, parse_xml
from harvesters.record import Document, Follow, Item, Listing
from harvesters.source import Source
from shapes.finding import Finding, Severity

PAGE: Final = "page"
ROOTS: Final = frozenset({"urlset", "sitemapindex"})
MOST_PAGES: Final = 50_000
# What the followed sitemaps are called, by how deep they stand; the last ones may lead to pages only.
_LEVELS: Final = ("", "sitemap", "sitemap-3")
_LINE: Final = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """One address of a sitemap, and when it says that the page changed."""

    url: str
    changed: str = ""


def is_sitemap(kind: str) -> bool:
    """Whether a document was followed as a sitemap."""
    return kind in _LEVELS[1:]


def read_sitemap(document: Document, source: Source) -> Iterator[Item]:
    """The pages, or the sitemaps, that an XML sitemap leads to.

    Raises:
        UnreadableDocument: broken XML, or with a DTD.
    """
    root = parse_xml(document)
    if local_name(str(root.tag)) == "sitemapindex":
        yield from _sitemaps(document, list(_places(document, root, "sitemap")))
    else:
        yield from _pages(document, list(_places(document, root, "url")), source)


def read_lines(document: Document, text: str, source: Source) -> Iterator[Item]:
    """The pages that a sitemap of plain lines leads to."""
    yield from _pages(document, [_Place(line.strip()) for line in text.splitlines() if line.strip()], source)


def are_addresses(text: str) -> bool:
    """Whether a text is one web address in each line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(lines) and all(map(_LINE.fullmatch, lines))


def _places(document: Document, root: etree._Element, name: str) -> Iterator[_Place]:
    """The entries of a sitemap; images and videos in them have addresses of their own, which are no pages."""
    for entry in root.iterchildren(f"{{*}}{name}"):
        told = {local_name(str(child.tag)): (child.text or "").strip()
                for child in entry.iterchildren() if _space(child) == _space(entry)}
        if told.get("loc"):
            yield _Place(joined(document.url, told["loc"]), told.get("lastmod", ""))


def _space(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0]


def _sitemaps(document: Document, places: list[_Place]) -> Iterator[Item]:
    level = _LEVELS.index(document.kind) + 1 if document.kind in _LEVELS else len(_LEVELS)
    if level >= len(_LEVELS):
        yield Listing(incomplete=f"{short_name(document)} nests sitemaps more than {len(_LEVELS)} deep",
                      incomplete_fr=f"{short_name(document)} emboîte plus de {len(_LEVELS)} niveaux de sitemaps")
        return
    own = [place for place in places if _is_own(document, place.url)]
    yield from (Follow(place.url, _LEVELS[level]) for place in own[:MOST_PAGES])
    if len(own) > MOST_PAGES:
        yield _too_many(document, len(own))
    if len(own) < len(places):
        yield _remark(document, len(own), 0, len(places) - len(own))


def _pages(document: Document, places: list[_Place], source: Source) -> Iterator[Item]:
    own = [place for place in places if _is_own(document, place.url)]
    taken = [place for place in own if _is_wanted(place.url, source)]
    yield from (Follow(place.url, PAGE, detail=True, changed=place.changed) for place in taken[:MOST_PAGES])
    if len(taken) > MOST_PAGES:
        yield _too_many(document, len(taken))
    yield _remark(document, len(taken), len(own) - len(taken), len(places) - len(own))


def _is_own(document: Document, url: str) -> bool:
    """A sitemap speaks for its own host; a file that a curator wrote speaks for any."""
    host = _host(url)
    return bool(host) and (not is_remote(document.url) or host == _host(document.url))


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _is_wanted(url: str, source: Source) -> bool:
    path = unquote(urlsplit(url).path) or "/"
    include, exclude = _patterns(source, "include"), _patterns(source, "exclude")
    return ((not include or any(fnmatchcase(path, pattern) for pattern in include))
            and not any(fnmatchcase(path, pattern) for pattern in exclude))


def _patterns(source: Source, name: str) -> tuple[str, ...]:
    told = source.options.get(name, ())
    return (told,) if isinstance(told, str) else told if isinstance(told, tuple) else ()


def _too_many(document: Document, number: int) -> Listing:
    return Listing(incomplete=f"{short_name(document)} lists {number} addresses, {MOST_PAGES} are read",
                   incomplete_fr=f"{short_name(document)} liste {number} adresses, {MOST_PAGES} sont lues")


def _remark(document: Document, taken: int, left: int, foreign: int) -> Listing:
    name = short_name(document)
    return Listing(remarks=(Finding(
        "MLG-A011", Severity.INFO,
        f"{name} : {taken} adresses suivies, {left} laissées de côté par include et exclude, {foreign} d'un autre "
        "site.",
        f"{name}: {taken} addresses followed, {left} left out by include and exclude, {foreign} of another site."),))
