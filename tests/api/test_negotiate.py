"""Choosing a representation and a language."""

import pytest

from api.negotiate import CSV, HTML, JSON, JSONLD, RDFXML, TURTLE, Representation, choose, choose_language, prefers_html

OFFERED = (HTML, JSONLD, TURTLE, RDFXML, JSON)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(("accept", "expected"), [
    ("", HTML),
    ("*/*", HTML),
    (BROWSER, HTML),
    ("text/turtle", TURTLE),
    ("TEXT/Turtle", TURTLE),
    ("application/x-turtle", TURTLE),
    ("application/ld+json, text/turtle;q=0.9", JSONLD),
    ("application/ld+json;q=0.5, text/turtle;q=0.9", TURTLE),
    ("text/html;q=0, */*", JSONLD),
    ("text/*;q=0.3, application/rdf+xml;q=0.2", HTML),
    ("text/html;q=0.2, text/*", TURTLE),
    ("application/json", JSON),
    ("application/xml", RDFXML),
    ("application/pdf, application/rdf+xml;q=0.1", RDFXML),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSONLD),
    ("application/pdf", None),
    ("text/html;q=0", None),
    ("text/turtle;q=oops", None),
    (",;,", HTML),
])
def test_the_most_wanted_form_is_chosen(accept: str, expected: Representation | None) -> None:
    assert choose(accept, OFFERED) is expected


def test_between_equals_the_first_offered_form_wins() -> None:
    assert choose("text/csv, text/html", (HTML, CSV)) is HTML
    assert choose("text/csv, text/html", (CSV, HTML)) is CSV


@pytest.mark.parametrize(("asked", "header", "expected"), [
    ("", "", "fr"), ("en", "fr", "en"), ("xx", "en-GB", "en"), ("", "de, en;q=0.5, fr;q=0.4", "en"),
    ("", "fr-CA, en;q=0.9", "fr"), ("", "en;q=0", "fr"), ("", "de", "fr"),
])
def test_the_language_is_the_one_asked_for_else_the_preferred_else_french(
        asked: str, header: str, expected: str) -> None:
    assert choose_language(asked, header) == expected


@pytest.mark.parametrize(("accept", "expected"), [
    (BROWSER, True), ("text/html", True), ("*/*", False), ("", False), ("application/json", False),
    ("application/json, text/html;q=0.9", False), ("text/turtle", False),
])
def test_a_person_is_one_who_names_html(accept: str, expected: bool) -> None:
    assert prefers_html(accept) is expected
