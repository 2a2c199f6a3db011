"""Words, numbers and dates in both languages."""

import re
import string
from pathlib import Path

import pytest

from api.facets import FACETS
from api.pages.dates import hours, period, short_day, spoken, spoken_duration
from api.pages.strings import Words, load_strings
from api.pages.typography import number, typeset
from api.parameters import PARAMETERS
from ontology.kinds import KINDS
from search.facets import FACETS as INDEXED

PAGES = Path(__file__).parents[2] / "api" / "pages"


@pytest.mark.parametrize("key", load_strings())
def test_every_text_exists_in_both_languages_with_the_same_places(key: str) -> None:
    said = load_strings()[key]
    assert set(said) == {"fr", "en"}
    places = [
        {name for form in said[language] for _, name, _, _ in string.Formatter().parse(form) if name}
        for language in ("fr", "en")]
    assert places[0] == places[1]
    assert len(said["fr"]) == len(said["en"]) <= 2
    assert all(form.strip() for forms in said.values() for form in forms)


def test_every_text_that_is_asked_for_exists_and_none_is_left_over() -> None:
    sources = "\n".join(file.read_text("utf-8") for file in [*PAGES.rglob("*.py"), *PAGES.rglob("*.html")])
    rooms = ("page|home|search|record|sources|about|problem|vocabulary|time|desk|token|ask|source|run|history|job|mend|"
             "linked|sparql|void")
    asked = set(re.findall(rf"""["']((?:{rooms})\.\w+)["']""", sources))
    sections = ("kind.", "facet.", "term.", "search.sort_", "outcome.", "task.", "state.", "what.", "verdict.",
                "figure.", "severity.", "progress.", "mend.", "claim.")
    known = {key for key in load_strings() if not key.startswith(sections)}
    assert {name for name in asked if not name.endswith((".html", ".css", ".js"))} - set(load_strings()) == set()
    assert known - asked - {"search.from", "search.to"} == set()


def test_every_kind_facet_and_parameter_has_its_words() -> None:
    assert {key.removeprefix("kind.") for key in load_strings() if key.startswith("kind.")} == set(KINDS)
    assert {f"facet.{name}" for name in FACETS} <= set(load_strings())
    assert set(FACETS) == set(INDEXED)
    for parameter in PARAMETERS.values():
        assert parameter.fr
        assert parameter.en


@pytest.mark.parametrize(("language", "count", "expected"), [
    ("fr", 0, "0 fiche"), ("fr", 1, "1 fiche"), ("fr", 2, "2 fiches"), ("fr", 12480, "12\u202f480 fiches"),
    ("en", 0, "0 records"), ("en", 1, "1 record"), ("en", 12480, "12,480 records"),
])
def test_numbers_choose_their_plural(language: str, count: int, expected: str) -> None:
    assert Words(language)("search.total", n=count) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Où ? Là : « ici » !", "Où\u00a0? Là\u00a0: «\u00a0ici\u00a0»\u00a0!"),
    ("90 % de 12 000 €", "90\u00a0% de 12\u00a0000\u00a0€"),
    ("voir https://example.org/a:b", "voir https://example.org/a:b"),
    ("Sans espace:ici", "Sans espace:ici"),
])
def test_french_spaces_do_not_break(text: str, expected: str) -> None:
    assert typeset(text) == expected


def test_thousands_are_set_apart() -> None:
    assert number(1234567, "fr") == "1\u202f234\u202f567"
    assert number(999, "en") == "999"


@pytest.mark.parametrize(("lexical", "fr", "en"), [
    ("2027-01-14", "14 janvier 2027", "14 January 2027"),
    ("2027-08-01T09:30:00+02:00", "1er août 2027", "1 August 2027"),
    ("2017-09", "septembre 2017", "September 2017"),
    ("2017", "2017", "2017"),
    ("2017-19-01", "2017", "2017"),
    ("bientôt", "bientôt", "bientôt"),
])
def test_a_date_is_said_with_the_precision_it_has(lexical: str, fr: str, en: str) -> None:
    assert (spoken(lexical, "fr"), spoken(lexical, "en")) == (fr, en)


@pytest.mark.parametrize(("start", "end", "fr", "en"), [
    ("2027-01-14T09:00:00+01:00", "2027-01-14T17:30:00+01:00", "9\xa0h – 17\xa0h\xa030", "09:00 – 17:30"),
    ("2027-01-14T14:05:00Z", "", "14\xa0h\xa005 UTC", "14:05 UTC"),
    ("2027-01-14T14:00:00", "2027-01-14T14:00:00", "14\xa0h", "14:00"),
    ("2027-01-14T09:00:00+01:00", "2027-01-15T17:00:00+01:00", "", ""),
    ("2027-01-14", "2027-01-14", "", ""), ("2027-01-14T09:00:00Z", "2027-01-14", "9\xa0h UTC", "09:00 UTC"),
    ("", "2027-01-14T09:00:00Z", "", ""),
])
def test_hours_are_those_of_one_day(start: str, end: str, fr: str, en: str) -> None:
    assert (hours(start, end, "fr"), hours(start, end, "en")) == (fr, en)


@pytest.mark.parametrize(("start", "end", "expected"), [
    ("2027-01-14", "2027-01-15", "14 et 15 janvier 2027"),
    ("2027-01-14", "2027-01-20", "14 – 20 janvier 2027"),
    ("2027-01-31", "2027-02-01", "31 janvier – 1er février 2027"),
    ("2026-12-31", "2027-01-01", "31 décembre 2026 – 1er janvier 2027"),
    ("2027-01-14T09:00:00Z", "2027-01-14T17:00:00Z", "14 janvier 2027"),
    ("2027-01", "2027-03", "janvier – mars 2027"),
    ("2027", "2027-03-02", "2027 – 2 mars 2027"),
    ("2027-01-14", "", "14 janvier 2027"),
    ("", "2027-01-14", "14 janvier 2027"),
])
def test_a_period_says_once_what_its_ends_share(start: str, end: str, expected: str) -> None:
    assert period(start, end, "fr") == expected


@pytest.mark.parametrize(("lexical", "fr", "en"), [
    ("PT14H", "14 heures", "14 hours"), ("P1DT3H30M", "1 jour 3 heures 30 minutes", "1 day 3 hours 30 minutes"),
    ("P2W", "2 semaines", "2 weeks"), ("P", "P", "P"), ("PT0H", "PT0H", "PT0H"),
    ("deux jours", "deux jours", "deux jours"),
])
def test_a_duration_is_said_in_words(lexical: str, fr: str, en: str) -> None:
    assert (spoken_duration(lexical, "fr"), spoken_duration(lexical, "en")) == (fr, en)


def test_a_calendar_leaf_shows_what_the_date_says() -> None:
    assert short_day("2027-01-04", "fr") == ("4", "janv.")
    assert short_day("2027-01", "en") == ("", "Jan")
    assert short_day("2027", "fr") == ("", "2027")
