"""The gate gives each record of a batch its own findings and nobody else's."""

from collections.abc import Sequence

import pytest

from shapes.finding import Severity, blocks
from shapes.gate import Gate
from shapes.result import Result
from tests.shapes.case import BASE, described

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PLACE = PREFIXES + """
<> a dct:Location ; foaf:isPrimaryTopicOf <#record> ; dct:identifier "1" ; dct:title "Rennes"@fr ;
    dct:description "Une ville."@fr ; dcat:keyword "ville"@fr ; dct:spatial <http://id.insee.fr/geo/region/53> .
"""


def record(name: str, turtle: str = PLACE) -> tuple[str, bytes]:
    iri = f"{BASE}place/demo--{name}"
    return iri, described(turtle, iri)


def codes(gate: Gate, *batch: tuple[str, bytes]) -> list[list[str]]:
    return [[finding.code for finding in findings] for findings in gate.check(batch)]


@pytest.fixture(scope="module", params=["shacl", "pyshacl"])
def gate(request: pytest.FixtureRequest) -> Gate:
    return Gate(request.param)


def test_a_conforming_record_has_no_finding(gate: Gate) -> None:
    assert gate.check([record("a")]) == [()]


def test_an_empty_batch_has_no_findings(gate: Gate) -> None:
    assert gate.check([]) == []


def test_findings_stand_in_the_order_of_the_records(gate: Gate) -> None:
    untitled = PLACE.replace('dct:title "Rennes"@fr ;', "")
    mute = PLACE.replace('dct:description "Une ville."@fr ;', "")
    assert codes(gate, record("a"), record("b", untitled), record("c"), record("d", mute)) == [
        [], ["MLG-R103"], [], ["MLG-R108"]]


def test_a_finding_says_what_where_and_what_to_do_in_both_languages(gate: Gate) -> None:
    ((finding,),) = gate.check([record("a", PLACE.replace("<http://id.insee.fr/geo/region/53>", '"Bretagne"'))])
    assert (finding.code, finding.severity) == ("MLG-R142", Severity.WARNING)
    assert (finding.path, finding.value) == ("spatial", "Bretagne")
    assert "code INSEE" in finding.fr
    assert "INSEE code" in finding.en


def test_a_fault_of_a_part_belongs_to_its_record(gate: Gate) -> None:
    part = '<#session-1> schema:startDate "2027-03-12"^^xsd:date ; schema:endDate "2027-03-11"^^xsd:date .'
    ((), (finding,)) = gate.check([record("a"), record("b", PLACE + part)])
    assert (finding.code, finding.path) == ("MLG-R116", "endDate")
    assert finding.value == f"{BASE}place/demo--b#session-1"


def test_a_record_whose_name_begins_like_another_keeps_its_findings_to_itself(gate: Gate) -> None:
    untitled = PLACE.replace('dct:title "Rennes"@fr ;', "")
    assert codes(gate, record("a"), record("a-2", untitled), record("a-2-3")) == [[], ["MLG-R103"], []]


def test_the_gravest_finding_comes_first(gate: Gate) -> None:
    poor = PREFIXES + "<> a dct:Location ; foaf:isPrimaryTopicOf <#record> ; dct:identifier '1' ."
    (findings,) = gate.check([record("a", poor)])
    severities = [finding.severity for finding in findings]
    assert severities == [Severity.VIOLATION, Severity.WARNING, Severity.WARNING, Severity.INFO]
    assert blocks(findings)


def test_the_same_finding_is_told_once(gate: Gate) -> None:
    parts = "".join(f"<#session-{n}> a schema:CourseInstance ; schema:startDate '2027-03-12'^^xsd:date ." for n in "12")
    assert codes(gate, record("a", PLACE + parts)) == [["MLG-S101"]]


def test_a_long_value_is_cut(gate: Gate) -> None:
    ((finding,),) = gate.check([record("a", PLACE.replace('"Rennes"', f'"{"Rennes " * 200}"'))])
    assert (finding.code, len(finding.value)) == ("MLG-R107", 500)


