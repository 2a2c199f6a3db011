"""What is kept of pages: when they are unreachable, when their turn comes, and whom that is told."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from catalogue.ledger import Ledger
from catalogue.link_health import LinkHealth
from catalogue.link_health import unreachable as served
from catalogue.links import Outcome, due, own_pages, remember, unreachable

URL = "https://page.example/"
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FINE = Outcome(URL, True, 200)
GONE = Outcome(URL, False, 410, "MLG-N121", "disparue", "gone")
MISSED = Outcome(URL, False, 404, "MLG-N121", "absente", "absent")
UNKNOWN = Outcome(URL, None, 403)


def since(ledger: Ledger, *outcomes: tuple[Outcome, datetime]) -> str:
    """Since when the page is unreachable after these checks."""
    for outcome, at in outcomes:
        remember(ledger.sql, [outcome], at)
    dead = unreachable(ledger.sql).get(URL)
    return dead.since if dead else ""


def test_one_miss_is_no_verdict(ledger: Ledger) -> None:
    assert since(ledger, (MISSED, NOON)) == ""


def test_misses_of_one_day_count_once(ledger: Ledger) -> None:
    assert since(ledger, (MISSED, NOON), (MISSED, NOON + timedelta(hours=5))) == ""


def test_a_page_missed_on_two_days_is_unreachable_since_the_first(ledger: Ledger) -> None:
    assert since(ledger, (FINE, NOON - DAY), (MISSED, NOON), (MISSED, NOON + DAY), (MISSED, NOON + 2 * DAY)) \
        == "2026-11-22T12:00:00Z"


def test_a_page_that_is_said_to_be_gone_is_unreachable_at_once(ledger: Ledger) -> None:
    assert since(ledger, (GONE, NOON)) == "2026-11-22T12:00:00Z"


def test_a_page_that_answers_again_is_reachable_and_forgives(ledger: Ledger) -> None:
    assert since(ledger, (MISSED, NOON), (MISSED, NOON + DAY), (FINE, NOON + 2 * DAY)) == ""
    assert since(ledger, (MISSED, NOON + 3 * DAY)) == ""


def test_a_check_without_verdict_changes_none(ledger: Ledger) -> None:
    assert since(ledger, (UNKNOWN, NOON)) == ""
    assert since(ledger, (MISSED, NOON + DAY), (MISSED, NOON + 2 * DAY), (UNKNOWN, NOON + 3 * DAY)) \
        == "2026-11-23T12:00:00Z"


def test_why_a_page_is_unreachable_is_kept_in_both_languages(ledger: Ledger) -> None:
    remember(ledger.sql, [GONE], NOON)
    [dead] = unreachable(ledger.sql).values()
    assert (dead.code, dead.fr, dead.en, dead.status) == ("MLG-N121", "disparue", "gone", 410)


@pytest.mark.parametrize(("outcome", "days", "comes"), [
    (FINE, 6, False), (FINE, 7, True), (MISSED, 0.5, False), (MISSED, 1, True), (UNKNOWN, 1, False)])
def test_a_page_is_checked_weekly_and_daily_after_a_miss(
        ledger: Ledger, outcome: Outcome, days: float, comes: bool) -> None:
    remember(ledger.sql, [outcome], NOON)
    # A timer is never exact: it may fire a minute early.
    assert due(ledger.sql, [URL], NOON + days * DAY - timedelta(minutes=1)) == ([URL] if comes else [])


def test_the_longest_unchecked_pages_come_first(ledger: Ledger) -> None:
    remember(ledger.sql, [FINE], NOON)
    remember(ledger.sql, [Outcome("https://older.example/", True, 200)], NOON - DAY)
    urls = [URL, "https://older.example/", "https://new.example/"]
    assert due(ledger.sql, urls, None) == ["https://new.example/", "https://older.example/", URL]


def test_the_pages_of_a_record_are_its_own_and_those_of_its_sessions() -> None:
    landing, home = "<http://www.w3.org/ns/dcat#landingPage>", "<http://xmlns.com/foaf/0.1/homepage>"
    told = (f"<http://t/1> {landing} <https://a.example/cours#inscription> .\n"
            f"<http://t/1> {home} <mailto:contact@a.example> .\n"
            f"<http://t/1> <http://purl.org/dc/terms/description> \"<a> {landing} <https://c.example/> .\" .\n"
            f"<http://t/1> <http://purl.org/dc/terms/source> <https://b.example/> .\n"
            f"<http://t/1#session-1> {landing} <https://a.example/é> .\n"
            f"<http://t/1#provider> {home} <https://school.example/> .\n")
    assert list(own_pages(told.encode())) == ["https://a.example/cours", "https://a.example/é"]


def until(true: Callable[[], object]) -> None:
    """Wait for a thread to have done its work."""
    end = time.monotonic() + 5
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def test_who_serves_learns_of_unreachable_pages_without_waiting_for_the_ledger(tmp_path: Path) -> None:
    path, clock = tmp_path / "ledger.sqlite", [0.0]
    with closing(Ledger.open(path, "http://t/")) as ledger:
        remember(ledger.sql, [GONE], NOON)
        health = LinkHealth(path, clock=lambda: clock[0])
        assert health.known() == {}
        until(health.known)
        remember(ledger.sql, [FINE], NOON + DAY)
        assert set(health.known()) == {URL}
        clock[0] += 61
        until(lambda: not health.known())


def test_where_there_is_no_ledger_no_page_is_unreachable(tmp_path: Path) -> None:
    assert served(tmp_path / "none.sqlite") == {}
    assert not (tmp_path / "none.sqlite").exists()


def test_a_ledger_that_cannot_be_read_leaves_what_was_known(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path, clock = tmp_path / "ledger.sqlite", [0.0]
    with closing(Ledger.open(path, "http://t/")) as ledger:
        remember(ledger.sql, [GONE], NOON)
    health = LinkHealth(path, clock=lambda: clock[0])
    until(health.known)
    path.write_bytes(b"no ledger at all" * 100)
    clock[0] += 61
    health.known()
    until(lambda: "cannot be read" in caplog.text)
    assert set(health.known()) == {URL}


def test_a_ledger_of_an_older_version_has_no_links(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.execute("CREATE TABLE meta (name)")
    health = LinkHealth(path)
    health.known()
    time.sleep(0.05)
    assert health.known() == {}
