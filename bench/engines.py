"""The engines that the shapes of queries are asked of: ours, and servers that are installed, loaded with the same data.

Each server runs in a folder of its own on free ports of the loopback, and ends with the measuring.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from bench.memory import tree
from bench.ports import free_port
from bench.served import LONGEST
from bench.virtuoso import configured
from catalogue.generation import Generation

_TICK = 1.0 / os.sysconf("SC_CLK_TCK")
# Virtuoso writes a graph as a table when it is told that both would do.
_ROWS, _GRAPH = "application/sparql-results+json", "application/n-triples"
# What a query may take: nobody is cut short before it is known how long it takes. In seconds.
_LONGEST = int(LONGEST)
# Half a gigabyte of Virtuoso's pages, which holds a graph of 100,000 records.
_BUFFERS = 60_000
# More rows than any query here gives.
_MOST_ROWS = 10_000_000

# Where our own server finds its modules, whatever folder it runs in.
_HERE = str(Path(__file__).parent.parent)
# Seconds in which a server may come to its end.
_ENDING = 20


class Failed(Exception):
    """A server answered with an error, or not at all."""


class Engine(Protocol):
    """What answers queries: rows as JSON, graphs as N-Triples."""

    name: str

    def ask(self, query: str) -> bytes:
        """The whole answer; raises Failed."""

    def spent(self) -> float:
        """Seconds of processor time that its processes have used."""


class Server:
    """A server that speaks the SPARQL protocol; each query has its own connection, as Virtuoso keeps none for long."""

    def __init__(self, name: str, process: subprocess.Popen[bytes], port: int, path: str) -> None:
        self.name = name
        self._process = process
        self._port = port
        self._path = path

    def ask(self, query: str) -> bytes:
        accepted = _GRAPH if "CONSTRUCT" in query else _ROWS
        head = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accepted}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_LONGEST)
        try:
            connection.request("POST", self._path, urlencode({"query": query}).encode(), head)
            response = connection.getresponse()
            body = response.read()
        except (OSError, HTTPException) as fault:
            raise Failed(f"{self.name}: {fault}") from fault
        finally:
            connection.close()
        if response.status != 200:
            raise Failed(f"{self.name}: {response.status} {body[:300].decode('utf-8', 'replace')}")
        return body

    def spent(self) -> float:
        return sum(map(_seconds, tree(self._process.pid)))


@contextmanager
def ours(generation: Generation, folder: Path, *, remembering: bool = False) -> Iterator[Engine]:
    """Our endpoint; unless it is `remembering`, each answer is computed."""
    port = free_port()
    command = [sys.executable, "-m", "bench.served", str(generation.path.parents[1]), str(port)]
    with _running([*command, "--remembering"] if remembering else command, folder, port) as process:
        server = Server("ours", process, port, "/sparql")
        _wait_for_data(server)
        yield server


@contextmanager
def oxigraph(generation: Generation, folder: Path) -> Iterator[Engine | None]:
    """`oxigraph serve-read-only` on disk, loaded and optimised; None where it is not installed."""
    program = shutil.which("oxigraph", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    if program is None:
        yield None
        return
    store, port = folder / "store", free_port()
    for path, graph in generation.graph_files().items():
        _do([program, "load", "--location", str(store), "--graph", graph, "--file", str(path)], folder)
    _do([program, "optimize", "--location", str(store)], folder)
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}",
               "--union-default-graph"]
    with _running(command, folder, port) as process:
        yield Server("oxigraph", process, port, "/query")


@contextmanager
def virtuoso(generation: Generation, folder: Path) -> Iterator[Engine | None]:
    """Virtuoso with room for everything in memory; None where it is not installed."""
    program, console = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or console is None:
        yield None
        return
    _write_quads(generation, folder / "all.nq")
    server = configured(program, folder, seconds=_LONGEST, rows=_MOST_ROWS, buffers=_BUFFERS)
    with _running(server.command, folder, server.http) as process:
        load = f"ld_dir('{folder}', 'all.nq', 'urn:bench'); log_enable(2); rdf_loader_run(); checkpoint;"
        _do([console, f"127.0.0.1:{server.sql}", "dba", "dba", f"exec={load}"], folder)
        yield Server("Virtuoso", process, server.http, "/sparql")


def _write_quads(generation: Generation, target: Path) -> None:
    with target.open("wb") as quads:
        for path, graph in generation.graph_files().items():
            end = f"<{graph}> .\n".encode()
            with path.open("rb") as triples:
                quads.writelines(line.rstrip().removesuffix(b".") + end for line in triples)


def _do(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 - nothing of a user's


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "server.log").open("wb") as log, subprocess.Popen(  # noqa: S603 - nothing of a user's
            command, cwd=folder, env=os.environ | {"PYTHONPATH": _HERE}, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log) as process:
        try:
            _wait(process, port)
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_ENDING)
            process.kill()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _LONGEST
    while process.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Failed(f"{process.args!r} does not listen")


def _wait_for_data(server: Server) -> None:
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        with suppress(Failed):
            server.ask("ASK { ?s ?p ?o }")
            return
        time.sleep(0.2)
    raise Failed(f"{server.name} does not answer")


def _seconds(pid: int) -> float:
    """Processor time of one process, and of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:  # It has just ended.
        return 0.0
    return sum(int(field) for field in fields[11:15]) * _TICK
