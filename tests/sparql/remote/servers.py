"""Real SPARQL servers, each in a folder of its own on free ports of the loopback, started and stopped by tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bench.ports import free_port
from bench.virtuoso import configured
from sparql.remote.store import RemoteStore

_SECONDS = 60.0
# Answers are cut at 10,000 rows, as Debian's configuration does.
_ROWS = 10_000
_BUFFERS = 10_000


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
    server = configured(program, folder, seconds=seconds, rows=_ROWS, buffers=_BUFFERS)
    at = f"http://127.0.0.1:{server.http}"
    with _running(server.command, folder, f"{at}/sparql"):
        yield RemoteStore(f"{at}/sparql", f"{at}/sparql-auth", f"{at}/sparql-graph-crud-auth", "dba", "dba")


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
