"""What passes between the writer and a loader process: JSON headers with bytes behind them.

Nothing is unpickled from a loader, because a loader has parsed what strangers wrote.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import orjson

from catalogue.received import Received, Verdict
from harvesters.record import Follow, Listing
from shapes.finding import Finding, Severity

_LENGTH = struct.Struct(">I")


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """One frame: the length of the header, the header, the bytes."""
    head = orjson.dumps(header)
    return b"".join((_LENGTH.pack(len(head)), head, *blobs))


def unpack(frame: bytes) -> tuple[dict[str, Any], memoryview]:
    """The header and the bytes behind it."""
    (length,) = _LENGTH.unpack_from(frame)
    start = _LENGTH.size
    return orjson.loads(frame[start:start + length]), memoryview(frame)[start + length:]


def pack_findings(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    """Findings as rows of text."""
    return [(f.code, f.severity, f.fr, f.en, f.path, f.value) for f in findings]


def unpack_findings(rows: Sequence[Sequence[str]]) -> tuple[Finding, ...]:
    """The findings of rows made by `pack_findings`."""
    return tuple(Finding(code, Severity(severity), fr, en, path, value) for code, severity, fr, en, path, value in rows)


def event_header(event: Follow | Listing) -> dict[str, Any]:
    """What a document says of the listing, as JSON can hold it."""
    if isinstance(event, Follow):
        return {"follow": [event.url, event.kind, event.detail, event.changed]}
    return {"listing": [event.expected, event.incomplete, event.incomplete_fr, event.mark, event.changes_only],
            "remarks": pack_findings(event.remarks)}


def event_of(header: dict[str, Any]) -> Follow | Listing:
    """The event of a header made by `event_header`."""
    if "follow" in header:
        return Follow(*header["follow"])
    expected, incomplete, incomplete_fr, mark, changes_only = header["listing"]
    return Listing(expected, incomplete, incomplete_fr, unpack_findings(header["remarks"]), mark, changes_only)


def pack_items(batch: Sequence[Received]) -> bytes:
    """A batch of settled items as one frame."""
    rows = [(item.key, item.place, item.verdict, len(item.hash), len(item.payload), item.kind, item.datestamp,
             item.iri, len(item.description), pack_findings(item.findings), item.whole,
             item.raw_kind) for item in batch]
    blobs = [blob for item in batch for blob in (item.hash, item.payload, item.description)]
    return pack({"items": rows}, blobs)


def unpack_items(header: dict[str, Any], blobs: memoryview) -> list[Received]:
    """The batch of a frame made by `pack_items`."""
    batch, at = [], 0
    for key, place, verdict, hashed, payload, kind, datestamp, iri, described, told, whole, called in header["items"]:
        cuts = (at, at + hashed, at + hashed + payload, at + hashed + payload + described)
        batch.append(Received(key, place, Verdict(verdict), bytes(blobs[cuts[0]:cuts[1]]),
                              bytes(blobs[cuts[1]:cuts[2]]), kind, datestamp, iri,
                              bytes(blobs[cuts[2]:cuts[3]]), unpack_findings(told), whole, called))
        at = cuts[3]
    return batch
