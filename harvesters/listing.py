"""Walking the documents of one source: the first, then each page or detail that a document tells to follow."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from catalogue.documents import KnownDocument
from catalogue.intake import Reason
from catalogue.received import Received, Verdict
from harvesters import steps
from harvesters.description import digest
from harvesters.failures import Unwritable
from harvesters.fetch import Fetched, Fetcher, FetchFailed, Request
from harvesters.following import absolute, files_of, may_follow
from harvesters.formats import FORMATS
from harvesters.loading import FATAL, Batch, Loader
from harvesters.record import Document, Follow, Listing, UnreadableDocument
from harvesters.remarks import Remarks
from harvesters.secrets import MissingSecret, Secrets, as_address
from harvesters.source import Source
from harvesters.told import Told
from harvesters.wire import pack_items
from harvesters.wrongs import (
    Unreachable,
    Unreadable,
    contradicted,
    endless,
    fewer,
    forbidden,
    incomplete,
    missing_details,
    no_secret,
    reason_of,
    refusal_of,
    silent,
    too_long,
    too_many,
    unproven,
)

MOST_PAGES = 10_000
MOST_DETAILS = 100_000
# Seconds. What was read by then is kept, and the next run asks for it only if it has changed.
LONGEST = 4 * 3_600
_MOST_BARREN = 2
_MOST_MISSES = 5


@dataclass(slots=True)
class Walk:
    """One walk over a source. After it, `incomplete` says why the listing is not whole, if it is not.

    `known` holds the documents of former runs by address, `since` is the mark of the last complete listing,
    `environment` has the keys that addresses may name.
    """

    source: Source
    fetcher: Fetcher
    folder: Path
    known: Mapping[str, KnownDocument] = field(default_factory=dict)
    since: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = monotonic
    given: int = 0
    expected: int | None = None
    incomplete: Reason | None = None
    mark: str = ""
    changes_only: bool = False
    remarks: Remarks = field(default_factory=Remarks)
    _secrets: Secrets = field(default_factory=lambda: Secrets("", {}))
    _queue: deque[Follow] = field(default_factory=deque)
    _met: set[str] = field(default_factory=set)
    _keys: set[str] = field(default_factory=set)
    _started: float = 0.0
    _visits: int = 0
    _pages: int = 0
    _barren: int = 0
    _misses: int = 0
    _absent: int = 0

    def frames(self, loader: Callable[[], Loader]) -> Iterator[bytes]:
        """Every step of the walk, page after page, as frames for the writer.

        Raises:
            Unreachable: the first document cannot be had.
            Unreadable: it cannot be kept or read; a later one only leaves the listing incomplete.
        """
        self._started = self.clock()
        self._begin()
        while self._queue and not self._stopped():
            step = self._queue.popleft()
            yield from self._visit(step, loader)
            self._visits += 1
            self._pages += not step.detail
        if self._absent:
            self.remarks.extend([missing_details(self._absent)])
        if self.expected is not None and self.given < self.expected:
            self._stop(fewer(self.expected, self.given))

    def _begin(self) -> None:
        try:
            self._secrets = Secrets(self.source.url, self.environment)
            first = FORMATS[self.source.format].first(self.source)
        except MissingSecret as missing:
            raise Unreadable(no_secret(missing.name)) from missing
        except UnreadableDocument as fault:
            raise Unreadable(Reason(fault.code, fault.fr, fault.en)) from fault
        folder = files_of(first)
        for url in [first] if folder is None else folder:
            self._enqueue(Follow(url, detail=folder is not None), url)

    def _stopped(self) -> bool:
        """Whether the walk must end although there is more to follow; it then says why."""
        if self._pages >= MOST_PAGES or self._visits >= MOST_DETAILS:
            self._stop(too_many(MOST_PAGES if self._pages >= MOST_PAGES else MOST_DETAILS))
        elif self.clock() - self._started > LONGEST:
            self._stop(too_long(LONGEST))
        elif self._barren >= _MOST_BARREN:
            self._stop(endless(self._barren))
        elif self._misses >= _MOST_MISSES:
            self._stop(silent(self._misses))
        else:
            return False
        return True

    def _visit(self, step: Follow, loader: Callable[[], Loader]) -> Iterator[bytes]:
        known = self.known.get(step.url)
        if known and step.changed and known.changed == step.changed:
            yield from self._again(step, known)
            return
        try:
            fetched = self._fetch(step, known)
        except FetchFailed as fault:
            yield from self._missed(step, fault)
            return
        try:
            if known and (fetched.status == 304 or fetched.sha256 == known.hash):
                yield from self._again(step, replace(known, etag=fetched.etag or known.etag, changed=step.changed,
                                                     modified=fetched.modified or known.modified))
            else:
                yield from self._read(step, fetched, loader())
        finally:
            fetched.path.unlink(missing_ok=True)

    def _fetch(self, step: Follow, known: KnownDocument | None) -> Fetched:
        form = FORMATS[self.source.format]
        request = Request(self._secrets.reveal(step.url), accept=form.accept, errors=form.errors,
                          etag=known.etag if known else "", modified=known.modified if known else "")
        try:
            fetched = self.fetcher.fetch(request, self.folder / f"document-{self._visits}")
        except FetchFailed as fault:
            fault.fr, fault.en = self._secrets.conceal(fault.fr), self._secrets.conceal(fault.en)
            raise
        if fetched.status != 304:
            self._secrets.conceal_in(fetched.path)
        return replace(fetched, url=as_address(self._secrets.conceal(fetched.url)))

    def _again(self, step: Follow, known: KnownDocument) -> Iterator[bytes]:
        """A document that has not changed says what it said."""
        self._misses = 0
        yield steps.same(known)
        told = Told.parse(known.told)
        self.given += told.given
        self._count_barren(step, told)
        for event in told.events:
            self._hear(event, known.url)

    def _read(self, step: Follow, fetched: Fetched, loader: Loader) -> Iterator[bytes]:
        yield steps.opened(step.url)
        if not fetched.proven:
            self.remarks.extend([unproven(step.url)])
        told = Told()
        document = Document(fetched.path, fetched.url, fetched.media_type, fetched.status, self.since, step.kind)
        try:
            for event in loader.load(document):
                if isinstance(event, Batch):
                    told.new += len(set(event.keys) - self._keys)
                    self._keys.update(event.keys)
                    told.given += len(event.keys)
                    self.given += len(event.keys)
                    yield event.frame
                else:
                    told.events.append(self._hear(event, fetched.url))
        except UnreadableDocument as fault:
            self._misses = self._misses + 1 if fault.code in FATAL else 0
            yield from self._broken(step, fetched, fault)
            return
        self._misses = 0
        self._count_barren(step, told)
        yield steps.closed(KnownDocument(step.url, fetched.etag, fetched.modified, step.changed, fetched.sha256,
                                         self.since, told.serialize()))

    def _count_barren(self, step: Follow, told: Told) -> None:
        """Pages that lead on without a record that is new: two in a row lead nowhere."""
        leads_on = any(isinstance(event, Follow) and not event.detail for event in told.events)
        barren = leads_on and not told.new and not step.detail and self._visits > 0
        self._barren = self._barren + 1 if barren else 0

    def _missed(self, step: Follow, fault: FetchFailed) -> Iterator[bytes]:
        """A document that cannot be had: the first ends the run, a page the listing, a detail only itself."""
        reason = reason_of(step.url, fault)
        if not step.detail:
            if self._visits == 0:
                raise (Unreadable if isinstance(fault, Unwritable) else Unreachable)(reason)
            self._stop(reason)
        elif fault.gone:
            self._absent += 1
            self.given += 1  # What the total counts is accounted for.
            if fault.status == 410:
                yield steps.gone(step.url)
        else:
            self._misses += 1
            yield from self._refuse(step, reason)

    def _broken(self, step: Follow, fetched: Fetched, fault: UnreadableDocument) -> Iterator[bytes]:
        """A document that cannot be read, or not to its end."""
        reason = contradicted(reason_of(step.url, fault), fetched)
        if step.detail:
            yield from self._refuse(step, reason)
        elif self._visits == 0:
            raise (Unreachable if fetched.status >= 400 else Unreadable)(reason)
        else:
            self._stop(reason)
        yield steps.abandoned()

    def _refuse(self, step: Follow, reason: Reason) -> Iterator[bytes]:
        """A detail that failed is refused alone, and what it described before stays."""
        yield steps.kept(step.url)
        self.given += 1
        payload = step.url.encode()
        yield pack_items([Received(step.url, step.url, Verdict.REJECTED, digest(payload), payload,
                                   findings=(refusal_of(reason),), whole=False)])

    def _hear(self, event: Follow | Listing, base: str) -> Follow | Listing:
        """Take in what a document says of the listing; what it leads to becomes absolute."""
        if isinstance(event, Follow):
            return self._enqueue(event, base)
        self.remarks.extend(event.remarks)
        self.mark = self.mark or event.mark
        self.changes_only = self.changes_only or event.changes_only
        if event.expected is not None:
            self.expected = max(self.expected or 0, event.expected)
        if event.incomplete:
            self._stop(incomplete(event))
        return event

    def _enqueue(self, step: Follow, base: str) -> Follow:
        step = replace(step, url=self._secrets.conceal(absolute(base, step.url) or step.url))
        if step.url in self._met:
            return step
        if not may_follow(base, step.url):
            self._stop(forbidden(base, step.url))
            return step
        self._met.add(step.url)
        self._queue.append(step)
        return step

    def _stop(self, reason: Reason) -> None:
        self.incomplete = self.incomplete or reason

