"""Orders and pages: each record once, in the order that was asked for."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import SORTS, SearchQuery
from tests.search.samples import Session, built, keys, record, scratch


def test_titles_sort_without_case_and_accents_and_the_untitled_last(tmp_path: Path) -> None:
    titles = {"1": "Zoologie", "2": "éclairage", "3": "Edition", "4": "Écologie", "5": "art"}
    index = built(tmp_path, [record(key, title) for key, title in titles.items()] + [record("6", {})])
    assert keys(index.search(SearchQuery(sort="title"))) == ["5", "2", "4", "3", "1", "6"]


def test_the_latest_modified_come_first_and_so_do_they_without_words(tmp_path: Path) -> None:
    index = built(tmp_path, [
        record("read", changed=""), record("old", changed="2025-01-01"), record("new", changed="2026-12-01")])
    assert keys(index.search(SearchQuery(sort="modified"))) == ["new", "read", "old"]
    assert keys(index.search(SearchQuery())) == ["new", "read", "old"]


def test_what_starts_next_comes_first_and_what_has_no_date_to_come_last(tmp_path: Path) -> None:
    index = built(tmp_path, [
        record("undated", "A"),
        record("past", "B", sessions=[("2026-01-10", "", "")]),
        record("later", "C", sessions=[("2026-09-01", "", ""), ("2026-01-01", "", "")]),
        record("sooner", "D", sessions=[("2027-01-01", "", ""), ("2026-03-01", "", "")]),
        record("same-day", "A", sessions=[("2026-09-01", "", "")]),
    ])
    asked = SearchQuery(sort="date", date_from="2026-03-01")
    assert keys(index.search(asked)) == ["sooner", "same-day", "later"]
    assert keys(index.search(SearchQuery(sort="date"))) == ["later", "past", "sooner", "same-day", "undated"]


def test_an_event_has_its_own_dates(tmp_path: Path) -> None:
    date_of = "<https://data.example.org/id/event/school--e> <https://schema.org/{}> \"{}\"" \
        "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    index = built(tmp_path, [record("e", kind="event", more=[
        date_of.format("startDate", "2026-05-04T18:30:00+02:00"), date_of.format("endDate", "2026-05-06T01:00:00Z")])])
    assert keys(index.search(SearchQuery(date_from="2026-05-06", date_to="2026-05-31"))) == ["e"]
    assert keys(index.search(SearchQuery(date_from="2026-05-07"))) == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_cover_each_record_once(sort: str, size: int, tmp_path: Path) -> None:
    entries = [record(f"{n:02}", "Gravure", sessions=[(f"2026-0{1 + n % 5}-01", "", "")] if n % 3 else [])
               for n in range(30)]
    index = built(tmp_path, entries)
    pages = [keys(index.search(SearchQuery("gravure", sort=sort, page=page, size=size)))
             for page in range(1, 32)]
    assert sorted(key for page in pages for key in page) == [f"{n:02}" for n in range(30)]
    assert all(len(page) in (size, 30 % size, 0) for page in pages)


def test_a_page_far_beyond_the_last_is_empty(tmp_path: Path) -> None:
    page = built(tmp_path, [record("1")]).search(SearchQuery(page=10**15))
    assert (page.total, page.items) == (1, ())


@pytest.mark.parametrize("query", [
    SearchQuery(sort="random"), SearchQuery(page=0), SearchQuery(size=101), SearchQuery(size=-1),
    SearchQuery(date_from="tomorrow"), SearchQuery(date_to="2026-02-30")])
def test_what_makes_no_sense_is_refused(query: SearchQuery, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"'random'|page 0|size 101|size -1|'tomorrow'|'2026-02-30'"):
        built(tmp_path, [record("1")]).search(query)


def test_equal_hits_keep_one_order_however_the_index_was_built(tmp_path: Path) -> None:
    entries = [record(str(n), "Gravure") for n in range(40)]
    forth = built(tmp_path / "forth", entries).search(SearchQuery("gravure", size=100))
    back = built(tmp_path / "back", entries[::-1]).search(SearchQuery("gravure", size=100))
    assert keys(forth) == keys(back)


DAYS = st.dates(date(2026, 1, 1), date(2027, 3, 1))
SESSIONS = st.lists(st.tuples(DAYS, st.integers(0, 500)), max_size=3)
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS)


def written(sessions: list[tuple[date, int]]) -> list[Session]:
    return [(str(start), str(start + timedelta(days=length)), "") for start, length in sessions]


@settings(max_examples=40, deadline=None)
@given(st.lists(SESSIONS, max_size=10), st.lists(PERIODS, min_size=1, max_size=4), st.integers(1, 4))
def test_periods_and_next_starts_are_those_of_the_model(
        collection: list[list[tuple[date, int]]], periods: list[tuple[date | None, date | None]],
        size: int) -> None:
    entries = [record(f"{n:02}", f"{n:02}", sessions=written(sessions)) for n, sessions in enumerate(collection)]
    with scratch() as folder:
        index = built(Path(folder), entries)
        for first, last in periods:
            touching = [
                n for n, sessions in enumerate(collection)
                if (first is None and last is None) or any(
                    (last is None or start <= last) and (first is None or start + timedelta(days=length) >= first)
                    and (first is None or last is None or first <= last)
                    for start, length in sessions)]
            expected = sorted(touching, key=lambda n: (min(
                (start for start, _ in collection[n] if first is None or start >= first), default=date.max), n))
            found = [key for page in range(1, 12) for key in keys(index.search(SearchQuery(
                sort="date", date_from=str(first or ""), date_to=str(last or ""), page=page, size=size)))]
            assert found == [f"{n:02}" for n in expected]
