"""What another declaration would make of every kept record, compared with how it stands. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from catalogue.causes import Cause
from catalogue.differences import Difference
from catalogue.ledger import Ledger
from catalogue.received import Received, Verdict
from harvesters.loading import Batch, Loader
from harvesters.mending.case import row_of
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.tables.rows import Rows
from harvesters.wire import unpack, unpack_items

_BATCH: Final = 500
_MOST_SHOWN: Final = 5

Progress = Callable[[int], None]


@dataclass(slots=True)
class Trial:
    """Figures in records. `mended` is free of the fault of the cause but no more or less on line than before;
    `refused_still` those of the cause that stay refused. A few of each kind that moves are kept to be shown.
    """

    accepted: int = 0
    mended: int = 0
    changed: int = 0
    unchanged: int = 0
    refused_still: int = 0
    refused_newly: int = 0
    shown: dict[str, list[Difference]] = field(default_factory=dict)

    @property
    def helps(self) -> int:
        """How many records are better off."""
        return self.accepted + self.mended

    def as_dict(self) -> dict[str, Any]:
        """What programs are told."""
        figures = {name: getattr(self, name) for name in _FIGURES}
        return figures | {"shown": {what: [_as_dict(one) for one in some] for what, some in self.shown.items()}}

    def count(self, what: str, before: _Stands, after: Received) -> None:
        """One more record of a kind."""
        setattr(self, what, getattr(self, what) + 1)
        shown = self.shown.setdefault(what, []) if what not in ("unchanged", "refused_still") else []
        if len(shown) < _MOST_SHOWN:
            shown.append(Difference(before.key, after.iri or before.iri, after.verdict, before.description,
                                    after.description))


_FIGURES: Final = ("accepted", "mended", "changed", "unchanged", "refused_still", "refused_newly")


@dataclass(frozen=True, slots=True)
class _Stands:
    """A kept record as it stands, and what it would be read from."""

    raw: Raw | None
    key: str
    verdict: Verdict
    iri: str
    description: bytes
    faulty: bool


def try_out(source: Source, ledger: Ledger, cause: Cause, engine: str, progress: Progress) -> Trial:
    """Map and check what is kept of every listed record by this declaration."""
    trial = Trial()
    rows = Rows(source.map, source.kind) if source.map else None
    with Loader(source, ledger.base, engine, {}) as loader:
        for batch in _kept(ledger, source.name, cause, rows):
            read = _read(loader, [one.raw for one in batch if one.raw])
            for one in batch:
                after = read[one.raw.key] if one.raw else _as_before(one)
                trial.count(_became(one, after, cause), one, after)
            progress(len(batch))
    return trial


def _became(before: _Stands, after: Received, cause: Cause) -> str:
    was, taken = before.verdict is Verdict.ACCEPTED, after.verdict is Verdict.ACCEPTED
    if not was and taken:
        return "accepted"
    if was and not taken:
        return "refused_newly"
    if before.faulty and not any((found.code, found.path) == (cause.code, cause.path) for found in after.findings):
        return "mended" if after.findings or taken else "refused_still"
    if not was:
        return "refused_still" if before.faulty else "unchanged"
    return "unchanged" if (before.iri, before.description) == (after.iri, after.description) else "changed"


def _read(loader: Loader, raws: Sequence[Raw]) -> dict[str, Received]:
    read: dict[str, Received] = {}
    for event in loader.replay(raws) if raws else ():
        if isinstance(event, Batch):
            read |= {received.key: received for received in unpack_items(*unpack(event.frame))}
    return read


def _as_before(stands: _Stands) -> Received:
    """What never was a record, and still is none."""
    return Received(stands.key, "", stands.verdict)


def _kept(ledger: Ledger, source: str, cause: Cause, rows: Rows | None) -> Iterator[list[_Stands]]:
    numbers: dict[int, str] = dict(ledger.sql.execute(
        "SELECT i.id, i.key FROM source s JOIN item i ON i.source = s.id WHERE s.name = ? "
        "AND i.state NOT IN ('gone', 'missing') ORDER BY i.id", (source,)).fetchall())
    taken, listed = set(numbers.values()), list(numbers)
    for start in range(0, len(listed), _BATCH):
        batch = []
        for number in listed[start:start + _BATCH]:
            row = ledger.sql.execute(_KEPT, (cause.code, cause.path, number)).fetchone()
            batch.append(_stands(row, rows, taken))
        yield batch


_KEPT: Final = (
    "SELECT i.key, raw.payload, r.place, raw.kind, raw.datestamp, raw.whole, r.verdict, r.iri, r.description, "
    "EXISTS (SELECT 1 FROM finding f WHERE f.reading = r.id AND f.code = ? AND f.path = ?) FROM item i "
    "JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw WHERE i.id = ?")


def _stands(row: tuple[Any, ...], rows: Rows | None, taken: set[str]) -> _Stands:
    key, payload, place, kind, datestamp, whole, verdict, iri, description, faulty = row
    raw = Raw(key, payload, place, kind, datestamp) if whole else _anew(key, payload, place, rows, taken)
    return _Stands(raw, key, Verdict(verdict), iri, description, bool(faulty))


def _anew(key: str, payload: bytes, place: str, rows: Rows | None, taken: set[str]) -> Raw | None:
    """The record of a row that was none before, as when its kind had no name; no key can be had twice."""
    row = row_of(payload)
    item = rows.item(row, place) if rows and row else None
    if not isinstance(item, Raw) or (item.key != key and item.key in taken):
        return None
    taken.add(item.key)
    return item


def _as_dict(one: Difference) -> dict[str, Any]:
    return {"key": one.key, "iri": one.iri, "verdict": one.state,
            "fields": [asdict(change) for change in one.fields()]}
