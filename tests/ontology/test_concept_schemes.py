"""What every list of concepts promises, and what the lists taken from elsewhere owe to their source."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from ontology.concepts import CONCEPTS_FOLDER, Scheme, load_concepts, read_scheme
from ontology.folding import fold
from ontology.terms import CONCEPT, DCT, SKOS

FILES = sorted(CONCEPTS_FOLDER.glob("*.ttl"))
OFFICIAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples" / "vocabularies"
needs_official = pytest.mark.skipif(not OFFICIAL.exists(), reason="the folder of official vocabularies is absent")


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    path: Path = request.param
    return read_scheme(path)


def test_each_file_holds_the_list_of_its_name() -> None:
    assert [scheme.code for scheme in load_concepts()] == [path.stem for path in FILES]
    assert len(FILES) == 31


def test_a_list_is_named_in_both_languages(scheme: Scheme) -> None:
    assert set(scheme.labels) == {"fr", "en"}
    assert scheme.iri == CONCEPT[scheme.code].value


def test_every_concept_is_named_in_both_languages(scheme: Scheme) -> None:
    assert scheme.concepts
    assert [c.iri for c in scheme.concepts if set(c.labels) != {"fr", "en"} or not all(c.labels.values())] == []


def test_codes_are_unique(scheme: Scheme) -> None:
    assert len({concept.code for concept in scheme.concepts}) == len(scheme.concepts)
    assert len({concept.iri for concept in scheme.concepts}) == len(scheme.concepts)


def test_no_name_means_two_concepts_of_a_list(scheme: Scheme) -> None:
    owner: dict[str, str] = {}
    for concept in scheme.concepts:
        synonyms = [name for names in concept.alt.values() for name in names]
        for name in (concept.code, *concept.labels.values(), *synonyms, *concept.hidden):
            assert owner.setdefault(fold(name), concept.code) == concept.code, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_is_titled_licensed_and_holds_its_concepts(path: Path) -> None:
    store = Store()
    store.load(path=path, format=RdfFormat.TURTLE)
    scheme = read_scheme(path)
    iri = NamedNode(scheme.iri)
    titles = [quad.object for quad in store.quads_for_pattern(iri, DCT.title, None)]
    licences = [quad.object for quad in store.quads_for_pattern(iri, DCT.license, None)]
    tops = {quad.subject for quad in store.quads_for_pattern(None, SKOS.topConceptOf, iri)}
    members = {quad.subject for quad in store.quads_for_pattern(None, SKOS.inScheme, iri)}
    assert {title.language for title in titles if isinstance(title, Literal)} == {"fr", "en"}
    assert licences == [NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")]
    assert {quad.object for quad in store.quads_for_pattern(iri, SKOS.hasTopConcept, None)} == tops
    assert members == {NamedNode(concept.iri) for concept in scheme.concepts}


def test_links_between_concepts_lead_to_concepts() -> None:
    concepts = load_concepts()
    links = [link for scheme in concepts for concept in scheme.concepts
             for link in (*concept.broader, *concept.related)]
    assert len(links) > 250
    assert [link for link in links if concepts.get(link) is None] == []


@pytest.mark.parametrize(("code", "size"), [
    ("region", 18), ("department", 101), ("overseas", 8), ("research-activity", 168), ("tool-family", 10),
    ("audience", 20), ("level", 4), ("mode", 4), ("trl", 9), ("licence", 22), ("ai-level", 5), ("role", 6),
])
def test_lists_have_as_many_concepts_as_announced(code: str, size: int) -> None:
    assert len(load_concepts().scheme(code).concepts) == size


def test_every_department_lies_in_a_region() -> None:
    regions = {concept.iri for concept in load_concepts().scheme("region").concepts}
    within = {concept.code: concept.broader for concept in load_concepts().scheme("department").concepts}
    assert all(len(broader) == 1 and broader[0] in regions for broader in within.values())
    assert {broader[0] for broader in within.values()} == regions
    assert within["2A"] == ("http://id.insee.fr/geo/region/94",)


def test_every_region_has_the_point_of_its_chief_town() -> None:
    points = {c.code: c.point for c in load_concepts().scheme("region").concepts}
    assert points["53"] == "POINT(-1.6778 48.1173)"
    assert all(point.startswith("POINT(") for point in points.values())


def test_levels_keep_their_order() -> None:
    assert [c.code for c in load_concepts().scheme("level").concepts] == ["beginner", "intermediate", "advanced", "all"]


@needs_official
def test_research_activities_are_those_of_tadirah() -> None:
    ours = {concept.iri: concept for concept in load_concepts().scheme("research-activity").concepts}
    given: dict[tuple[str, str], str] = {}
    broader: dict[str, set[str]] = {iri: set() for iri in ours}
    for quad in parse(path=OFFICIAL / "tadirah_2.0.3.ttl", format=RdfFormat.TURTLE):
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == SKOS.prefLabel and isinstance(quad.object, Literal):
            given[quad.subject.value, quad.object.language or ""] = quad.object.value
        elif quad.predicate == SKOS.broader and isinstance(quad.object, NamedNode):
            broader[quad.subject.value].add(quad.object.value)
    kept = {key: ours[key[0]].labels[key[1]] for key in given if key[1] in ("fr", "en") and key[0] in ours}
    assert {iri for iri, language in given if language == "en"} >= set(ours)
    assert kept == {key: given[key] for key in kept}
    assert sum(1 for _, language in kept if language == "fr") == 42
    assert {iri: set(concept.broader) for iri, concept in ours.items()} == broader


@needs_official
@pytest.mark.parametrize(("code", "file"), [
    ("language", "eu-authority-languages-filtered.rdf"), ("theme", "eu-authority-data-theme-filtered.rdf"),
])
def test_iris_of_an_authority_are_really_in_it(code: str, file: str) -> None:
    known = {quad.subject.value for quad in parse(path=OFFICIAL / file, format=RdfFormat.RDF_XML)
             if isinstance(quad.subject, NamedNode)}
    authority = "http://publications.europa.eu/resource/authority/"
    borrowed = {c.iri for c in load_concepts().scheme(code).concepts if c.iri.startswith(authority)}
    assert len(borrowed) >= 13
    assert borrowed <= known
