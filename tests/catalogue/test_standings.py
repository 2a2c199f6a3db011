"""How sources stand: states, last run, failures in a row, records on line by day."""

from datetime import date

import pytest

from catalogue.differences import differences, moved
from catalogue.histories import histories
from catalogue.intake import Reason
from catalogue.ledger import Ledger
from catalogue.rollback import roll_back
from catalogue.runs import count_runs, find_run, runs
from catalogue.standings import DAYS, Standing, standing, standings
from catalogue.states import Outcome
from tests.catalogue.items import BASE, accepted, begin, rejected, run

TODAY = date(2026, 11, 22)


def on(ledger: Ledger, number: int, day: str) -> None:
    ledger.sql.execute("UPDATE run SET started = ? || 'T03:00:00Z', ended = ? || 'T03:00:09Z' WHERE number = ?",
                       (day, day, number))


def drop(ledger: Ledger, outcome: Outcome) -> None:
    intake = begin(ledger)
    intake.close_listing(1)
    intake.drop(outcome, Reason("MLG-T001", "raison", "reason"))


def stands(ledger: Ledger) -> Standing:
    return standing(ledger, "s", TODAY)


def test_a_source_tells_its_items_by_state_and_its_last_run(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"), rejected("c"))
    run(ledger, accepted("a"), rejected("b"), rejected("c"))
    one = stands(ledger)
    assert one.states == {"live": 1, "held": 1, "rejected": 1}
    assert (one.refused, one.shown, one.needs_action) == (2, 2, False)
    assert one.last is not None
    assert one.last.name == "s--2"


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.FAILED])
def test_a_run_that_waits_or_failed_needs_somebody(ledger: Ledger, outcome: Outcome) -> None:
    run(ledger, accepted("a"))
    drop(ledger, outcome)
    assert stands(ledger).needs_action


def test_a_listing_that_broke_off_needs_somebody_and_a_good_run_ends_that(ledger: Ledger) -> None:
    run(ledger, accepted("a"), complete=False)
    assert stands(ledger).needs_action
    run(ledger, accepted("a"))
    assert not stands(ledger).needs_action


def test_a_source_that_is_paused_needs_somebody(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    roll_back(ledger, ledger.source("s"), 1)
    assert stands(ledger).needs_action


def test_failures_in_a_row_are_counted_from_the_first_one(ledger: Ledger) -> None:
    drop(ledger, Outcome.FAILED)
    run(ledger, accepted("a"))
    assert (stands(ledger).failing, stands(ledger).failing_since) == (0, "")
    drop(ledger, Outcome.FAILED)
    drop(ledger, Outcome.FAILED)
    on(ledger, 3, "2026-11-20")
    assert (stands(ledger).failing, stands(ledger).failing_since) == (2, "2026-11-20T03:00:00Z")


def test_the_records_of_each_day_are_those_at_its_end(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    run(ledger, accepted("a"), accepted("b"))
    run(ledger, accepted("a"), accepted("b"), accepted("c"))
    for number, day in ((1, "2026-11-19"), (2, "2026-11-21"), (3, "2026-11-21")):
        on(ledger, number, day)
    assert stands(ledger).live == (1, 1, 3, 3)


def test_what_was_on_line_before_counts_from_the_first_day_on(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    on(ledger, 1, "2020-01-01")
    assert stands(ledger).live == (1,) * DAYS


def test_a_run_that_waits_or_failed_moves_no_record_of_its_day(ledger: Ledger) -> None:
    run(ledger, accepted("a"), accepted("b"))
    drop(ledger, Outcome.WAITING)
    drop(ledger, Outcome.FAILED)
    for number in (1, 2, 3):
        on(ledger, number, f"2026-11-2{number - 1}")
    assert stands(ledger).live == (2, 2, 2)


def test_sources_that_need_somebody_come_first_then_those_with_refusals(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    ledger.sql.execute("UPDATE source SET name = 'a-sound'")
    run(ledger, rejected("a"))
    ledger.sql.execute("UPDATE source SET name = 'b-refused' WHERE name = 's'")
    drop(ledger, Outcome.FAILED)
    assert [one.source.name for one in standings(ledger, TODAY)] == ["s", "b-refused", "a-sound"]


def test_runs_are_found_by_source_outcome_and_name_and_told_in_pages(ledger: Ledger) -> None:
    for text in "123":
        run(ledger, accepted("a", text))
    drop(ledger, Outcome.FAILED)
    assert [one.number for one in runs(ledger, "s", limit=2, offset=1)] == [3, 2]
    assert (count_runs(ledger), count_runs(ledger, "s", "failed"), count_runs(ledger, "t")) == (4, 1, 0)
    assert [one.number for one in runs(ledger, outcome="failed")] == [4]
    found = find_run(ledger, "s--2")
    assert found is not None
    assert (found.number, find_run(ledger, "s--02"), find_run(ledger, "s"), find_run(ledger, "t--1")) == (
        2, None, None, None)


def test_changes_are_told_in_pages_by_key(ledger: Ledger) -> None:
    run(ledger, *map(accepted, "dbca"))
    number = ledger.sql.execute("SELECT id FROM run").fetchone()[0]
    assert moved(ledger.sql, number) == 4
    pages = [[one.key for one in differences(ledger.sql, number, limit=3, offset=offset)] for offset in (0, 3, 6)]
    assert pages == [["a", "b", "c"], ["d"], []]


@pytest.mark.parametrize(("record", "found"), [
    ("a", ["a"]), (f"{BASE}id/tool/s--a", ["a"]), (f"{BASE}id/tool/s--b", []), (f"{BASE}id/tool/t--a", []),
    ("https://elsewhere.example/id/tool/s--a", []), (f"{BASE}id/", []), ("", []),
])
def test_a_history_is_found_by_key_and_by_iri(ledger: Ledger, record: str, found: list[str]) -> None:
    run(ledger, accepted("a"), rejected("b"))
    assert [one["key"] for one in histories(ledger, record)] == found


def test_a_key_of_several_sources_has_a_history_in_each(ledger: Ledger) -> None:
    run(ledger, accepted("a"))
    ledger.sql.execute("UPDATE source SET name = 'former'")
    run(ledger, accepted("a"))
    assert [one["source"] for one in histories(ledger, "a")] == ["former", "s"]
    assert [one["source"] for one in histories(ledger, "a", "s")] == ["s"]