@pytest.mark.parametrize("poison", [
    b"no N-Triples at all\n",
    b'<%s> <http://purl.org/dc/terms/title> "no end\n',
    b'<%s> <http://purl.org/dc/terms/title> "\xff"@fr .\n',
    b"<%s> <http://purl.org/dc/terms/relation> <http://example.org/a b> .\n",
    b'<%s> <http://purl.org/dc/terms/title> "no dot"@fr\n',
])
def test_an_ill_formed_description_leaves_its_batch_alone(gate: Gate, poison: bytes) -> None:
    batch = [record(str(n)) for n in range(9)]
    for spoilt in (3, 8):
        iri, sound = batch[spoilt]
        batch[spoilt] = iri, sound + poison.replace(b"%s", iri.encode())
    found = gate.check(batch)
    assert [bool(findings) for findings in found] == [n in (3, 8) for n in range(9)]
    for spoilt in (3, 8):
        (finding,) = found[spoilt]
        assert finding.code in {"MLG-G101", "MLG-G102"}
        assert finding.severity is Severity.VIOLATION


def test_an_ill_formed_description_says_where_it_breaks(gate: Gate) -> None:
    iri, sound = record("a")
    ((finding,),) = gate.check([(iri, sound + f"<{iri}> <http://purl.org/dc/terms/title> 12 .\n".encode())])
    assert finding.code == "MLG-G101"
    assert "line" in finding.value


def test_a_description_without_a_final_line_end_does_not_run_into_the_next(gate: Gate) -> None:
    (iri, sound), other = record("a"), record("b")
    assert codes(gate, (iri, sound.rstrip(b"\n")), other) == [[], []]


def test_nobody_speaks_in_the_name_of_another_record(gate: Gate) -> None:
    victim, (iri, sound) = record("victim"), record("a")
    forged = f'<{victim[0]}> <http://purl.org/dc/terms/title> "Not Rennes"@fr .\n'.encode()
    assert codes(gate, victim, (iri, sound + forged)) == [[], ["MLG-G102"]]


def test_a_description_of_nothing_does_not_conform(gate: Gate) -> None:
    iri, _ = record("a")
    assert codes(gate, (iri, b"")) == [["MLG-G102"]]
    assert codes(gate, (iri, record("b")[1])) == [["MLG-G102"]]


def test_a_blank_node_is_refused_but_not_a_text_that_looks_like_one(gate: Gate) -> None:
    anonymous = PLACE + "<> dct:relation [ dct:title 'x' ] ."
    held = PLACE + "<> dct:relation [] ."
    text = PLACE.replace("Une ville.", "voir <ceci> _:b1")
    assert codes(gate, record("a", anonymous), record("b", held), record("c", text)) == [
        ["MLG-G102"], ["MLG-G103"], []]


class Counting:
    """An engine that counts what it is asked."""

    def __init__(self, gate: Gate) -> None:
        self.inner = gate._engine
        self.sizes: list[int] = []

    def validate(self, ntriples: str) -> list[Result]:
        self.sizes.append(ntriples.count("isPrimaryTopicOf"))
        return self.inner.validate(ntriples)


def counted(batch: Sequence[tuple[str, bytes]]) -> list[int]:
    gate = Gate()
    counting = Counting(gate)
    gate._engine = counting
    gate.check(batch)
    return counting.sizes


def test_a_sound_batch_is_one_call_of_the_engine() -> None:
    assert counted([record(str(n)) for n in range(200)]) == [200]


def test_one_culprit_in_a_batch_costs_some_twenty_calls() -> None:
    batch = [record(str(n)) for n in range(256)]
    iri, sound = batch[77]
    batch[77] = iri, sound + f"<{iri}> <broken .\n".encode()
    assert len(counted(batch)) == 1 + 2 * 8
