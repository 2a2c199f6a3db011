"""The statistics of a generation are what SPARQL counts on it."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from catalogue.figures import Figures
from catalogue.generation import current
from catalogue.statistics import Statistics
from sparql.store import load
from tests.catalogue.counting import BASE, counted, merged, ntriples, rows, surveyed
from tests.demo import Demo

XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PARENT = "<http://www.w3.org/ns/org#subOrganizationOf>"
PART_OF = "<http://purl.org/dc/terms/isPartOf>"
SPATIAL = "<http://purl.org/dc/terms/spatial>"
SOURCES = ("one", "two")
STATED = "SELECT ?n { <%s.well-known/void#%s> <http://rdfs.org/ns/void#distinctObjects> ?n }"


def thing(source: str, number: int, part: str = "") -> str:
    return f"<{BASE}id/organization/{source}--{number}{part}>"


things = st.builds(thing, st.sampled_from(SOURCES), st.integers(0, 4), st.sampled_from(["", "", "#place"]))
literals = st.sampled_from([
    '"a"', '"a"@fr', '"b c"', f'"1"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>', f'"1.50"^^<{XSD}decimal>',
    f'"1.5"^^<{XSD}decimal>', f'"7"^^<{XSD}integer>', f'"07"^^<{XSD}integer>', f'"2026-01-01"^^<{XSD}date>', '"a > b"',
    '"line\\nbreak"'])
statements = st.one_of(
    st.tuples(things, st.just(TYPE), st.sampled_from(["<http://x/A>", "<http://x/B>"])),
    st.tuples(things, st.sampled_from(["<http://x/p>", "<http://x/q>"]), st.one_of(things, literals)),
    st.tuples(things, st.sampled_from([PARENT, PART_OF]), things),
    st.tuples(things, st.just(SPATIAL), st.sampled_from(["<http://id.insee.fr/geo/commune/35238>"])),
).map(" ".join)


def catalogue() -> bytes:
    return ntriples(*(f'<{BASE}id/source/{name}> <http://purl.org/dc/terms/title> "{name}"@fr' for name in SOURCES))


def plain(figures: Figures) -> Figures:
    """Figures but for the example, of which there are many right ones."""
    return replace(figures, example="")


def assert_true(statistics: Statistics, store: Store) -> None:
    """Every number is what SPARQL counts."""
    assert plain(statistics.dataset) == counted(merged(store))
    names = {graph.value for graph in store.named_graphs()}
    assert {name for name, figures in statistics.graphs.items() if figures.triples} == names
    for graph in names:
        figures = counted(store, graph, entities=graph.rpartition("/")[2] in SOURCES)
        assert plain(statistics.graphs[graph]) == figures


@given(st.lists(statements, max_size=30), st.integers(1, 3))
def test_statistics_of_sources_are_what_sparql_counts(told: list[str], shares: int) -> None:
    """Each source tells of its own things, in one file or several."""
    files: dict[str, list[list[str]]] = {name: [[] for _ in range(shares)] for name in SOURCES}
    for statement in told:
        source, _, rest = statement.removeprefix(f"<{BASE}id/organization/").partition("--")
        files[source][int(rest[0]) % shares].append(statement)
    contents = {name: [ntriples(*part) for part in parts] for name, parts in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        assert_true(*surveyed(Path(folder) / "made", {**contents, "catalogue": [catalogue()]}))


@given(st.lists(st.lists(statements, max_size=12), min_size=2, max_size=4))
def test_what_several_files_say_of_one_thing_is_counted_once(told: list[list[str]]) -> None:
    parts = [ntriples(*part) for part in told]
    with tempfile.TemporaryDirectory() as folder:
        assert_true(*surveyed(Path(folder) / "made", {"one": parts[1:], "two": parts[:1], "catalogue": [catalogue()]}))


def test_the_statistics_of_the_demo_are_what_its_endpoint_counts(demo: Demo) -> None:
    generation = current(demo.data)
    assert generation is not None
    statistics, store = Statistics.read(generation.path), load(generation)
    base = generation.manifest.base
    assert plain(statistics.dataset) == counted(store, base=base)
    assert statistics.dataset.entities == generation.manifest.records
    assert statistics.dataset.triples == generation.manifest.quads == len(store)
    assert set(statistics.graphs) == {graph.value for graph in store.named_graphs()}
    for graph, figures in statistics.graphs.items():
        is_source = graph.rpartition("/")[2] in generation.manifest.sources
        told = counted(store, graph, entities=is_source, base=base)
        assert plain(figures) == (told if figures.within else replace(told, within={}))


def test_numbers_that_would_chase_each_other_are_left_out(tmp_path: Path) -> None:
    """Whether a number is one more object hangs on the number: beside one of these, no number is true."""
    without, _ = surveyed(tmp_path / "without", {"one": [b""], "catalogue": [catalogue()]})
    settled = []
    for beside in range(without.dataset.objects, without.dataset.objects + 20):
        one = ntriples(f'{thing("one", 0)} <http://x/n> "{beside}"^^<{XSD}integer>')
        statistics, store = surveyed(tmp_path / str(beside), {"one": [one], "catalogue": [catalogue()]})
        told = statistics.dataset.objects
        assert plain(statistics.dataset) == (counted(store) if told else replace(counted(store), objects=0))
        assert [told] * bool(told) == [int(one) for one, in rows(store, STATED % (BASE, "dataset"))]
        settled.append(told)
    assert 0 in settled
    assert any(settled)
