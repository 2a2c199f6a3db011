"""A schedule reads what is due, once: what broke off soon again, what a curator took back not before they say so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.rollback import roll_back
from catalogue.states import Outcome
from harvesters.schedule import schedule
from harvesters.source import Source
from tests.catalogue.items import DECLARATION, accepted

SOURCE = Source("s", {"fr": "S"}, "https://data.example/s.csv", "table", "CC0-1.0", Path("s.toml"))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "ledger.sqlite", "https://data.example/")


def applied(intake: Intake) -> None:
    intake.apply(Outcome.APPLIED, Reason(), Remembered(b"m"))


def failed(intake: Intake) -> None:
    intake.drop(Outcome.FAILED, Reason())


def waiting(intake: Intake) -> None:
    intake.drop(Outcome.WAITING, Reason())


def killed(intake: Intake) -> None:
    """Nothing more was written."""


@pytest.mark.parametrize(("ends", "hours", "place"), [
    (applied, 20, "later"), (applied, 22, "due"), (waiting, 20, "later"), (waiting, 22, "due"),
    (failed, 0.5, "later"), (failed, 1, "due"), (killed, 0.5, "later"), (killed, 1, "due"),
    (applied, -48, "due"),
])
def test_a_daily_source_is_due_by_how_its_last_run_ended(
        ledger: Ledger, ends: Callable[[Intake], None], hours: float, place: str) -> None:
    ends(Intake(ledger, ledger.declare("s", DECLARATION)))
    plan = schedule([SOURCE], ledger, datetime.now(UTC) + timedelta(hours=hours))
    assert (plan.due, plan.later) == (((SOURCE,), ()) if place == "due" else ((), (SOURCE,)))


def test_a_source_that_was_taken_back_is_passed_over(ledger: Ledger) -> None:
    intake = Intake(ledger, ledger.declare("s", DECLARATION))
    intake.take([accepted("a")])
    applied(intake)
    roll_back(ledger, ledger.source("s"), 1)
    assert schedule([SOURCE], ledger, datetime.now(UTC) + timedelta(days=9)).paused == (SOURCE,)


def test_a_source_that_was_never_read_is_due(ledger: Ledger) -> None:
    ledger.declare("s", DECLARATION)
    assert schedule([SOURCE], ledger, datetime.now(UTC)).due == schedule([SOURCE], None, datetime.now(UTC)).due
