"""The graph of the vocabulary: the ontology, the concepts and what they entail."""

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.concepts import load_concepts
from ontology.context import Context, load_context
from ontology.kinds import KINDS
from ontology.terms import CONCEPT, DCT, RDFS, SH, SKOS, M
from ontology.vocabulary import vocabulary_triples

ROOT = Path(__file__).resolve().parents[2]
TADIRAH = "https://vocabs.dariah.eu/tadirah/"


@pytest.fixture(scope="module")
def triples() -> list[Triple]:
    return list(vocabulary_triples())


@pytest.fixture(scope="module")
def context() -> Context:
    return load_context()


def languages(triples: list[Triple], predicate: NamedNode) -> dict[str, set[str]]:
    """The languages in which a predicate speaks of each subject."""
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate == predicate and isinstance(triple.subject, NamedNode):
            assert isinstance(triple.object, Literal)
            found.setdefault(triple.subject.value, set()).add(triple.object.language or "")
    return found


def test_every_term_of_the_context_is_named_in_both_languages(triples: list[Triple], context: Context) -> None:
    labels = languages(triples, RDFS.label)
    assert [name for name, term in context.terms.items() if labels.get(term.iri.value) != {"fr", "en"}] == []


def test_every_class_of_a_kind_is_named_in_both_languages(triples: list[Triple]) -> None:
    labels = languages(triples, RDFS.label)
    assert [kind.code for kind in KINDS.values() if labels.get(kind.rdf_class.value) != {"fr", "en"}] == []


def test_every_own_term_is_named_explained_and_justified(triples: list[Triple]) -> None:
    own = {t.subject.value for t in triples if isinstance(t.subject, NamedNode) and t.subject.value in M}
    assert len(own) > 35
    for predicate in (RDFS.label, RDFS.comment):
        said = languages(triples, predicate)
        assert [term for term in sorted(own) if said.get(term) != {"fr", "en"}] == []
    assert own <= set(languages(triples, SKOS.editorialNote))


def test_every_list_that_a_property_points_to_exists(triples: list[Triple]) -> None:
    lists = {scheme.iri for scheme in load_concepts()}
    named = {t.object.value for t in triples
             if t.predicate == RDFS.seeAlso and isinstance(t.object, NamedNode) and t.object.value in CONCEPT}
    assert len(named) > 15
    assert named <= lists


def test_every_property_of_a_shape_is_defined(triples: list[Triple]) -> None:
    labelled = set(languages(triples, RDFS.label))
    paths = {
        quad.object.value for file in (ROOT / "shapes").glob("*.ttl")
        for quad in parse(path=file, format=RdfFormat.TURTLE)
        if quad.predicate == SH.path and isinstance(quad.object, NamedNode)
    }
    assert {path for path in paths if path not in M} - labelled == set()
    assert {path for path in paths if path in M} - labelled == set()


def test_every_own_term_that_the_code_names_is_defined(triples: list[Triple]) -> None:
    defined = set(languages(triples, RDFS.label))
    rooms = ("api", "catalogue", "exports", "harvesters", "maillage", "search", "shapes", "sparql")
    named = {
        name for room in rooms for file in (ROOT / room).rglob("*.py")
        for name in re.findall(r"\bM\.([A-Za-z]+)\b", file.read_text()) if name != "iri"
    }
    assert {name for name in named if M[name].value not in defined} == set()


def test_the_ontology_says_its_licence_and_version(triples: list[Triple]) -> None:
    about = {(t.predicate.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1], str(t.object)) for t in triples
             if t.subject == NamedNode("https://w3id.org/maillage/ns")}
    assert ("license", "<https://creativecommons.org/publicdomain/zero/1.0/>") in about
    assert ("versionInfo", '"1.0.0"') in about
    assert sum(1 for name, _ in about if name == "title") == 2


def test_wider_concepts_are_stated_at_any_degree(triples: list[Triple]) -> None:
    wider = {t.object for t in triples
             if t.subject == NamedNode(f"{TADIRAH}lemmatizing") and t.predicate == SKOS.broaderTransitive}
    assert wider == {NamedNode(f"{TADIRAH}converting"), NamedNode(f"{TADIRAH}capturing")}


def test_a_region_knows_its_departments(triples: list[Triple]) -> None:
    region = NamedNode("http://id.insee.fr/geo/region/53")
    departments = {t.object for t in triples if t.subject == region and t.predicate == SKOS.narrower}
    assert departments == {NamedNode(f"http://id.insee.fr/geo/departement/{code}") for code in (22, 29, 35, 56)}


def test_related_concepts_are_related_both_ways(triples: list[Triple]) -> None:
    related = {(t.subject, t.object) for t in triples if t.predicate == SKOS.related}
    assert related
    assert {(there, here) for here, there in related} == related


def test_no_triple_comes_twice(triples: list[Triple]) -> None:
    assert len(triples) == len(set(triples))


def test_the_first_name_of_a_property_is_the_one_told(context: Context) -> None:
    assert context.name_of(DCT.spatial) == "spatial"
    assert context.name_of(DCT.title) == "title"
    assert context.name_of(DCT.provenance) == "dct:provenance"
    assert context.name_of(NamedNode("https://example.org/p")) == "https://example.org/p"


def test_a_term_says_how_its_values_are_written(context: Context) -> None:
    assert context.terms["spatial"].link
    assert context.terms["title"].language_map
    assert not context.terms["title"].link
    assert context.terms["wkt"].datatype == "http://www.opengis.net/ont/geosparql#wktLiteral"
