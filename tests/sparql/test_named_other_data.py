"""Named queries meet what the bundled records do not hold: titles in other languages, dates of every precision."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from sparql.named_queries import named_query
from tests.sparql.facts import rows

PREFIXES = """
@prefix : <https://data.example.org/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix m: <https://w3id.org/maillage/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def store(*graphs: str) -> Store:
    """A store with one named graph for each text in Turtle."""
    made = Store()
    for number, told in enumerate(graphs):
        made.load(PREFIXES + told, RdfFormat.TURTLE, to_graph=NamedNode(f"https://data.example.org/graph/{number}"))
    return made


def asked(made: Store, slug: str, *columns: int, **values: str) -> list[tuple[str, ...]]:
    told = rows(made, named_query(slug).filled(values))
    return [tuple(row[number].removeprefix("https://data.example.org/") for number in columns) for row in told]


HUBS = """
:both a m:ResourceHub ; m:toolFamily <https://w3id.org/maillage/concept/tool-family/immersive> ;
  dct:title "Les deux"@fr, "Both"@en .
:english a m:ResourceHub ; m:toolFamily <https://w3id.org/maillage/concept/tool-family/immersive> ;
  dct:title "English only"@en .
:breton a m:ResourceHub ; m:toolFamily <https://w3id.org/maillage/concept/tool-family/immersive> ;
  dct:title "Brezhoneg"@br .
:untagged a m:ResourceHub ; m:toolFamily <https://w3id.org/maillage/concept/tool-family/immersive> ;
  dct:title "No language" .
"""


@pytest.mark.parametrize(("language", "titles"), [
    ("fr", ["Brezhoneg", "English only", "Les deux", "No language"]),
    ("en", ["Both", "Brezhoneg", "English only", "No language"])])
def test_a_record_is_shown_by_its_title_in_the_language_else_by_any(language: str, titles: list[str]) -> None:
    told = asked(store(HUBS), "hubs-for-immersive-creation", 1, language=language)
    assert sorted(told) == [(title,) for title in titles]


def test_a_record_that_two_graphs_hold_counts_once() -> None:
    course = """:c a schema:Course ; dct:title "Une"@fr ; m:aiAcculturationLevel
      <https://w3id.org/maillage/concept/ai-level/expert> ; schema:hasCourseInstance :c-s .
      :c-s a schema:CourseInstance ; schema:startDate "2027-05"^^xsd:gYearMonth ."""
    assert asked(store(course, course), "activity-by-year", 0, 1) == [("2027", "1")]


EVENTS = "\n".join(f':{name} a schema:Event ; dct:title "{name}"@fr ; {told} .' for name, told in {
    "instant": 'schema:startDate "2027-03-31T23:30:00+02:00"^^xsd:dateTime',
    "year": 'schema:startDate "2027"^^xsd:gYear',
    "month": 'schema:startDate "2027-03"^^xsd:gYearMonth',
    "before": 'schema:startDate "2027-02-27"^^xsd:date ; schema:endDate "2027-02-28"^^xsd:date',
    "over": 'schema:startDate "2026-12-01"^^xsd:date ; schema:endDate "2027-12"^^xsd:gYearMonth',
    "after": 'schema:startDate "2027-04"^^xsd:gYearMonth',
    "weekly": "schema:eventSchedule :d1, :d2",
    "undated": "schema:eventStatus schema:EventScheduled",
}.items()) + """
:d1 a schema:Schedule ; schema:startDate "2027-02-10"^^xsd:date .
:d2 a schema:Schedule ; schema:startDate "2027-03-10T09:00:00Z"^^xsd:dateTime .
"""


def test_an_event_falls_into_a_span_at_the_precision_of_its_dates() -> None:
    told = asked(store(EVENTS), "events-between-two-dates", 0, 2, **{"from": "2027-03-01", "to": "2027-03-31"})
    assert told == [("over", "2026-12-01"), ("year", "2027"), ("month", "2027-03"),
                    ("weekly", "2027-03-10T09:00:00Z"), ("instant", "2027-03-31T23:30:00+02:00")]


@pytest.mark.parametrize(("day", "sessions"), [
    ("2027-03-15", ["month", "late"]), ("2027-03-20", ["month", "late"]), ("2027-04-01", [])])
def test_a_session_is_to_come_while_its_start_may_still_be(day: str, sessions: list[str]) -> None:
    made = store(""":c a schema:Course ; dct:title "Cours"@fr ; schema:hasCourseInstance :early, :month, :late .
      :early schema:startDate "2027-03-14"^^xsd:date .
      :month schema:startDate "2027-03"^^xsd:gYearMonth .
      :late schema:startDate "2027-03-20T14:00:00"^^xsd:dateTime .""")
    assert asked(made, "coming-sessions", 0, **{"from": day}) == [(name,) for name in sessions]


@pytest.mark.parametrize("told", [
    ':r geo:asWKT "POINT(2.5 48.5)"^^geo:wktLiteral',
    ':r geo:asWKT "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT (2.5 48.5)"^^geo:wktLiteral',
    ':r schema:location :p . :p geo:asWKT "POINT(2.5 48.5)"^^geo:wktLiteral',
    ':r schema:location :p . :p geo:hasGeometry :g . :g geo:asWKT "POINT(2.5 48.5)"^^geo:wktLiteral',
    ':r org:hasSite :p . :p geo:hasGeometry :g . :g geo:asWKT "Point(2.5 48.5)"^^geo:wktLiteral',
    ':r schema:hasCourseInstance :s . :s schema:location :p . :p geo:asWKT "POINT(2.5 48.5)"^^geo:wktLiteral'])
def test_a_point_is_found_wherever_a_record_has_it(told: str) -> None:
    made = store(f':r foaf:isPrimaryTopicOf :n ; dct:title "Ici"@fr . {told} . :other geo:asWKT "POINT(2.5 48.5)" .')
    box = {"west": "2.5", "south": "48", "east": "3", "north": "49"}
    assert asked(made, "records-in-a-box", 0, 1, 2, 3, **box) == [("r", "Ici", "2.5", "48.5")]
    assert asked(made, "records-in-a-box", 0, **box | {"west": "2.6"}) == []


def test_shapes_that_are_no_points_are_passed_over() -> None:
    made = store(':r foaf:isPrimaryTopicOf :n ; dct:title "Zone"@fr ; geo:asWKT "POLYGON((2 48, 3 48, 3 49, 2 48))" .')
    assert asked(made, "records-in-a-box", 0, west="-180", south="-90", east="180", north="90") == []
