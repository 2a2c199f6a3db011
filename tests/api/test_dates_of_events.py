"""The dates of an event that takes place several times: on its page, in lists, in tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from catalogue.entry import Entry
from tests.api.demo_view import BASE, demo_view
from tests.search.samples import record

MOMENT = "http://www.w3.org/2001/XMLSchema#dateTime"
IRI = f"{BASE}id/event/agenda--atelier"


def event(*starts: str, more: Sequence[str] = ()) -> Entry:
    """A workshop of two hours on each of the starts (to the minute)."""
    lines = [f'<{IRI}> <https://schema.org/startDate> "{starts[0]}:00+01:00"^^<{MOMENT}> .\n',
             f'<{IRI}> <https://schema.org/endDate> "{_end(starts[-1])}:00+01:00"^^<{MOMENT}> .\n', *more]
    for start in starts:
        part = f"<{IRI}#date-{start[:10]}>"
        lines += [f"<{IRI}> <https://schema.org/eventSchedule> {part} .\n",
                  f'{part} <https://schema.org/startDate> "{start}:00+01:00"^^<{MOMENT}> .\n',
                  f'{part} <https://schema.org/endDate> "{_end(start)}:00+01:00"^^<{MOMENT}> .\n']
    return record("atelier", "Atelier", kind="event", source="agenda", more=lines)


def _end(start: str) -> str:
    return f"{start[:11]}{int(start[11:13]) + 2}{start[13:]}"


@contextmanager
def site(folder: Path, entry: Entry, today: date = date(2027, 3, 5)) -> Iterator[TestClient]:
    view = demo_view(folder / "index", entries=[entry])
    app = create_app(ApiSettings(folder / "data", BASE), views=lambda: view, today=lambda: today)
    with TestClient(app) as made:
        yield made


def page(client: TestClient, path: str, language: str = "fr") -> str:
    return str(client.get(path, headers={"Accept": "text/html", "Accept-Language": language}).text)


WEEKLY = event("2027-03-02T14:00", "2027-03-09T14:30", "2027-03-16T14:00", more=[
    f'<{IRI}#date-2027-03-16> <http://purl.org/dc/terms/title> "Séance finale"@fr .\n'])


def test_the_page_lists_the_dates_to_come_with_their_hours_and_folds_those_past(tmp_path: Path) -> None:
    with site(tmp_path, WEEKLY) as client:
        text = page(client, "/id/event/agenda--atelier").replace("\N{NO-BREAK SPACE}", " ").partition("<h1")[2]
    told = ["Prochaines dates", "<b>9 mars 2027</b> 14 h 30 – 16 h 30", "<b>16 mars 2027</b> 14 h – 16 h",
            "Séance finale", "1 date passée", "<b>2 mars 2027</b>", "En bref"]
    assert [text.index(one) for one in told] == sorted(text.index(one) for one in told)
    # The facts say the period, not its dates once more.
    assert "mars" not in text[text.index("En bref"):].replace("2 – 16 mars 2027", "", 1)


@pytest.mark.parametrize(("language", "today", "told"), [
    ("fr", date(2027, 3, 5), "prochaine date : 9 mars 2027"), ("en", date(2027, 3, 10), "next date: 16 March 2027"),
    ("en", date(2027, 3, 2), "next date: 2 March 2027")])
def test_a_list_tells_the_next_date(tmp_path: Path, language: str, today: date, told: str) -> None:
    with site(tmp_path, WEEKLY, today) as client:
        text = page(client, "/search", language).replace("\N{NO-BREAK SPACE}", " ")
        assert told in text
        assert "3 dates" in text


def test_what_is_over_has_no_next_date_and_says_so(tmp_path: Path) -> None:
    with site(tmp_path, WEEKLY, date(2027, 4, 1)) as client:
        assert "next date" not in page(client, "/search", "en")
        assert "The source announces no coming date." in page(client, "/id/event/agenda--atelier", "en")


def test_a_table_tells_the_next_date(tmp_path: Path) -> None:
    with site(tmp_path, WEEKLY) as client:
        assert ",3,2027-03-09T14:30:00+01:00,2027-03-09T16:30:00+01:00," in client.get("/search.csv").text


def test_the_json_of_an_event_and_of_a_search_list_its_dates(tmp_path: Path) -> None:
    with site(tmp_path, WEEKLY) as client:
        told = client.get("/api/v1/records/agenda--atelier").json()["description"]["schedule"]
        [item] = client.get("/api/v1/search").json()["items"]
    assert sorted(part["startDate"]["@value"][:10] for part in told) == ["2027-03-02", "2027-03-09", "2027-03-16"]
    assert [one["start"][:10] for one in item["sessions"]] == ["2027-03-02", "2027-03-09", "2027-03-16"]


def test_the_next_of_200_daily_dates_is_told_on_each_day_and_the_later_ones_are_folded(tmp_path: Path) -> None:
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(200)]
    with site(tmp_path, event(*(f"{day}T10:00" for day in days)), days[1]) as client:
        assert "next date: 2 January 2027" in page(client, "/search", "en")
        text = page(client, "/id/event/agenda--atelier", "en")
        answer = client.get("/id/event/agenda--atelier", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
    assert text.index("13 January 2027") < text.index("187 later dates") < text.index("14 January 2027")
    assert int(answer.headers.get("content-length", 0)) < 40_000
