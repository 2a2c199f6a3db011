"""Any run can be undone, and what was before is there again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.intake import Intake
from catalogue.ledger import Ledger
from catalogue.rollback import NothingToUndo, roll_back
from tests.catalogue.items import BASE, accepted, deleted, end, made, rejected, run, shown, state


def test_what_a_run_brought_changed_and_removed_is_as_before(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    run(ledger, accepted("a", "spoilt"), accepted("c"), deleted("b"))
    told = roll_back(ledger, ledger.source("s"), 2)
    assert (told.undone, told.tally.restored, told.tally.gone, told.tally.live_after) == ((2,), 1, 1, 2)
    assert (shown(ledger), state(ledger, "c")) == (["1", "1"], "gone")


def test_later_runs_are_undone_with_it(ledger: Ledger) -> None:
    for text in "123":
        run(ledger, accepted("a", text))
    assert roll_back(ledger, ledger.source("s"), 2).undone == (2, 3)
    assert shown(ledger) == ["1"]


def test_the_source_is_read_anew_but_only_when_a_curator_asks(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    run(ledger, accepted("a", "2"))
    roll_back(ledger, ledger.source("s"), 2)
    row = ledger.source("s")
    assert (row.mapping, row.mark, bool(row.paused)) == (b"", "", True)
    assert run(ledger, accepted("a", "2")).tally.changed == 1
    assert (shown(ledger), ledger.source("s").paused) == (["2"], "")


def test_a_replay_leaves_a_paused_source_paused(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    run(ledger, accepted("a", "2"))
    roll_back(ledger, ledger.source("s"), 2)
    intake = Intake(ledger, ledger.source("s"), "replay")
    intake.take([accepted("a", "3")])
    end(intake, complete=False)
    assert (shown(ledger), bool(ledger.source("s").paused)) == (["3"], True)


def test_a_rollback_can_be_rolled_back(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    run(ledger, accepted("a", "2"), accepted("b"))
    undone = roll_back(ledger, ledger.source("s"), 2)
    roll_back(ledger, ledger.source("s"), undone.run)
    assert shown(ledger) == ["2", "1"]


def test_a_refused_version_that_came_back_is_held_again(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    run(ledger, rejected("a"))
    run(ledger, accepted("a", "2"))
    roll_back(ledger, ledger.source("s"), 3)
    assert (state(ledger, "a"), shown(ledger)) == ("held", ["1"])


@pytest.mark.parametrize("number", [2, 9])
def test_a_run_that_moved_nothing_or_never_was_cannot_be_undone(ledger: Ledger, number: int) -> None:
    run(ledger, accepted("a"))
    run(ledger, accepted("a"))
    with pytest.raises(NothingToUndo):
        roll_back(ledger, ledger.source("s"), number)


def test_a_trial_changes_nothing(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    before = list(ledger.sql.iterdump())
    assert roll_back(ledger, ledger.source("s"), 1, dry_run=True).tally.gone == 1
    assert list(ledger.sql.iterdump()) == before


HISTORIES = st.lists(st.dictionaries(st.sampled_from("abcd"), st.tuples(
    st.sampled_from(["accepted", "rejected", "deleted"]), st.sampled_from(["1", "2"]))), min_size=2, max_size=6)


@settings(deadline=None, max_examples=100)
@given(histories=HISTORIES, data=st.data())
def test_whatever_runs_did_what_was_shown_before_them_is_shown_again(
    tmp_path_factory: pytest.TempPathFactory, histories: list[dict[str, tuple[str, str]]], data: st.DataObject,
) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("undo") / "ledger.sqlite", BASE)
    pictures: list[list[str]] = [[]]
    for listing in histories:
        run(ledger, *(made(what, key, text) for key, (what, text) in listing.items()))
        pictures.append(shown(ledger))
    number = data.draw(st.integers(1, len(histories)))
    try:
        roll_back(ledger, ledger.source("s"), number)
    except NothingToUndo:
        assert pictures[number - 1] == pictures[-1]
    assert shown(ledger) == pictures[number - 1]
    ledger.close()
