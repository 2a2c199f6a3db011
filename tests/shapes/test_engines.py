"""Two engines behind one interface: the same refusals, the same answers, and one in place of the other."""

import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapes.engines import Notice, UnknownEngine, engine
from shapes.gate import Gate
from shapes.reference import PyShacl
from shapes.result import IllFormed
from shapes.shape import load_shapes
from tests.shapes.case import BASE

FAST, _ = engine("shacl", load_shapes().ntriples)
REFERENCE, _ = engine("pyshacl", load_shapes().ntriples)

SCHEMA, DCT, M = "https://schema.org/", "http://purl.org/dc/terms/", "https://w3id.org/maillage/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
CLASSES = [f"{SCHEMA}Course", f"{SCHEMA}CourseInstance", f"{SCHEMA}Event", f"{SCHEMA}Offer", f"{SCHEMA}Service",
           f"{DCT}Location", f"{M}ResourceHub", "http://www.w3.org/ns/org#Organization",
           "http://www.w3.org/ns/adms#Identifier", "http://www.w3.org/2004/02/skos/core#Concept"]
PREDICATES = [f"{SCHEMA}{name}" for name in (
    "startDate", "endDate", "courseMode", "timeRequired", "price", "priceCurrency", "isAccessibleForFree",
    "serviceType", "location", "hasCourseInstance", "maximumAttendeeCapacity", "provider")] + [
    f"{DCT}{name}" for name in ("title", "identifier", "description", "modified", "language", "spatial", "license")] + [
    f"{M}{name}" for name in ("validityEnd", "topic", "coversStage", "usesTool")] + [
    "http://xmlns.com/foaf/0.1/isPrimaryTopicOf", "http://xmlns.com/foaf/0.1/homepage",
    "http://www.w3.org/2004/02/skos/core#notation", "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/ns/adms#schemaAgency", "http://www.opengis.net/ont/geosparql#asWKT"]
# Every trap that engines are known to fall into, one by one or against another date.
VALUES = [
    *(f'"{day}"^^<{XSD}date>' for day in ("2027-03-12", "2027-03-11", "2027-02-30", "2027-3-1", "2027-W10-5", "2027",
                                          "2027-03-12Z", "2027-03-12+14:30", "12027-03-12", "-0044-03-15", "")),
    *(f'"{time}"^^<{XSD}dateTime>' for time in (
        "2027-03-12T10:00:00", "2027-03-12T09:00:00", "2027-03-12T10:00:00Z", "2027-03-12T10:30:00+01:00",
        "2027-03-12T10:00", "2027-03-12T10:00:00+0200", "2027-03-12T24:00:00", "2027-03-12T10:00:00.5", "2027-03-12")),
    *(f'"{month}"^^<{XSD}gYearMonth>' for month in ("2027-03", "2027-05", "2027-13", "mars")),
    *(f'"{year}"^^<{XSD}gYear>' for year in ("2027", "2026", "hier", "27")),
    *(f'"{length}"^^<{XSD}duration>' for length in ("PT14H", "P", "PT", "P1W", "P1DT", "P2D", "14 h", "P1Y2M")),
    *(f'"{truth}"^^<{XSD}boolean>' for truth in ("true", "1", "TRUE", "oui", "false")),
    *(f'"{number}"^^<{XSD}integer>' for number in ("12", "012", "-3", "douze", "1.5")),
    *(f'"{number}"^^<{XSD}decimal>' for number in ("450.50", "450,50", "1e3")),
    *(f'"Titre"@{language}' for language in ("fr", "fr-CA", "en", "de")), '"TITRE"@FR', '"Autre"@fr', '""@fr',
    '"450 €"', '"EUR"', '"SIRET"', '"13002526500013"', '"00000000000000"', '" "', '"a\\tb"', '"é\\u0301"',
    f'"{"x" * 300}"',
    '"POINT(48.1 -1.6)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    '"POINT(-1.6 48.1)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>',
    "<https://example.org/page>", "<mailto:contact@example.org>", "<urn:x>", f"<{BASE}course/demo--1#part>",
    "<https://w3id.org/maillage/concept/mode/onsite>", "<https://w3id.org/maillage/concept/mode/selfpaced>",
    "<https://w3id.org/maillage/concept/topic/iiif>", "<https://w3id.org/maillage/concept/service-type/archiving>",
    "<http://publications.europa.eu/resource/authority/language/FRA>", "<http://id.insee.fr/geo/region/53>",
]
SUBJECTS = [f"{BASE}course/demo--1", f"{BASE}course/demo--1#part", f"{BASE}course/demo--2"]


@st.composite
def descriptions(draw: st.DrawFn) -> str:
    """A few statements about a few subjects, each of some class, any value behind any property."""
    typed = [f"<{subject}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{draw(st.sampled_from(CLASSES))}> .\n"
             for subject in SUBJECTS]
    statement = st.builds("<{}> <{}> {} .\n".format, st.sampled_from(SUBJECTS), st.sampled_from(PREDICATES),
                          st.sampled_from(VALUES))
    return "".join({*typed, *draw(st.lists(statement, max_size=25))})


@settings(max_examples=60, deadline=None)
@given(descriptions())
def test_any_small_description_gets_the_same_results_from_both_engines(ntriples: str) -> None:
    assert Counter(FAST.validate(ntriples)) == Counter(REFERENCE.validate(ntriples))


@pytest.mark.parametrize("value", VALUES)
def test_a_trap_value_gets_the_same_results_behind_every_property(value: str) -> None:
    """One subject for each property; against a start and an end of another kind where it is a date."""
    lines = [f"<{BASE}x/demo--{n}> <{predicate}> {value} .\n" for n, predicate in enumerate(PREDICATES)]
    for n, other in enumerate(each for each in VALUES if "XMLSchema#date" in each or "XMLSchema#gYear" in each):
        lines += [f"<{BASE}y/demo--{n}> <{SCHEMA}startDate> {value} .\n",
                  f"<{BASE}y/demo--{n}> <{SCHEMA}endDate> {other} .\n"]
    text = "".join(lines)
    assert Counter(FAST.validate(text)) == Counter(REFERENCE.validate(text))


@pytest.mark.parametrize("text", [
    "<a> <b> <c> .", '<http://example.org/a> <http://example.org/b> "x" ', "@prefix a: <b> .",
    '<http://example.org/a> <http://example.org/b> "x"@not_a_tag .', "\ud800"])
def test_both_engines_refuse_what_is_not_ntriples(text: str) -> None:
    for made in (FAST, REFERENCE):
        with pytest.raises(IllFormed):
            made.validate(text)


def test_without_the_wheel_the_reference_engine_stands_in_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shacl", None)
    made, notice = engine("shacl", load_shapes().ntriples)
    assert isinstance(made, PyShacl)
    assert isinstance(notice, Notice)
    assert "pyshacl" in notice.fr
    assert "pyshacl" in notice.en
    assert Gate().notice == notice


def test_the_usual_engine_needs_no_notice() -> None:
    assert Gate().notice is None
    assert Gate("pyshacl").notice is None


def test_an_unknown_engine_names_the_known_ones() -> None:
    with pytest.raises(UnknownEngine) as unknown:
        Gate("jena")
    assert "shacl, pyshacl" in unknown.value.fr
    assert "shacl, pyshacl" in unknown.value.en


def test_an_ill_typed_literal_is_a_result_and_not_a_line_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    REFERENCE.validate(f'<{BASE}x> <{SCHEMA}startDate> "2027-02-30"^^<{XSD}date> .\n')
    assert capfd.readouterr() == ("", "")
