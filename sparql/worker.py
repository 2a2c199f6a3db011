"""A query worker: a fork of the keeper that shares its store, answers one query at a time, and may be killed."""

from __future__ import annotations

import gc
import io
import os
import re
import resource
import signal
import socket
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
from sparql.formats import GRAPH, TABULAR
from sparql.frames import LENGTHS, failure, pack, parse
from sparql.limits import QueryLimits

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class _TooLarge(Exception):
    """The answer passes the limit."""


class _Capped(io.BytesIO):
    """A buffer that refuses to grow beyond the limit, so that a huge answer ends while it is written."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._most:
            raise _TooLarge
        return super().write(data)


def run(wire: socket.socket, store: Store, limits: QueryLimits) -> NoReturn:
    """Answer queries until the keeper hangs up. Never returns: this is a forked process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A worker that runs out of memory aborts with a backtrace that would only alarm the operator.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    gc.disable()  # A collection would touch, and so copy, pages shared with the keeper.
    _confine(limits)
    try:
        while question := _receive(wire):
            _allow_cpu(limits)
            wire.sendall(_answer(store, question, limits))
    except OSError:
        pass
    os._exit(0)


def _answer(store: Store, question: dict[str, Any], limits: QueryLimits) -> bytes:
    try:
        media_type, body = _evaluate(store, question, limits)
        return pack({"media_type": media_type}, body)
    except SyntaxError as fault:
        place = _POSITION.match(str(fault.msg))
        line, column, reason = place.groups() if place else ("?", "?", str(fault.msg))
        reason = " ".join(reason.split())[:160]
        return failure(400, "MLG-Y010", f"Erreur de syntaxe ligne {line}, colonne {column} : {reason}",
                        f"Syntax error at line {line}, column {column}: {reason}")
    except _TooLarge:
        return failure(413, "MLG-Y011", f"La réponse dépasse {limits.answer >> 20} Mio ; ajoutez LIMIT ou un filtre.",
                        f"The answer is larger than {limits.answer >> 20} MiB; add LIMIT or a filter.")
    except MemoryError:
        return failure(503, "MLG-Y012", "La requête demande trop de mémoire ; restreignez-la.",
                        "The query needs too much memory; narrow it.")
    except (ValueError, OSError, RuntimeError) as fault:
        reason = " ".join(str(fault).split())[:300]
        return failure(400, "MLG-Y013", f"La requête ne peut pas être évaluée : {reason}",
                        f"The query cannot be evaluated: {reason}")


def _evaluate(store: Store, question: dict[str, Any], limits: QueryLimits) -> tuple[str, bytes]:
    default: list[NamedNode | BlankNode | DefaultGraph] = [NamedNode(iri) for iri in question["default_graphs"]]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in question["named_graphs"]]
    described = bool(default or named)
    results = store.query(
        question["query"], prefixes=PREFIXES, use_default_graph_as_union=not described,
        default_graph=default if described else None, named_graphs=named if described else None)
    output = _Capped(limits.answer)
    if isinstance(results, QuerySolutions | QueryBoolean):
        media_type, tabular = TABULAR[question["tabular"]]
        if isinstance(results, QueryBoolean) and question["tabular"] in ("csv", "tsv"):
            # SPARQL 1.1 gives ASK no CSV or TSV form.
            return "text/plain; charset=utf-8", b"true\n" if results else b"false\n"
        results.serialize(output, format=tabular)
    else:
        media_type, graph = GRAPH[question["graph"]]
        if graph.supports_datasets or graph == RdfFormat.N_TRIPLES:
            results.serialize(output, format=graph)
        else:  # People read these, so names are written short.
            serialize(results, output, format=graph, prefixes=PREFIXES)
    return media_type, output.getvalue()



def _receive(wire: socket.socket) -> dict[str, Any] | None:
    lengths = _exactly(wire, LENGTHS.size)
    if lengths is None:
        return None
    head = _exactly(wire, LENGTHS.unpack(lengths)[0])
    return parse(head) if head is not None else None


def _exactly(wire: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = wire.recv(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _confine(limits: QueryLimits) -> None:
    """Cap memory above the shared store, and forbid new descriptors: without one, SERVICE opens no socket."""
    status = Path("/proc/self/statm")
    if status.exists():
        used = int(status.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.memory, used + limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _allow_cpu(limits: QueryLimits) -> None:
    """A second guard should the keeper be gone: the system ends a worker that computes beyond its limit."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds * 2) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
