"""What the keeper takes from its workers where memory is short."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from sparql.store import Shared
from sparql.workers import keeper_process
from tests.sparql.conftest import LIMITS

TOGETHER = replace(LIMITS, together=100)


@contextmanager
def sleepers(number: int) -> Iterator[list[int]]:
    pids = []
    for _ in range(number):
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        pids.append(pid)
    try:
        yield pids
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def killed(pid: int) -> bool:
    """Whether a child has ended, which stays to be reaped."""
    ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return ended is not None


@pytest.mark.parametrize(("own", "resting", "gone"), [
    ((40, 50), (), ()),
    ((40, 70), (), (1,)),
    ((40, 70), (0,), (0,)),
    ((40, 30, 50), (0, 1), (0,)),
    ((40, 60), (0,), ())])
def test_above_what_all_may_have_the_largest_at_rest_goes_else_the_largest(
        monkeypatch: pytest.MonkeyPatch, own: tuple[int, ...], resting: tuple[int, ...], gone: tuple[int, ...]) -> None:
    wire, other = socket.socketpair()
    with wire, other, sleepers(len(own)) as pids:
        monkeypatch.setattr(keeper_process, "_own_bytes", dict(zip(pids, own, strict=True)).__getitem__)
        keeper = keeper_process._Keeper(Shared({}, None), wire, TOGETHER, None)
        keeper._long.update(pids)
        keeper._resting.update(pids[number] for number in resting)
        keeper._bound_together()
        time.sleep(0.1)
        assert tuple(number for number, pid in enumerate(pids) if killed(pid)) == gone
