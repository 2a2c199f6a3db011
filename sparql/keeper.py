"""The server's side of the query keeper: start it on a generation, ask it, end it."""

from __future__ import annotations

import multiprocessing
import shutil
import socket
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue.generation import Generation
from sparql.admission import admit
from sparql.failure import QueryFailed
from sparql.frames import LENGTHS, pack, parse
from sparql.keeper_process import keep
from sparql.limits import QueryLimits


@dataclass(frozen=True, slots=True)
class Answer:
    """The serialised result of a query."""

    media_type: str
    body: bytes


class Keeper:
    """A keeper of one generation. It loads in its own process; `ready()` says when it answers."""

    def __init__(self, generation: Generation, limits: QueryLimits | None = None) -> None:
        self.generation = generation
        self.limits = limits or QueryLimits()
        # A short path: Unix socket addresses are cut at about a hundred bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="maillage-"))
        self._address = str(self._folder / "q")
        context = multiprocessing.get_context("spawn")
        self._lifeline, theirs = context.Pipe()
        self._process = context.Process(target=keep, name="query keeper",
                                        args=(generation.graph_files(), self._address, theirs, self.limits))
        self._process.start()
        theirs.close()
        self._ready = False

    def ready(self, wait: float = 0.0) -> bool:
        """Whether the store is loaded; waits up to `wait` seconds for it."""
        if not self._ready and self._lifeline.poll(wait):
            try:
                self._ready = self._lifeline.recv_bytes() == b"ready"
            except EOFError:
                return False
        return self._ready and self._process.is_alive()

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.is_alive()

    def ask(self, query: str, *, tabular: str = "json", graph: str = "ttl", default_graphs: tuple[str, ...] = (),
            named_graphs: tuple[str, ...] = ()) -> Answer:
        """The answer to a query, in the named formats (`sparql.formats`), within the limits.

        Raises:
            QueryFailed: refused, wrong, cut, or no keeper to ask.
        """
        admit(query, self.limits)
        if not self.ready():
            raise _not_ready()
        question = pack({"query": query, "tabular": tabular, "graph": graph, "default_graphs": default_graphs,
                         "named_graphs": named_graphs})
        try:
            with socket.socket(socket.AF_UNIX) as wire:
                # The keeper cuts at its limit; this longer one only guards against its death.
                wire.settimeout(self.limits.seconds * (2 + self.limits.waiting / self.limits.workers))
                wire.connect(self._address)
                wire.sendall(question)
                with wire.makefile("rb") as stream:
                    head, body = LENGTHS.unpack(stream.read(LENGTHS.size))
                    header, payload = parse(stream.read(head)), stream.read(body)
        except (OSError, ValueError, struct.error) as fault:  # The keeper died before it answered.
            raise _not_ready() from fault
        if "failure" in header:
            raise QueryFailed(*header["failure"])
        return Answer(header["media_type"], payload)

    def close(self) -> None:
        """End the keeper and its workers."""
        self._lifeline.close()
        self._process.join(timeout=2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def _not_ready() -> QueryFailed:
    return QueryFailed(503, "MLG-Y023", "Le moteur SPARQL se charge ; réessayez dans quelques secondes.",
                       "The SPARQL engine is loading; try again in a few seconds.")
