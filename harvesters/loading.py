"""The writer's side of a loader process: hand it documents, take in what it settles, end it when it hangs."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from harvesters.interrupts import held_back
from harvesters.loader import LoaderLimits, serve
from harvesters.record import Document, Follow, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.wire import event_of, pack, unpack


@dataclass(frozen=True, slots=True)
class Batch:
    """Settled items as the loader sent them, and their keys."""

    frame: bytes
    keys: tuple[str, ...]


Event = Batch | Follow | Listing

# One batch of records with their payloads; a frame above this is a loader gone wrong.
_LARGEST_FRAME = 256 << 20
# Codes of documents over which a loader hung or died.
FATAL = frozenset({"MLG-F003", "MLG-F004"})


class Loader:
    """A loader process for one run of one source; leaving the `with` block ends it.

    When a document ends it, the next one gets another.
    """

    def __init__(self, source: Source, base: str, engine: str, known: Mapping[str, bytes],
                 limits: LoaderLimits | None = None) -> None:
        self._limits = limits or LoaderLimits()
        self._name = f"loader {source.name}"
        self._read = (source, base, engine, known, self._limits)
        self._over = False
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("forkserver")
        # Imported once by the clean server process that forks the loaders: each then starts in milliseconds.
        context.set_forkserver_preload(["maillage", "harvesters.loader"])
        self._wire, theirs = context.Pipe()
        self._process = context.Process(target=serve, name=self._name, daemon=True, args=(theirs, *self._read))
        with held_back():
            self._process.start()
        theirs.close()
        self._alive = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._wire.close()
        self._process.join(timeout=0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def end(self) -> None:
        """Kill the process for good; whoever waits for its answer learns that it died."""
        self._over = True
        self._process.kill()

    def load(self, document: Document) -> Iterator[Event]:
        """What one document holds.

        Raises:
            UnreadableDocument: it cannot be read, or the loader died or hung over it.
        """
        yield from self._ask(pack({"document": [str(document.path), document.url, document.media_type,
                                                document.status, document.since, document.kind]}))

    def replay(self, raws: Sequence[Raw]) -> Iterator[Event]:
        """Kept raw records, mapped and checked again."""
        rows = [(raw.key, raw.place, raw.kind, raw.datestamp, len(raw.payload)) for raw in raws]
        yield from self._ask(pack({"raws": rows}, [raw.payload for raw in raws]))

    def _ask(self, question: bytes) -> Iterator[Event]:
        if not self._alive and not self._over:
            self._wire.close()
            self._start()
        try:
            if self._over:  # Said while another was being started.
                self._process.kill()
            self._wire.send_bytes(question)
            while True:
                if not self._wire.poll(self._limits.quiet):
                    self._process.kill()
                    self._alive = False
                    raise hung(self._limits.quiet)
                frame = self._wire.recv_bytes(_LARGEST_FRAME)
                header, _ = unpack(frame)
                if "end" in header:
                    return
                if "unreadable" in header:
                    raise UnreadableDocument(*header["unreadable"])
                if "items" in header:
                    yield Batch(frame, tuple(row[0] for row in header["items"]))
                else:
                    yield event_of(header)
        except (EOFError, OSError) as broken:
            self._alive = False
            self._process.join(timeout=5)
            raise died(self._process.exitcode) from broken


def hung(seconds: float) -> UnreadableDocument:
    """Reading stood still and was ended."""
    return UnreadableDocument(
        "MLG-F003", f"La lecture n'avançait plus depuis {seconds:g} s et a été arrêtée ; le document est "
        "sans doute malformé ou bien trop grand.",
        f"Reading stood still for {seconds:g} s and was stopped; the document is probably malformed or far "
        "too large.")


def died(code: int | None) -> UnreadableDocument:
    """The process that read is no more."""
    return UnreadableDocument(
        "MLG-F004", f"Le lecteur s'est arrêté brutalement (code {code}) : document hostile ou trop grand ; "
        "rien n'en a été gardé.",
        f"The loader died (code {code}): the document is hostile or too large; nothing of it was kept.")
