"""A query worker: a fork of the keeper that shares its store, answers one query at a time, and may be killed."""

from __future__ import annotations

import gc
import io
import os
import resource
import signal
import socket
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    RdfFormat,
    Store,
    serialize,
)

from ontology.terms import PREFIXES
from sparql.failure import QueryFailed
from sparql.formats import GRAPH, TABULAR
from sparql.limits import QueryLimits
from sparql.question import Question
from sparql.workers.dialect import for_engine
from sparql.workers.frames import HEAD, Kind, failure, pack
from sparql.workers.syntax_fault import syntax_fault

# Bytes of an answer that are sent at once: few at first, for those who wait for it.
_FIRST = 1 << 16
_PART = 1 << 18
# How far workers step back before the server, which must go on answering: a nice value of Unix.
QUICK = 5


class _TooLarge(Exception):
    """The answer passes the limit."""


class _HungUp(Exception):
    """Nobody waits for the answer any more."""


class _Sending(io.BytesIO):
    """Where a result is written: it leaves in parts, as soon as there is enough of it for one."""

    def __init__(self, wire: socket.socket, media_type: str, most: int) -> None:
        super().__init__()
        self._wire = wire
        self._begin: bytes = pack(Kind.BEGIN, media_type.encode())
        self._left = most
        self._held: list[bytes] = []
        self._size = 0
        self._enough = _FIRST

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size >= self._enough:
            self._leave()
        return len(data)

    def flush(self) -> None:
        """Nothing leaves sooner for it."""

    def end(self) -> None:
        """The last part, and that it is the last: a small answer leaves in one go."""
        self._leave(pack(Kind.END))

    def _leave(self, end: bytes = b"") -> None:
        self._left -= self._size
        if self._left < 0:
            raise _TooLarge
        part = pack(Kind.PART, b"".join(self._held)) if self._held else b""
        try:
            self._wire.sendall(self._begin + part + end)
        except OSError as fault:
            raise _HungUp from fault
        self._begin, self._held, self._size, self._enough = b"", [], 0, _PART


def start(wire: socket.socket, snapshot: Path, limits: QueryLimits) -> NoReturn:
    """Answer from a store on disk, in a process that was started for it. Never returns."""
    os.nice(QUICK)
    run(wire, Store.read_only(str(snapshot)), limits)


def run(wire: socket.socket, store: Store, limits: QueryLimits) -> NoReturn:
    """Answer queries until the server hangs up. Never returns: this is a forked process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A worker that runs out of memory aborts with a backtrace that would only alarm the operator.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    gc.disable()  # A collection would touch, and so copy, pages shared with the keeper.
    _confine(limits)
    try:
        while (question := _receive(wire)) is not None:
            _allow_cpu(limits)
            _answer(wire, store, question, limits)
    except (OSError, _HungUp):
        pass
    os._exit(0)


def _answer(wire: socket.socket, store: Store, question: Question, limits: QueryLimits) -> None:
    try:
        _evaluate(wire, store, question, limits)
    except SyntaxError as fault:
        failed = syntax_fault(question.query, str(fault.msg), _parse)
    except _TooLarge:
        most = limits.answer >> 20
        failed = QueryFailed(413, "MLG-Y011", f"La réponse dépasse {most} Mio ; ajoutez LIMIT ou un filtre.",
                             f"The answer is larger than {most} MiB; add LIMIT or a filter.")
    except MemoryError:
        failed = QueryFailed(503, "MLG-Y012", "La requête demande trop de mémoire ; restreignez-la.",
                             "The query needs too much memory; narrow it.")
    except (ValueError, OSError, RuntimeError) as fault:
        reason = " ".join(str(fault).split())[:300]
        failed = QueryFailed(400, "MLG-Y013", f"La requête ne peut pas être évaluée : {reason}",
                             f"The query cannot be evaluated: {reason}")
    else:
        return
    wire.sendall(failure(failed))


def _evaluate(wire: socket.socket, store: Store, question: Question, limits: QueryLimits) -> None:
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in question.default_graphs]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in question.named_graphs]
    described = bool(default or named)
    ask = partial(
        store.query, prefixes=PREFIXES, use_default_graph_as_union=not described and not question.own_dataset,
        default_graph=default if described else None, named_graphs=named if described else None)
    try:
        results = ask(question.query)
    except SyntaxError:
        results = ask(for_engine(question.query))
    if isinstance(results, QueryBoolean) and question.tabular in ("csv", "tsv"):
        # SPARQL 1.1 gives ASK no CSV or TSV form.
        sending = _Sending(wire, "text/plain; charset=utf-8", limits.answer)
        sending.write(b"true\n" if results else b"false\n")
    elif isinstance(results, QuerySolutions | QueryBoolean):
        media_type, tabular = TABULAR[question.tabular]
        sending = _Sending(wire, media_type, limits.answer)
        results.serialize(sending, format=tabular)
    else:
        media_type, graph = GRAPH[question.graph]
        sending = _Sending(wire, media_type, limits.answer)
        if graph.supports_datasets or graph == RdfFormat.N_TRIPLES:
            results.serialize(sending, format=graph)
        else:  # People read these, so names are written short.
            serialize(results, sending, format=graph, prefixes=PREFIXES)
    sending.end()


def _parse(text: str) -> None:
    Store().query(for_engine(text), prefixes=PREFIXES)


def _receive(wire: socket.socket) -> Question | None:
    head = _exactly(wire, HEAD.size)
    content = _exactly(wire, HEAD.unpack(head)[1]) if head is not None else None
    return Question.parse(content) if content is not None else None


def _exactly(wire: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = wire.recv(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def memory_in_use() -> int:
    """The bytes of this process's address space, 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text("ascii").split()[0]) * resource.getpagesize() if status.exists() else 0


def _confine(limits: QueryLimits) -> None:
    """Cap memory above the shared store, and forbid new descriptors: without one, SERVICE opens no socket.

    A quick query has little memory; the keeper widens that for a long one, up to the hard limit.
    """
    if used := memory_in_use():
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.quick_memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _allow_cpu(limits: QueryLimits) -> None:
    """A second guard should the server be gone: the system ends a worker that computes beyond its limit."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds * 2) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
