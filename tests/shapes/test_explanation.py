"""Every code of this room can be explained, and our own vocabulary keeps its own shapes."""

import re
from pathlib import Path

from ontology.concepts import CONCEPTS_FOLDER
from shapes.engines import engine
from shapes.explanation import explain, explanations
from shapes.finding import Severity
from shapes.gate import REFUSALS
from shapes.rules import load_rules
from shapes.shape import load_shapes
from tests.shapes.case import described

ROOT = Path(__file__).resolve().parents[2]


def test_a_code_of_a_shape_a_rule_and_the_gate_is_explained() -> None:
    for code, path, severity in (("MLG-R103", "title", Severity.VIOLATION), ("MLG-J104", "title", Severity.INFO),
                                 ("MLG-J101", "", Severity.WARNING), ("MLG-G101", "", Severity.VIOLATION)):
        explained = explain(code)
        assert explained is not None
        assert (explained.code, explained.path, explained.severity) == (code, path, severity)
        assert explained.fr != explained.en


def test_a_code_of_another_room_is_not_explained_here() -> None:
    assert explain("MLG-Z999") is None


def test_no_code_stands_for_two_things() -> None:
    assert len(explanations()) == len(load_shapes().by_iri) + len(load_rules()) + len(REFUSALS)
    assert list(explanations()) == sorted(explanations())


def test_no_other_room_issues_a_code_of_this_room() -> None:
    rooms = ("api", "catalogue", "exports", "harvesters", "maillage", "ontology", "search", "sparql")
    files = [file for room in rooms for kind in ("*.py", "*.toml") for file in (ROOT / room).rglob(kind)]
    # Remedies and letters to producers speak of codes that others issue.
    issued = {code: file.name for file in files if file.parent.name != "mending"
              for code in re.findall(r"MLG-[A-Z]\d{3}", file.read_text("utf-8"))}
    assert len(issued) > 50
    assert {code: file for code, file in issued.items() if code in explanations()} == {}


def test_only_what_makes_a_description_misleading_blocks_it() -> None:
    blocking = {each.code for each in explanations().values()
                if each.severity is Severity.VIOLATION and each.code[4] in "RS"}
    assert blocking == {"MLG-R101", "MLG-R102", "MLG-R103", "MLG-R104", "MLG-R114", "MLG-R115", "MLG-R116"}
    assert {each.code[4] for each in explanations().values() if each.severity is Severity.VIOLATION} == set("RGK")


def test_our_own_concepts_have_no_finding() -> None:
    made, _ = engine("shacl", load_shapes().ntriples)
    files = sorted(CONCEPTS_FOLDER.glob("*.ttl"))
    assert len(files) > 20
    found = made.validate("".join(described(file.read_text("utf-8")).decode() for file in files))
    assert [(result.focus, load_shapes().by_iri[result.shape].code) for result in found] == []
