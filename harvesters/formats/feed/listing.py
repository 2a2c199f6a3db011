"""Reading a feed: its entries, those it says are deleted, and its other pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urljoin, urlsplit

from harvesters.formats.feed.entry import Json, Names, changed_of, key_of, payload_of
from harvesters.formats.feed.parsing import Feed, parse_feed
from harvesters.formats.feed.tombstones import tombstones
from harvesters.formats.paging import is_remote, short_name
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw
from harvesters.source import Source
from shapes.finding import Finding, Severity

_PAGES: Final = ("next", "prev-archive")
_UNDECLARED: Final = Finding(
    "MLG-C254", Severity.INFO,
    "La source ne déclare pas de kind : les entrées du flux sont lues comme des événements. Déclarez par exemple "
    "kind = \"material\".",
    "The source declares no kind: the entries of the feed are read as events. Declare for example kind = \"material\".")


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every entry of the feed. A feed tells what is new: what it does not list is no less there.

    Raises:
        UnreadableDocument: it is no feed, or a broken one without entries.
    """
    feed = parse_feed(document)
    name, deleted = short_name(document), _deleted(feed, document)
    yield from _items(feed, deleted, document, source)
    yield from (Raw(key, b"{}", f"{name}, deleted-entry", source.kind or "event", when, deleted=True)
                for key, when in deleted.items())
    remarks = feed.remarks if source.kind else (*feed.remarks, _UNDECLARED)
    yield Listing(remarks=remarks, changes_only="fh_complete" not in feed.head)
    if feed.cut:
        yield Listing(incomplete="the feed is cut", incomplete_fr="le flux est coupé")
    if feed.entries or deleted:
        yield from _pages(feed, document.url)


def _items(feed: Feed, deleted: Mapping[str, str], document: Document, source: Source) -> Iterator[Item]:
    name, names = short_name(document), _names(source)
    latest: dict[str, int] = {}
    for number, entry in enumerate(feed.entries):
        key = key_of(entry)
        if key not in latest or changed_of(entry) > changed_of(feed.entries[latest[key]]):
            latest[key] = number
    for number, entry in enumerate(feed.entries):
        key, place = key_of(entry), f"{name}, entry {number + 1}"
        if not key:
            yield _fault(place)
        elif latest[key] == number and key not in deleted:
            yield Raw(key, payload_of(entry, names, feed.head, document.url), place, source.kind or "event",
                      changed_of(entry))


def _deleted(feed: Feed, document: Document) -> dict[str, str]:
    """The deleted entries, but for those that were published anew."""
    told = tombstones(document)
    changed = {key_of(entry): changed_of(entry) for entry in feed.entries} if told else {}
    return {key: when for key, when in told.items() if changed.get(key, "") <= when}


def _names(source: Source) -> Names:
    told = {name: str(source.options[name]) for name in ("start", "end", "place") if name in source.options}
    # feedparser writes `mec:startDate` as `mec_startdate`.
    return Names(**{name: element.replace(":", "_") for name, element in told.items()})


def _fault(place: str) -> Fault:
    return Fault("", place, Finding(
        "MLG-C255", Severity.VIOLATION,
        "L'entrée n'a ni identifiant, ni lien, ni titre, ni texte : rien ne permet de la reconnaître ; signalez-le à "
        "la source.",
        "The entry has neither an id, a link, a title nor a text: nothing tells it apart; tell the source."))


def _pages(feed: Feed, url: str) -> Iterator[Follow]:
    """The next page, and the archive before this one; only of the same host, and only over HTTP."""
    if not is_remote(url):
        return
    for address in dict.fromkeys(_addresses(feed.head, url)):
        if urlsplit(address).netloc == urlsplit(url).netloc and address != url:
            yield Follow(address)


def _addresses(head: Json, url: str) -> Iterator[str]:
    for link in head.get("links") or ():
        if isinstance(link, dict) and link.get("rel") in _PAGES and isinstance(link.get("href"), str):
            try:
                address = urljoin(url, link["href"])
                urlsplit(address)
            except ValueError:
                continue
            yield address
