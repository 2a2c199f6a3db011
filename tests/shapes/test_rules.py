"""Rules across records find what no single description shows."""

import pytest
from pyoxigraph import Store

from shapes.finding import Severity
from shapes.rules import Rule, apply, load_rules
from tests.shapes.case import BASE
from tests.shapes.ruled import brief, found, identified


def test_every_rule_is_named_in_both_languages_and_reads_as_sparql() -> None:
    codes = [rule.code for rule in load_rules()]
    assert codes == [f"MLG-J10{number}" for number in range(1, 8)]
    for rule in load_rules():
        assert rule.fr.endswith(".")
        assert rule.en.endswith(".")
        assert list(apply(rule, Store())) == []


def test_a_rule_that_is_no_select_is_an_error() -> None:
    rule = Rule("ask", "MLG-J999", Severity.INFO, "fr", "en", "", "ASK { ?s ?p ?o }")
    with pytest.raises(TypeError, match=r"ask\.rq is not a SELECT"):
        list(apply(rule, Store()))


def test_a_link_to_a_record_that_does_not_exist_dangles() -> None:
    assert brief("dangling-link", "course:a a schema:Course ; schema:provider org:gone .") == [
        ("course/a", "provider", "organization/gone")]


def test_a_link_to_a_record_of_another_source_holds() -> None:
    assert brief("dangling-link", "course:a a schema:Course ; schema:provider org:b .",
                 "org:b a schema:Organization .") == []


def test_a_link_out_of_our_base_cannot_dangle() -> None:
    assert brief("dangling-link", """
        course:a schema:provider <https://example.org/id/organization/b> ;
            dct:spatial <http://id.insee.fr/geo/region/53> ; schema:isBasedOn "text" .""") == []


def test_a_link_to_a_part_that_was_left_out_dangles() -> None:
    part = "<https://maillage.example/id/course/a#p>"
    assert brief("dangling-link", f"course:a a schema:Course ; schema:provider {part} .") == [
        ("course/a", "provider", "course/a#p")]


def test_a_concept_of_our_namespace_must_be_in_a_list() -> None:
    vocabulary = "level:beginner skos:inScheme <https://w3id.org/maillage/concept/level> ."
    assert brief("unknown-concept", "course:a schema:educationalLevel level:beginner .", vocabulary) == []
    assert brief("unknown-concept", "course:a schema:educationalLevel level:begginer .", vocabulary) == [
        ("course/a", "level", "https://w3id.org/maillage/concept/level/begginer")]


def test_a_concept_of_another_namespace_is_not_ours_to_know() -> None:
    assert brief("unknown-concept", "course:a dct:subject <http://data.europa.eu/snb/isced-f/0322> .") == []


def test_one_identifier_on_two_records_is_told_on_both() -> None:
    twice = brief("identifier-twice", identified("org:a", "1"), identified("org:b", "1"), identified("org:c", "2"))
    assert twice == [("organization/a", "otherIdentifier", "SIRET 1"), ("organization/b", "otherIdentifier", "SIRET 1")]


def test_the_same_number_of_two_registers_is_two_identifiers() -> None:
    assert brief("identifier-twice", identified("org:a", "1"), identified("org:b", "1", "RNSR")) == []


def test_one_record_in_two_graphs_is_one_record() -> None:
    assert brief("identifier-twice", identified("org:a", "1"), identified("org:a", "1")) == []


def offer(name: str, title: str = "Numériser", provider: str = "Archives") -> str:
    return (f'course:{name} schema:provider <{BASE}course/{name}#p> ; dct:title "{title}"@fr .'
            f'<{BASE}course/{name}#p> dct:title "{provider}"@fr .')


def test_an_offer_that_stands_twice_is_told_on_both() -> None:
    assert brief("title-twice", offer("a"), offer("b")) == [("course/a", "title", "Numériser – Archives"),
                                                            ("course/b", "title", "Numériser – Archives")]
    assert {finding.severity for _, finding in found("title-twice", offer("a"), offer("b"))} == {Severity.INFO}


def test_one_title_of_two_kinds_is_two_things() -> None:
    assert brief("title-twice", offer("a"), offer("b").replace("course:", "org:")) == []


def test_the_same_title_of_two_providers_is_two_offers() -> None:
    assert brief("title-twice", offer("a"), offer("b", provider="Musée"), offer("c", title="Archiver")) == []


def test_places_of_one_name_are_no_doubles() -> None:
    assert brief("title-twice", "course:a dct:title 'Rennes'@fr . course:b dct:title 'Rennes'@fr .") == []


@pytest.mark.parametrize(("start", "end"), [
    ('"2027-03-12"^^xsd:date', '"2027-03-11T18:00:00"^^xsd:dateTime'),
    ('"2027-03-12T09:00:00Z"^^xsd:dateTime', '"2027-03-11"^^xsd:date'),
    ('"2027-03"^^xsd:gYearMonth', '"2027-02-28"^^xsd:date'),
    ('"2027-03-01"^^xsd:date', '"2027-02"^^xsd:gYearMonth'),
    ('"2027"^^xsd:gYear', '"2026"^^xsd:gYear'),
    ('"2027-03"^^xsd:gYearMonth', '"2027-02"^^xsd:gYearMonth'),
])
def test_an_end_before_its_start_is_found_across_datatypes(start: str, end: str) -> None:
    ((focus, path, _),) = brief("ends-before-start", f"course:a schema:startDate {start} ; schema:endDate {end} .")
    assert (focus, path) == ("course/a", "endDate")


@pytest.mark.parametrize(("start", "end"), [
    ('"2027-03-12"^^xsd:date', '"2027-03-12T18:00:00"^^xsd:dateTime'),
    ('"2027-03-12T18:00:00Z"^^xsd:dateTime', '"2027-03-12"^^xsd:date'),
    ('"2027-03-31"^^xsd:date', '"2027-03"^^xsd:gYearMonth'),
    ('"2027-03"^^xsd:gYearMonth', '"2027"^^xsd:gYear'),
    ('"2027"^^xsd:gYear', '"2027-01-01"^^xsd:date'),
])
def test_an_end_within_the_precision_of_its_start_is_no_fault(start: str, end: str) -> None:
    assert brief("ends-before-start", f"course:a schema:startDate {start} ; schema:endDate {end} .") == []
