"""The graph of closures answers what the graphs of sources answer by path."""

from pathlib import Path

import pytest
from pyoxigraph import Store

from catalogue.generation import current
from sparql.store import load
from tests.catalogue.counting import BASE, ntriples, rows, surveyed
from tests.demo import Demo

PARENT = "<http://www.w3.org/ns/org#subOrganizationOf>"
ANY_PARENT = "<http://www.w3.org/ns/org#transitiveSubOrganizationOf>"
PART_OF = "<http://purl.org/dc/terms/isPartOf>"
ANY_WHOLE = "<https://w3id.org/maillage/ns#isPartOfTransitive>"
BROADER = "<http://www.w3.org/2004/02/skos/core#broaderTransitive>"
TITLED = ntriples(f'<{BASE}id/source/one> <http://purl.org/dc/terms/title> "One"@fr')


def pairs(store: Store, path: str) -> list[list[str]]:
    return sorted(rows(store, f"SELECT DISTINCT ?a ?b {{ ?a {path} ?b }}"))


def node(number: int) -> str:
    return f"<{BASE}id/organization/one--{number}>"


@pytest.mark.parametrize(("step", "any_degree"), [(PARENT, ANY_PARENT), (PART_OF, ANY_WHOLE)])
def test_one_pattern_finds_what_a_path_finds_across_sources(tmp_path: Path, step: str, any_degree: str) -> None:
    one = ntriples(f"{node(1)} {step} {node(2)}", f"{node(2)} {step} {node(3)}", f"{node(4)} {step} {node(4)}")
    two = ntriples(f"{node(3)} {step} <http://elsewhere.example/x>")
    _, store = surveyed(tmp_path / "made", {"one": [one], "two": [two], "catalogue": [TITLED]})
    assert pairs(store, any_degree) == pairs(store, f"{step}+")
    assert len(pairs(store, any_degree)) == 7


def test_hierarchies_of_the_demo_are_complete(demo: Demo) -> None:
    generation = current(demo.data)
    assert generation is not None
    store = load(generation)
    assert pairs(store, ANY_WHOLE) == pairs(store, f"{PART_OF}+") != []
    assert pairs(store, ANY_PARENT) == pairs(store, f"{PARENT}+")


def test_a_commune_that_is_told_of_lies_in_its_department_and_region(tmp_path: Path) -> None:
    commune = "<http://id.insee.fr/geo/commune/35238>"
    one = ntriples(f"{node(1)} <http://purl.org/dc/terms/spatial> {commune}")
    _, store = surveyed(tmp_path / "made", {"one": [one], "catalogue": [TITLED]})
    assert [wider for _, wider in pairs(store, BROADER)] == [
        "http://id.insee.fr/geo/departement/35", "http://id.insee.fr/geo/region/53"]


def test_without_hierarchies_there_is_no_graph_of_closures(tmp_path: Path) -> None:
    statistics, _ = surveyed(tmp_path / "made", {"one": [ntriples(f'{node(1)} <http://x/p> "a"')],
                                                 "catalogue": [TITLED]})
    assert list(statistics.derived.values()) == [f"{BASE}graph/catalogue"]


def test_what_has_too_many_above_it_is_told_of_in_the_description(tmp_path: Path) -> None:
    chain = ntriples(*(f"{node(at)} {PART_OF} {node(at + 1)}" for at in range(300)))
    statistics, store = surveyed(tmp_path / "made", {"one": [chain], "catalogue": [TITLED]})
    assert statistics.left_out == 300 - 256
    told = rows(store, f"SELECT ?text {{ <{BASE}.well-known/void#graph-closure> <http://purl.org/dc/terms/description> "
                       "?text }")
    assert all(text.startswith("44 ") for text, in told)
