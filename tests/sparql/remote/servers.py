"""Real SPARQL servers, each in a folder of its own on free ports of the loopback, started and stopped by tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sparql.remote.store import RemoteStore

_SECONDS = 60.0
# The smallest configuration in which Virtuoso answers; answers are cut at 10,000 rows as Debian's are.
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = {seconds}
"""


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[RemoteStore]:
    """An Oxigraph server."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the package oxigraph is not installed")
    port = free_port()
    command = [program, "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder, f"http://127.0.0.1:{port}/"):
        at = f"http://127.0.0.1:{port}"
        yield RemoteStore(f"{at}/query", f"{at}/update", f"{at}/store")


@contextmanager
def virtuoso(folder: Path, seconds: int = 60) -> Iterator[RemoteStore]:
    """A Virtuoso server with the password that a new one has."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("the Debian package virtuoso-opensource is not installed")
    port = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=free_port(), http=port, seconds=seconds), "utf-8")
    with _running([program, "+configfile", "virtuoso.ini", "+foreground"], folder, f"http://127.0.0.1:{port}/sparql"):
        at = f"http://127.0.0.1:{port}"
        yield RemoteStore(f"{at}/sparql", f"{at}/sparql-auth", f"{at}/sparql-graph-crud-auth", "dba", "dba")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], folder: Path, address: str) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log, subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log) as server:
        try:
            _wait(server, address, folder / "server.log")
            yield
        finally:
            server.kill()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server does not answer: {log.read_text('utf-8', 'replace')[-2000:]}")
