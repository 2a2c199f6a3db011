"""From a document to settled items: read, recognise what is unchanged, map, and check in batches.

Pure over bytes: it knows no ledger and no network, so any executor can run it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalogue.received import Received, Verdict
from harvesters.dates import read_date
from harvesters.description import digest
from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Fault, Follow, Item, Listing, Raw
from harvesters.source import Source
from harvesters.text import shortened
from ontology.concepts import Concepts
from ontology.minting import Minting
from shapes.finding import Finding, Severity, blocks
from shapes.gate import Gate

BATCH = 500
# So many items of one document that are none tell as much as all of them would.
MOST_FAULTS = 10_000
_LARGEST_BATCH = 16 << 20
_LONGEST_QUOTED = 500

Event = list[Received] | Follow | Listing


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mapped record on its way to the gate."""

    raw: Raw
    hash: bytes
    iri: str
    triples: bytes
    findings: tuple[Finding, ...]


class Reader:
    """Reads the documents of one source. `known` holds the payload hash of each key seen in former runs."""

    def __init__(self, source: Source, concepts: Concepts, minting: Minting, gate: Gate,
                 known: Mapping[str, bytes]) -> None:
        self._source = source
        self._format = FORMATS[source.format]
        self._concepts = concepts
        self._minting = minting
        self._gate = gate
        self._known = known

    def read(self, document: Document) -> Iterator[Event]:
        """The items of a document in batches, and what it says of the listing; too many faulty ones end it.

        Raises:
            UnreadableDocument: the document as a whole cannot be read.
        """
        faults = 0
        for window in _windows(self._format.read(document, self._source)):
            settled = self._settle(item for item in window if isinstance(item, Raw | Fault))
            if settled:
                yield settled
            yield from (item for item in window if isinstance(item, Follow | Listing))
            faults += sum(isinstance(item, Fault) for item in window)
            if faults > MOST_FAULTS:
                yield _too_faulty()
                return

    def replay(self, raws: Iterable[Raw]) -> Iterator[Event]:
        """Kept raw records, mapped and checked again without fetching."""
        for window in _windows(raws):
            yield self._settle(item for item in window if isinstance(item, Raw))

    def _settle(self, items: Iterable[Raw | Fault]) -> list[Received]:
        settled: list[Received] = []
        drafts: list[tuple[int, _Draft]] = []
        for item in items:
            outcome = self._faulty(item) if isinstance(item, Fault) else self._draft(item)
            if isinstance(outcome, _Draft):
                drafts.append((len(settled), outcome))
                outcome = Received(item.key, item.place, Verdict.ACCEPTED)
            settled.append(outcome)
        for position, received in self._judge(drafts):
            settled[position] = received
        return settled

    def _faulty(self, item: Fault) -> Received:
        key, payload = item.key or f"? {item.place}", item.payload or item.place.encode()
        payload_hash = digest(payload)
        if self._known.get(key) == payload_hash:
            return Received(key, item.place, Verdict.UNCHANGED, payload_hash)
        return Received(key, item.place, Verdict.REJECTED, payload_hash, payload, findings=(item.finding,), whole=False)

    def _draft(self, raw: Raw) -> Received | _Draft:
        """What can be said without the gate, or the description to be judged."""
        if raw.deleted:
            return Received(raw.key, raw.place, Verdict.DELETED)
        payload_hash = digest(raw.payload)
        if self._known.get(raw.key) == payload_hash:
            return Received(raw.key, raw.place, Verdict.UNCHANGED, payload_hash)
        return self._describe(raw, payload_hash)

    def _describe(self, raw: Raw, payload_hash: bytes) -> Received | _Draft:
        try:
            draft = self._format.describe(raw, self._source, self._concepts, self._minting)
            return _Draft(raw, payload_hash, draft.iri, draft.serialize(), draft.findings)
        except Excluded as out:
            finding = Finding(out.code, Severity.INFO, shortened(out.fr, _LONGEST_QUOTED),
                              shortened(out.en, _LONGEST_QUOTED))
            return Received(raw.key, raw.place, Verdict.EXCLUDED, payload_hash, raw.payload, raw.kind,
                            _changed(raw.datestamp), findings=(finding,), raw_kind=raw.kind)
        except Exception as fault:  # One record must never cost the run, whatever a mapping did not foresee.
            told = shortened(f"{type(fault).__name__}: {fault}", _LONGEST_QUOTED)
            finding = Finding(
                "MLG-X001", Severity.VIOLATION,
                f"La fiche n'a pas pu être lue ({told}) ; signalez ce cas avec la ligne citée.",
                f"The record could not be mapped ({told}); report this case with the line quoted.", "", "")
            return Received(raw.key, raw.place, Verdict.REJECTED, payload_hash, raw.payload, raw.kind,
                            _changed(raw.datestamp), findings=(finding,), raw_kind=raw.kind)

    def _judge(self, drafts: list[tuple[int, _Draft]]) -> Iterator[tuple[int, Received]]:
        """Every draft checked; two of one IRI never in one batch, where they would be taken for one description."""
        while drafts:
            first = {draft.iri: position for position, draft in reversed(drafts)}
            yield from self._check([one for one in drafts if first[one[1].iri] == one[0]])
            drafts = [one for one in drafts if first[one[1].iri] != one[0]]

    def _check(self, drafts: list[tuple[int, _Draft]]) -> Iterator[tuple[int, Received]]:
        checked = self._gate.check([(draft.iri, draft.triples) for _, draft in drafts])
        for (position, draft), found in zip(drafts, checked, strict=True):
            raw, findings = draft.raw, draft.findings + found
            verdict = Verdict.REJECTED if blocks(findings) else Verdict.ACCEPTED
            kind = self._minting.kind_of(draft.iri)
            yield position, Received(raw.key, raw.place, verdict, draft.hash, raw.payload, kind,
                                     _changed(raw.datestamp), draft.iri, draft.triples, findings, raw_kind=raw.kind)


def _too_faulty() -> Listing:
    return Listing(incomplete=f"more than {MOST_FAULTS} items of the document cannot be read, reading stops there",
                   incomplete_fr=f"plus de {MOST_FAULTS} éléments du document sont illisibles, la lecture s'arrête là")


def _changed(datestamp: str) -> str:
    """When the source says it changed the record, as ISO 8601; nothing when that cannot be told."""
    read = read_date(datestamp) if datestamp else None
    return read.lexical if read else ""


def _windows(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in batches; a batch of long records is a short one, because it travels as one frame."""
    window: list[Item] = []
    size = 0
    for item in items:
        window.append(item)
        size += len(item.payload) if isinstance(item, Raw | Fault) else 0
        if len(window) == BATCH or size >= _LARGEST_BATCH:
            yield window
            window, size = [], 0
    if window:
        yield window
