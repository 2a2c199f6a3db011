"""What a run takes in, and the sums it must prove."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.intake import Intake, Reason
from catalogue.ledger import Ledger
from catalogue.received import Received
from catalogue.states import SHOWN, Outcome, State
from tests.catalogue.items import BASE, DECLARATION, accepted, deleted, excluded, rejected, run, shown, state, unchanged


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", BASE)
    yield opened
    opened.close()



def test_first_items_are_created_and_shown(ledger: Ledger) -> None:
    tally = run(ledger, accepted("a"), accepted("b"), rejected("c"), excluded("d")).tally
    assert (tally.listed, tally.created, tally.rejected, tally.excluded) == (4, 2, 1, 1)
    assert (tally.live_before, tally.live_after) == (0, 2)
    assert shown(ledger) == ["1", "1"]


def test_the_same_listing_again_is_unchanged_and_moves_nothing(ledger: Ledger) -> None:
    run(ledger, accepted("a"), rejected("c"), excluded("d"))
    before = ledger.last_change()
    tally = run(ledger, accepted("a"), rejected("c"), excluded("d")).tally
    assert tally.unchanged == tally.listed == 3
    assert ledger.last_change() == before
    assert [row[0] for row in ledger.sql.execute("SELECT outcome FROM run ORDER BY id")] == ["applied", "unchanged"]


def test_a_rejected_new_version_leaves_the_last_valid_one_shown(ledger: Ledger) -> None:
    run(ledger, accepted("a", "good"))
    tally = run(ledger, rejected("a")).tally
    assert (tally.rejected, tally.live_after) == (1, 1)
    assert state(ledger, "a") == State.HELD
    assert shown(ledger) == ["good"]
    assert [entry.stale for entry in ledger.entries("s")] == [True]


def test_an_item_leaves_only_after_its_grace(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    first = run(ledger, accepted("a")).tally
    assert (first.missing, first.gone, first.live_after) == (1, 0, 2)
    second = run(ledger, accepted("a")).tally
    assert (second.missing, second.gone, second.live_after) == (0, 1, 1)


def test_a_missing_item_that_returns_starts_a_new_grace(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    run(ledger, accepted("a"))
    run(ledger, accepted("a"), accepted("b"))
    assert state(ledger, "b") == State.LIVE
    assert run(ledger, accepted("a")).tally.missing == 1


def test_what_comes_back_behind_its_tombstone_is_no_second_record(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    tally = run(ledger, deleted("a"), accepted("a", "2")).tally
    assert (tally.listed, tally.changed, tally.gone, tally.restored) == (1, 1, 1, 1)
    run(ledger, deleted("a"), unchanged("a", "2"))
    assert (state(ledger, "a"), shown(ledger)) == ("live", ["2"])


def test_a_tombstone_acts_at_once_and_a_return_is_restored(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    gone = run(ledger, deleted("a")).tally
    assert (gone.listed, gone.gone, gone.live_after) == (0, 1, 0)
    back = run(ledger, accepted("a")).tally
    assert (back.listed, back.unchanged, back.restored, back.live_after) == (1, 1, 1, 1)
    assert shown(ledger) == ["1"]


def test_a_partial_listing_never_removes(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    for _ in range(3):
        tally = run(ledger, accepted("a", "new"), complete=False).tally
    assert (tally.gone, tally.missing, tally.live_after) == (0, 0, 2)
    assert shown(ledger) == ["new", "1"]


def test_a_new_payload_that_reads_the_same_changes_nothing_shown(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    again = accepted("a")
    other = Received(**{name: getattr(again, name) for name in again.__slots__} | {"hash": b"x" * 16, "payload": b"x"})
    before = ledger.last_change()
    assert run(ledger, other).tally.unchanged == 1
    assert ledger.last_change() == before
    assert ledger.known_hashes(ledger.source("s").id) == {"a": b"x" * 16}


def test_a_dropped_run_writes_nothing_but_its_reason(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    intake = Intake(ledger, ledger.source("s"))
    intake.take([accepted("b")])
    intake.drop(Outcome.WAITING, Reason("MLG-U002", "trop", "too much"))
    assert shown(ledger) == ["1"]
    assert ledger.sql.execute("SELECT outcome, reason_code FROM run ORDER BY id DESC").fetchone() == (
        "waiting", "MLG-U002")


def test_the_sums_hold_for_a_run_that_waits(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    intake = Intake(ledger, ledger.source("s"))
    intake.take([accepted("c"), deleted("a"), deleted("b")])
    intake.drop(Outcome.WAITING, Reason("MLG-U002", "trop", "too much"))
    intake.tally.prove()
    assert (intake.tally.created, intake.tally.gone, intake.tally.live_after) == (1, 2, 1)
    assert len(shown(ledger)) == 2


def test_a_forgotten_run_leaves_no_trace(ledger: Ledger) -> None:
    intake = Intake(ledger, ledger.declare("s", DECLARATION))
    intake.take([accepted("b")])
    intake.forget()
    assert ledger.sql.execute("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM item)").fetchone() == (0, 0)


LISTINGS = st.lists(st.tuples(
    st.booleans(), st.dictionaries(st.sampled_from("abcdef"), st.tuples(
        st.sampled_from(["accepted", "rejected", "excluded", "deleted"]), st.sampled_from(["1", "2"])))), max_size=8)
MADE = {"accepted": accepted, "rejected": rejected, "excluded": excluded}


@settings(deadline=None, max_examples=150)
@given(listings=LISTINGS)
def test_the_sums_hold_for_any_history(
        tmp_path_factory: pytest.TempPathFactory, listings: list[tuple[bool, dict[str, tuple[str, str]]]]) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("sums") / "ledger.sqlite", BASE)
    for complete, listing in listings:
        items = [deleted(key) if what == "deleted" else MADE[what](key, text)
                 for key, (what, text) in listing.items()]
        tally = run(ledger, *items, complete=complete).tally  # apply() proves both sums
        states = dict(ledger.sql.execute("SELECT key, state FROM item").fetchall())
        assert sum(State(now) in SHOWN for now in states.values()) == tally.live_after == len(shown(ledger))
        assert all(states[key] != State.GONE for key, (what, _) in listing.items() if what != "deleted")
    ledger.close()
