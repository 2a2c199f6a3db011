"""A process whose parent was killed ends by itself."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARENT = """
import multiprocessing, os, time
from concurrent.futures import ProcessPoolExecutor
from catalogue.orphans import end_with_parent
pool = ProcessPoolExecutor(1, multiprocessing.get_context("{}"), initializer=end_with_parent)
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(300)
"""


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_it_ends_with_its_parent(method: str) -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT.format(method)], cwd=ROOT, stdout=subprocess.PIPE,
                          text=True) as parent:
        assert parent.stdout
        child = Path("/proc", parent.stdout.readline().strip())
        assert is_there(child)
        parent.kill()
        while is_there(child):
            time.sleep(0.05)


def is_there(process: Path) -> bool:
    """Whether a process runs; one that nobody has taken note of ending does not."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
