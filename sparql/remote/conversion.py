"""One format made of another, in a process of its own: what comes from elsewhere is parsed neither in the server nor
in whatever owns the ledger."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import signal
from contextlib import suppress
from io import BytesIO
from multiprocessing.connection import Connection as Wire
from threading import Lock
from typing import Any

from pyoxigraph import QueryBoolean, RdfFormat, parse, parse_query_results, serialize

from ontology.terms import PREFIXES
from sparql.formats import GRAPH, TABULAR
from sparql.workers.worker import memory_in_use

_MEMORY = 1 << 30


class CannotConvert(Exception):
    """The bytes are not what they were said to be, or too much of it."""


class Converter:
    """A process that converts answers, one at a time, made when it is first needed; blocks, so call it in a thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._process: Any = None
        self._wire: Wire | None = None

    def convert(self, content: bytes, source: str, target: str) -> bytes:
        """Bytes in another format (`sparql.formats`); raises CannotConvert."""
        with self._lock:
            wire = self._wire if self._process is not None and self._process.is_alive() else None
            wire = wire or self._start()
            try:
                wire.send_bytes(f"{source} {target}".encode())
                wire.send_bytes(content)
                if not wire.poll(self._seconds):
                    raise CannotConvert("time")
                verdict, told = wire.recv_bytes(), wire.recv_bytes()
            except (OSError, EOFError, CannotConvert) as fault:
                self._end()
                raise CannotConvert(str(fault) or "memory") from fault
        if verdict != b"done":
            raise CannotConvert(told.decode())
        return told

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _start(self) -> Wire:
        self._end()
        context = multiprocessing.get_context("spawn")
        self._wire, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), name="converter", daemon=True)
        self._process.start()
        theirs.close()
        return self._wire

    def _end(self) -> None:
        if self._wire is not None:
            self._wire.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._wire = self._process = None


def _serve(wire: Wire) -> None:
    """Convert until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if used := memory_in_use():
        resource.setrlimit(resource.RLIMIT_AS, (used + _MEMORY, used + _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, EOFError):
        while True:
            source, target = wire.recv_bytes().decode().split()
            content = wire.recv_bytes()
            try:
                made = _converted(content, source, target)
                verdict = b"done"
            except (ValueError, SyntaxError, MemoryError) as fault:
                made, verdict = " ".join(str(fault).split())[:200].encode(), b"failed"
            wire.send_bytes(verdict)
            wire.send_bytes(made)
            del content, made
            gc.collect()


def _converted(content: bytes, source: str, target: str) -> bytes:
    output = BytesIO()
    if source in TABULAR:
        results = parse_query_results(content, format=TABULAR[source][1])
        if isinstance(results, QueryBoolean):
            raise ValueError("a boolean")
        results.serialize(output, format=TABULAR[target][1])
        return output.getvalue()
    triples = (quad.triple for quad in parse(content, format=GRAPH[source][1]))
    form = GRAPH[target][1]
    short = not form.supports_datasets and form != RdfFormat.N_TRIPLES
    serialize(triples, output, format=form, prefixes=PREFIXES if short else None)
    return output.getvalue()
