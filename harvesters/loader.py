"""The loader process: reads untrusted documents under limits, so that it may die without harm."""

from __future__ import annotations

import resource
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from catalogue.orphans import end_with_parent
from harvesters.reading import Event, Reader
from harvesters.record import Document, Follow, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.text import shortened
from harvesters.wire import event_header, pack, pack_items, unpack
from ontology.concepts import load_concepts
from ontology.minting import Minting
from shapes.gate import Gate

_LONGEST_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class LoaderLimits:
    """What one loader may use: bytes of address space beyond its start, and seconds between two frames.

    With what the harvest itself needs, any one document costs at most a gigabyte and a minute.
    """

    memory: int = 800 << 20
    quiet: float = 45.0


def serve(wire: Connection, source: Source, base: str, engine: str, known: Mapping[str, bytes],
          limits: LoaderLimits) -> None:
    """Answer each document with batches of settled items, until the writer hangs up."""
    end_with_parent()
    gate = Gate(engine)
    reader = Reader(source, load_concepts(), Minting(base), gate, known)
    confine(limits)
    try:
        while True:
            header, blob = unpack(wire.recv_bytes())
            for frame in _answer(reader, header, blob):
                wire.send_bytes(frame)
    except (EOFError, ConnectionError):  # The writer hung up.
        return


def _answer(reader: Reader, header: dict[str, Any], blob: memoryview) -> Iterator[bytes]:
    try:
        for event in _events(reader, header, blob):
            yield _frame(event)
    except UnreadableDocument as fault:
        yield _unreadable(fault.code, fault.fr, fault.en)
    except MemoryError:
        yield _unreadable("MLG-F002", "Le document demande plus de mémoire que permis ; découpez-le.",
                          "The document needs more memory than allowed; split it.")
    except Exception as fault:  # A reader's own defect must end the document, not the harvest.
        told = f"{type(fault).__name__}: {fault}"
        yield _unreadable("MLG-F001", f"Le document n'a pas pu être lu ({told}) ; vérifiez le format déclaré.",
                          f"The document could not be read ({told}); check the declared format.")
    yield pack({"end": True})


def _unreadable(code: str, fr: str, en: str) -> bytes:
    """Sentences quote what strangers wrote, which may be endless or no text at all."""
    return pack({"unreadable": [code, shortened(fr, _LONGEST_SENTENCE), shortened(en, _LONGEST_SENTENCE)]})


def _events(reader: Reader, header: dict[str, Any], blob: memoryview) -> Iterator[Event]:
    if "document" in header:
        path, *told = header["document"]
        return reader.read(Document(Path(path), *told))
    return reader.replay(_kept(header, blob))


def _kept(header: dict[str, Any], blob: memoryview) -> Iterator[Raw]:
    at = 0
    for key, place, kind, datestamp, length in header["raws"]:
        yield Raw(key, bytes(blob[at:at + length]), place, kind, datestamp)
        at += length


def _frame(event: Event) -> bytes:
    return pack(event_header(event)) if isinstance(event, Follow | Listing) else pack_items(event)


def confine(limits: LoaderLimits) -> None:
    """Let this process use no more than that from here on."""
    status = Path("/proc/self/statm")
    if not status.exists():  # Only Linux tells its address space; elsewhere the time limit must do.
        return
    most = int(status.read_text("ascii").split()[0]) * resource.getpagesize() + limits.memory
    _, given = resource.getrlimit(resource.RLIMIT_AS)
    if given != resource.RLIM_INFINITY:
        most = min(most, given)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
