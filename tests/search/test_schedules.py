"""An event that takes place several times counts on its dates, not on the days between them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from catalogue.entry import Entry
from search.query import SearchQuery
from tests.search.samples import built, keys, record

DATE = "http://www.w3.org/2001/XMLSchema#date"
# Start and end, "" for none.
Period = tuple[str, str]


def event(key: str, whole: Period, dates: Iterable[Period], more: Iterable[str] = ()) -> Entry:
    """An event with its period and the dates in it."""
    iri = f"https://data.example.org/id/event/school--{key}"
    lines = _dated(iri, whole)
    for number, one in enumerate(dates):
        lines.append(f"<{iri}> <https://schema.org/eventSchedule> <{iri}#date-{number}> .\n")
        lines += _dated(f"{iri}#date-{number}", one)
    return record(key, key, kind="event", more=[*lines, *more])


def _dated(iri: str, period: Period) -> list[str]:
    return [f'<{iri}> <https://schema.org/{name}> "{day}"^^<{DATE}> .\n'
            for name, day in zip(("startDate", "endDate"), period, strict=True) if day]


def found(entry: Entry, folder: Path, first: str, last: str = "") -> list[str]:
    return keys(built(folder, [entry]).search(SearchQuery(date_from=first, date_to=last)))


def item(folder: Path, entry: Entry) -> dict[str, Any]:
    [told] = built(folder, [entry]).search(SearchQuery()).items
    read: dict[str, Any] = orjson.loads(told)
    return read


WEEKLY = event("weekly", ("2027-03-02", "2027-03-23"), [("2027-03-02", ""), ("2027-03-09", "2027-03-10"),
                                                        ("2027-03-23", "")])


def test_a_day_of_the_period_without_a_date_does_not_match(tmp_path: Path) -> None:
    index = built(tmp_path, [WEEKLY])
    assert [day for day in range(1, 32) if keys(index.search(SearchQuery(
        date_from=f"2027-03-{day:02}", date_to=f"2027-03-{day:02}")))] == [2, 9, 10, 23]


def test_the_next_date_counts_when_what_comes_next_comes_first(tmp_path: Path) -> None:
    index = built(tmp_path, [WEEKLY, event("once", ("2027-03-15", ""), []), event("over", ("2027-03-01", ""), [])])
    assert keys(index.search(SearchQuery(sort="date", date_from="2027-03-05"))) == ["weekly", "once"]
    assert keys(index.search(SearchQuery(sort="date", date_from="2027-03-11"))) == ["once", "weekly"]


def test_an_item_lists_the_dates_and_not_the_period(tmp_path: Path) -> None:
    told = item(tmp_path, WEEKLY)
    assert [(one["start"], one["end"]) for one in told["sessions"]] == [
        ("2027-03-02", None), ("2027-03-09", "2027-03-10"), ("2027-03-23", None)]
    assert told["sessionCount"] == 3


def test_a_date_is_where_the_event_is_unless_it_says_otherwise(tmp_path: Path) -> None:
    iri, place = "https://data.example.org/id/event/school--e", "https://a.org/place"
    told = item(tmp_path, event("e", ("", ""), [("2027-01-01", ""), ("2027-01-02", "")], [
        f"<{iri}> <https://schema.org/location> <{place}-1> .\n",
        f"<{iri}#date-1> <https://schema.org/location> <{place}-2> .\n",
        f'<{place}-1> <http://purl.org/dc/terms/title> "Salle"@fr .\n',
        f'<{place}-2> <http://purl.org/dc/terms/title> "Jardin"@fr .\n']))
    assert [one["place"] for one in told["sessions"]] == ["Salle", "Jardin"]


def test_a_period_that_goes_on_behind_the_last_date_counts_from_there(tmp_path: Path) -> None:
    long = event("long", ("2027-01-01", "2027-12-31"), [("2027-01-01", ""), ("2027-01-03", "")])
    assert found(long, tmp_path / "between", "2027-01-02", "2027-01-02") == []
    assert found(long, tmp_path / "behind", "2027-06-01", "2027-06-01") == ["long"]
    assert item(tmp_path / "item", long)["sessions"][2] == {
        "start": "2027-01-04", "end": "2027-12-31", "modes": [], "place": None}


def test_a_schedule_without_a_date_leaves_the_event_its_period(tmp_path: Path) -> None:
    assert found(event("e", ("2027-01-01", "2027-01-03"), [("", "")]), tmp_path, "2027-01-02") == ["e"]
