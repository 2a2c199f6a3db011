"""The steps of a walk on their way from the thread that walks a source to the writer, as frames."""

from __future__ import annotations

from dataclasses import asdict

from catalogue.documents import KnownDocument
from catalogue.intake import Intake
from catalogue.received import Received
from harvesters.wire import pack, unpack, unpack_items


def opened(url: str) -> bytes:
    """What follows is listed by the document at this address."""
    return pack({"open": url})


def closed(document: KnownDocument) -> bytes:
    """The open document was read to its end."""
    return pack({"close": asdict(document)})


def abandoned() -> bytes:
    """The open document broke off."""
    return pack({"abandon": True})


def same(document: KnownDocument) -> bytes:
    """A document that has not changed; its validators may have."""
    return pack({"same": asdict(document)})


def gone(url: str) -> bytes:
    """A document that its server says is gone for good."""
    return pack({"gone": url})


def kept(url: str) -> bytes:
    """A document that could not be had or read: what it described stays."""
    return pack({"keep": url})


def take(intake: Intake, frame: bytes) -> list[Received]:
    """Take one step in; returns the items that it listed anew."""
    header, blobs = unpack(frame)
    if "items" in header:
        batch = unpack_items(header, blobs)
        intake.take(batch)
        return batch
    [(what, told)] = header.items()
    match what:
        case "open":
            intake.open(told)
        case "close":
            intake.close(KnownDocument(**told))
        case "same":
            intake.same(KnownDocument(**told))
        case "gone":
            intake.gone(told)
        case "keep":
            intake.keep(told)
        case _:
            intake.abandon()
    return []
