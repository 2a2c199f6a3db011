"""Walking the documents of one source: the first, then each page or detail that a document tells to follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from catalogue.intake import Reason
from harvesters.failures import Unwritable
from harvesters.fetch import Fetched, Fetcher, FetchFailed
from harvesters.loading import Loader
from harvesters.record import Document, Follow, Listing, UnreadableDocument
from harvesters.source import Source
from harvesters.text import shortened
from shapes.finding import Finding

MOST_DOCUMENTS = 10_000
_LONGEST_ADDRESS = 300
_AGAIN_FR = "relancez, puis prévenez l'éditeur si cela dure"
_AGAIN_EN = "run again, then tell the publisher if this lasts"


class Unreachable(Exception):
    """The first document could not be fetched; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Unreadable(Exception):
    """The first document could not be read; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(slots=True)
class Walk:
    """One walk over a source. After it, `incomplete` says why the listing is not whole, if it is not."""

    source: Source
    fetcher: Fetcher
    folder: Path
    listed: int = 0
    expected: int | None = None
    incomplete: Reason | None = None
    documents: list[str] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    _queue: deque[str] = field(default_factory=deque)
    _met: set[str] = field(default_factory=set)

    def open(self) -> Fetched:
        """Fetch the first document.

        Raises:
            Unreachable: it cannot be had.
            Unreadable: it cannot be kept.
        """
        self._enqueue(self.source.url, self.source.url)
        url = self._queue.popleft()
        try:
            return self._fetch(url)
        except Unwritable as fault:
            raise Unreadable(_reason(url, fault)) from fault
        except FetchFailed as fault:
            raise Unreachable(_reason(url, fault)) from fault

    def frames(self, loader: Loader, first: Fetched) -> Iterator[bytes]:
        """Every batch of the listing, page after page, as the loader frames it.

        Raises:
            Unreadable: the first document cannot be read; later failures make the listing incomplete.
        """
        try:
            yield from self._read(loader, first)
        except UnreadableDocument as fault:
            raise Unreadable(_reason(_name(first.url), fault)) from fault
        while self._queue:
            if len(self._met) > MOST_DOCUMENTS:
                self._stop(Reason(
                    "MLG-F010", f"Plus de {MOST_DOCUMENTS} pages : la lecture s'arrête là, rien n'est retiré ; "
                    "demandez à l'éditeur des pages plus longues.",
                    f"More than {MOST_DOCUMENTS} pages: reading stops there, nothing is removed; ask the publisher "
                    "for longer pages."))
                return
            yield from self._document(loader, self._queue.popleft())
        if self.expected is not None and self.listed < self.expected:
            self._stop(Reason(
                "MLG-F011", f"La source annonce {self.expected} fiches et en a donné {self.listed} ; rien n'est "
                f"retiré : {_AGAIN_FR}.",
                f"The source announces {self.expected} records and gave {self.listed}; nothing is removed: "
                f"{_AGAIN_EN}."))

    def whole(self) -> str | None:
        """The hash of the one document that is the whole listing; `None` when there were several, or it broke off."""
        return self.documents[0] if len(self.documents) == 1 and self.incomplete is None else None

    def _document(self, loader: Loader, url: str) -> Iterator[bytes]:
        try:
            yield from self._read(loader, self._fetch(url))
        except FetchFailed as fault:
            self._stop(_reason(url, fault))
        except UnreadableDocument as fault:
            self._stop(_reason(_name(url), fault))

    def _fetch(self, url: str) -> Fetched:
        fetched = self.fetcher.fetch(url, self.folder / f"document-{len(self.documents)}")
        self.documents.append(fetched.sha256)
        return fetched

    def _read(self, loader: Loader, fetched: Fetched) -> Iterator[bytes]:
        try:
            for event in loader.load(Document(fetched.path, fetched.url, fetched.media_type)):
                if isinstance(event, Follow):
                    self._enqueue(event.url, fetched.url)
                elif isinstance(event, Listing):
                    self._note(event)
                else:
                    self.listed += event.listed
                    yield event.frame
        finally:
            fetched.path.unlink(missing_ok=True)

    def _enqueue(self, url: str, base: str) -> None:
        absolute = _absolute(base, url)
        if absolute in self._met:
            return
        if not absolute or not _may_follow(base, absolute):
            where = shortened(url, _LONGEST_ADDRESS)
            self._stop(Reason("MLG-F012", f"{base} renvoie vers « {where} », ce qui n'est pas permis ; "
                              "signalez-le à l'éditeur.",
                              f"{base} leads to “{where}”, which is not allowed; tell the publisher."))
            return
        self._met.add(absolute)
        self._queue.append(absolute)

    def _note(self, listing: Listing) -> None:
        self.remarks.extend(listing.remarks)
        if listing.expected is not None:
            self.expected = max(self.expected or 0, listing.expected)
        if listing.incomplete:
            english = " ".join(listing.incomplete.split())  # A parser's own words may hold line ends.
            french = " ".join(listing.incomplete_fr.split()) or english
            self._stop(Reason("MLG-F013", f"Liste incomplète, rien n'est retiré : {french} ; {_AGAIN_FR}.",
                              f"Incomplete listing, nothing is removed: {english}; {_AGAIN_EN}."))

    def _stop(self, reason: Reason) -> None:
        self.incomplete = self.incomplete or reason


def _absolute(base: str, url: str) -> str:
    """The address that a document leads to; empty for what is none, such as `http://[x`."""
    try:
        absolute = urljoin(base, url)
        urlsplit(absolute)
    except ValueError:
        return ""
    return absolute


def _may_follow(base: str, url: str) -> bool:
    """Remote documents lead to remote ones only; a local file may also lead to its own folder."""
    here, there = urlsplit(base), urlsplit(url)
    if there.scheme in ("http", "https"):
        return True
    return here.scheme == there.scheme == "file" and Path(here.path).parent == Path(there.path).parent


def _reason(where: str, fault: FetchFailed | UnreadableDocument) -> Reason:
    """Why a document failed, and which: many sentences name it already."""
    named = unquote(urlsplit(where).path) if where.startswith("file:") else where
    if named in fault.en:
        return Reason(fault.code, fault.fr, fault.en)
    return Reason(fault.code, f"{where} : {fault.fr}", f"{where}: {fault.en}")


def _name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1] or url
