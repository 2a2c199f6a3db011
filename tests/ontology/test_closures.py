"""Closures say what the SPARQL path `step+` says."""

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from ontology.closures import territories, transitive
from ontology.concepts import load_concepts
from ontology.terms import SKOS
from ontology.vocabulary import vocabulary_triples

COG = "http://id.insee.fr/geo/"

steps = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20)
# A wider thing has a higher number: no cycles.
ordered = steps.map(lambda pairs: [(low, high) for low, high in pairs if low < high])


def by_path(pairs: list[tuple[int, int]]) -> set[tuple[int, int]]:
    store = Store()
    store.extend(Quad(NamedNode(f"n:{low}"), NamedNode("n:step"), NamedNode(f"n:{high}")) for low, high in pairs)
    found = store.query("SELECT ?a ?b { ?a <n:step>+ ?b }")
    assert isinstance(found, QuerySolutions)
    return {(int(str(one["a"])[3:-1]), int(str(one["b"])[3:-1])) for one in found}


@given(steps)
def test_a_closure_is_what_a_path_finds(pairs: list[tuple[int, int]]) -> None:
    closed = list(transitive(pairs))
    assert len(closed) == len(set(closed))
    assert set(closed) == by_path(pairs)


@given(steps)
def test_a_closure_is_transitive_and_closing_it_again_adds_nothing(pairs: list[tuple[int, int]]) -> None:
    closed = set(transitive(pairs))
    assert {(a, d) for a, b in closed for c, d in closed if b == c} <= closed
    assert set(transitive(sorted(closed))) == closed


@given(ordered)
def test_nothing_lies_above_itself_unless_on_a_cycle(pairs: list[tuple[int, int]]) -> None:
    assert all(low < high for low, high in transitive(pairs))


def test_what_is_on_a_cycle_lies_above_itself() -> None:
    assert sorted(transitive([(1, 2), (2, 1), (3, 1)])) == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]


@given(ordered)
def test_only_things_with_too_many_above_them_are_left_out_and_those_whole(pairs: list[tuple[int, int]]) -> None:
    everything = set(transitive(pairs))
    above = {low: sum(one == low for one, _ in everything) for low, _ in everything}
    assert set(transitive(pairs, most=2)) == {(low, high) for low, high in everything if above[low] <= 2}


def test_a_long_chain_costs_little() -> None:
    chain = [(number, number + 1) for number in range(20_000)]
    assert sum(1 for _ in transitive(chain)) < 256 * 257


def test_a_commune_lies_in_its_department_and_region() -> None:
    communes = [f"{COG}commune/{code}" for code in ("35238", "2A004", "97411", "97502", "99999", "x")]
    closed = {(place.removeprefix(COG), wider.removeprefix(COG))
              for place, wider in transitive(territories(communes, load_concepts()))}
    assert {wider for place, wider in closed if place == "commune/35238"} == {"departement/35", "region/53"}
    assert {wider for place, wider in closed if place == "commune/2A004"} == {"departement/2A", "region/94"}
    assert {wider for place, wider in closed if place == "commune/97411"} == {"departement/974", "region/04"}
    assert {wider for place, wider in closed if place == "commune/97502"} == {"collectiviteDOutreMer/975"}
    assert not [place for place, _ in closed if place in ("commune/99999", "commune/x")]


def test_every_concept_states_all_its_broader_ones_at_any_degree() -> None:
    triples = list(vocabulary_triples())
    stated = [(one.subject, one.object) for one in triples if one.predicate == SKOS.broader]
    told = {(one.subject, one.object) for one in triples if one.predicate == SKOS.broaderTransitive}
    assert told == set(transitive(stated))
    schemes = {concept.scheme for scheme in load_concepts() for concept in scheme.concepts if concept.broader}
    assert {"department", "research-activity"} <= schemes
    assert {concept.iri for scheme in load_concepts() for concept in scheme.concepts if concept.broader} == {
        narrower.value for narrower, _ in told if isinstance(narrower, NamedNode)}
