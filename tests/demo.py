"""The demo as others meet it: the bundled sources harvested by the command, and served on the loopback."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.conftest import ROOT, Ended, environment, maillage


@dataclass(frozen=True, slots=True)
class Demo:
    """The harvested demo."""

    data: Path
    harvest: Ended


def harvested(data: Path) -> Demo:
    """The bundled sources in a new data directory."""
    harvest = maillage("harvest", "--json", data=data)
    assert harvest.code == 0, harvest.out + harvest.err
    return Demo(data, harvest)


@contextmanager
def serving(data: Path, **more: str) -> Iterator[str]:
    """The address of a server on a data directory, until the block ends."""
    server = subprocess.Popen([sys.executable, "-m", "maillage", "serve", "--port", "0"], cwd=ROOT,
                              env=environment(data) | more, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        told = server.stderr.readline()
        address = re.search(r"http://\S+/", told)
        assert address, told + server.stderr.read()
        yield address[0]
    finally:
        server.terminate()
        server.wait(60)
        server.stderr.close()
