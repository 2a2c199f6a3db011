"""The shapes say nothing that an engine may ignore in silence."""

import re

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.concepts import load_concepts
from ontology.terms import CONCEPT, RDFS, SH
from ontology.vocabulary import vocabulary_triples
from shapes.rules import load_rules
from shapes.shape import SHAPES_FOLDER, load_shapes
from tests.shapes.lint import complaints

TEXTS = [file.read_text("utf-8") for file in sorted(SHAPES_FOLDER.glob("*.ttl"))]
SOUND = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix m: <https://w3id.org/maillage/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/maillage/shape#> .
shape:Record a sh:NodeShape ; sh:targetSubjectsOf dct:title ; sh:property shape:Record-title .
shape:Record-title a sh:PropertyShape ; sh:path dct:title ; sh:minCount 1 ; sh:pattern "^[a-z]$" ;
    sh:severity sh:Warning ; m:code "MLG-R900" ; sh:message "Ajoutez un titre."@fr, "Add a title."@en .
"""


def test_the_shapes_have_no_lint() -> None:
    assert complaints(*TEXTS) == []


def test_a_sound_shape_has_no_lint() -> None:
    assert complaints(SOUND) == []


@pytest.mark.parametrize(("right", "wrong", "complaint"), [
    ("sh:minCount", "sh:mincount", "not a term of SHACL Core"),
    ("sh:minCount 1", "sh:sparql [ sh:select 'x' ]", "not a term of SHACL Core"),
    ("^[a-z]$", "^(?!a)", "not portable"),
    ("^[a-z]$", "^\\\\p{L}", "not portable"),
    ("^[a-z]$", "(a)\\\\1", "not portable"),
    ("^[a-z]$", "^\\\\d+$", "not portable"),
    ("^[a-z]$", "^(", "is broken"),
    (', "Add a title."@en', "", "one message in fr and one in en"),
    ('"Add a title."@en', '"Add a title."', "one message in fr and one in en"),
    ('m:code "MLG-R900" ;', "", "does not have one code"),
    ("MLG-R900", "R900", "does not have one code"),
    ("sh:severity sh:Warning ;", "", "does not state one severity"),
    ("sh:path dct:title", "sh:path dct:titel", "is not in the context"),
    ("sh:path dct:title", "sh:path dct:issued", "not named after its property"),
    ("shape:Record-title", "shape:Record", "not named after its property"),
    ("sh:property shape:Record-title", "sh:property [ sh:path dct:title ; sh:minCount 1 ]", "no IRI of its own"),
    ("shape:Record a", "shape:Other a sh:NodeShape ; sh:targetSubjectsOf dct:issued ;"
     " sh:property shape:Record-title . shape:Record a", "is reached 2 times"),
])
def test_lint_catches(right: str, wrong: str, complaint: str) -> None:
    assert right in SOUND
    assert any(complaint in each for each in complaints(SOUND.replace(right, wrong)))


def test_a_code_used_twice_is_caught() -> None:
    other = SOUND.replace("shape:Record", "shape:Other")
    assert any("used 2 times" in each for each in complaints(SOUND, other))


def test_rules_across_records_watch_every_property_that_takes_a_concept() -> None:
    triples = list(parse(load_shapes().ntriples.encode(), RdfFormat.N_TRIPLES))
    paths = {each.subject: each.object for each in triples if each.predicate == SH.path}
    patterns = [each for each in triples if each.predicate == SH.pattern and CONCEPT.iri in str(each.object)]
    listed = {paths[each.subject] for each in patterns}
    assert len(listed) > 20
    (rule,) = (rule for rule in load_rules() if rule.name == "unknown-concept")
    prefixes = dict(line.split()[1:3] for line in rule.query.splitlines() if line.startswith("PREFIX"))
    watched = {word for word in rule.query.partition("VALUES")[2].partition("}")[0].split() if ":" in word}
    expanded = {NamedNode(prefixes[name.split(":")[0] + ":"][1:-1] + name.split(":")[1]) for name in watched}
    assert listed - expanded == set()


def test_every_concept_of_a_list_passes_the_shape_of_the_property_that_takes_it() -> None:
    """The ontology says by rdfs:seeAlso which list a property takes its values from."""
    shapes = list(parse(load_shapes().ntriples.encode(), RdfFormat.N_TRIPLES))
    patterns = {each.subject: each.object.value for each in shapes
                if each.predicate == SH.pattern and isinstance(each.object, Literal)}
    asked = [(each.object, patterns[each.subject]) for each in shapes
             if each.predicate == SH.path and each.subject in patterns]
    lists = {(each.subject, each.object.value) for each in vocabulary_triples()
             if each.predicate == RDFS.seeAlso and isinstance(each.object, NamedNode)}
    concepts = {scheme.iri: [concept.iri for concept in scheme.concepts] for scheme in load_concepts()}
    checked = [(concept, pattern) for path, pattern in asked for property_, scheme in lists
               if path == property_ and scheme in concepts for concept in concepts[scheme]]
    assert len(checked) > 300
    assert [concept for concept, pattern in checked if not re.search(pattern, concept)] == []
