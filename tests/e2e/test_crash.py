"""A harvest killed at random moments: the short form of `make crash`."""

from pathlib import Path

from tests.e2e.crash import crash


def test_a_killed_harvest_loses_nothing_and_the_next_one_completes(tmp_path: Path) -> None:
    assert crash(tmp_path, rounds=3, seed=1).total() == 3
