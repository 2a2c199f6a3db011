"""A remote engine answers as the one in memory does, on each real server."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.query import Result

from sparql.formats import GRAPH, TABULAR
from sparql.remote.publishing import publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote.asking import Asked, Loop, loop
from tests.sparql.remote.generations import World

pytestmark = pytest.mark.xdist_group("stores")
PARSED = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
TERMS = "PREFIX x: <http://x/> SELECT ?s ?p ?o ?none { ?s ?p ?o } ORDER BY ?s"
NOTHING = "SELECT ?x { ?x <http://x/nothing> ?y }"
STRANGE = "".join(f"<http://x/{number}> <http://x/p> {term} .\n" for number, term in enumerate((
    '"été, \\"€\\" 𝄞\\t\\n;"@fr', '"a\\\\b, <c> & d\'e"', "<http://x/é?a=b&c#d>",
    '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"42"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"2026-11-22"^^<http://www.w3.org/2001/XMLSchema#date>',
    '"2026-11-22T10:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>', '""', '"x"^^<http://x/own>')))


@dataclass(frozen=True, slots=True)
class Both:
    """The engine in memory and the remote one on the same generation."""

    memory: Asked
    remote: Asked
    world: World


@pytest.fixture(scope="module")
def turning() -> Iterator[Loop]:
    with loop() as made:
        yield made


@pytest.fixture(scope="module")
def both(server: RemoteStore, turning: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    world = World(tmp_path_factory.mktemp("world"))
    generation = world.generation({"strange": STRANGE, "a": world.records("a", 30), "b": world.records("b", 30)})
    publish_to_store(generation, server)
    made = Both(Asked.memory(turning, generation), Asked.remote(turning, generation, server), world)
    yield made
    made.remote.close()
    made.memory.close()


def rows(content: bytes, form: str) -> list[tuple[object, ...]]:
    """The rows of a result, read by rdflib, or by the csv module what has no types."""
    if form == "csv":
        return sorted(map(tuple, csv.reader(io.StringIO(content.decode(), newline=""))))
    parsed = Result.parse(io.BytesIO(content), format=form)
    assert parsed.vars is not None
    names = sorted(parsed.vars)
    return sorted((tuple(str(row.get(name) and row[name].n3()) for name in names) for row in parsed.bindings), key=str)


@pytest.mark.parametrize("form", TABULAR)
def test_every_tabular_format_says_what_memory_says(form: str, both: Both) -> None:
    strange = (both.world.graph("strange"),)
    for query, graphs in ((TERMS, strange), ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", ()), (NOTHING, ())):
        wanted, got = (one.answer(query, tabular=form, default_graphs=graphs) for one in (both.memory, both.remote))
        assert (got[0], rows(got[1], form)) == (wanted[0], rows(wanted[1], form))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own JSON-LD parser.
@pytest.mark.parametrize("form", GRAPH)
def test_every_graph_format_says_what_memory_says(form: str, both: Both) -> None:
    for query in ("CONSTRUCT WHERE { ?s <http://x/p> ?o }", "CONSTRUCT WHERE { ?s <http://x/nothing> ?o }"):
        (wanted_type, wanted), (got_type, got) = (
            one.answer(query, graph=form) for one in (both.memory, both.remote))
        assert got_type == wanted_type
        assert isomorphic(rdflib.Graph().parse(data=got, format=PARSED[form]),
                          rdflib.Graph().parse(data=wanted, format=PARSED[form]))


@pytest.mark.parametrize("form", TABULAR)
@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "ask { ?s <http://x/nothing> ?o }"])
def test_a_yes_or_no_is_answered_as_in_memory(form: str, query: str, both: Both) -> None:
    assert both.remote.answer(query, tabular=form) == both.memory.answer(query, tabular=form)


@pytest.mark.parametrize(("query", "how"), [
    ("SELECT (COUNT(*) AS ?n) FROM <{a}> {{ ?s ?p ?o }}", {}),
    ("SELECT (COUNT(*) AS ?n) FROM <{a}>\nFROM <{b}> {{ ?s ?p ?o }}", {}),
    ("PREFIX g: <{base}graph/> SELECT (COUNT(*) AS ?n) FROM NAMED g:a {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
    ("SELECT (COUNT(*) AS ?n) FROM NAMED <{a}> {{ ?s ?p ?o }}", {}),
    ("SELECT (COUNT(*) AS ?n) FROM <{a}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
    ("SELECT (COUNT(*) AS ?n) FROM <{a}> {{ ?s ?p ?o }}", {"default_graphs": "b"}),
    ("SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }}", {"named_graphs": "a"}),
    ("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}", {"named_graphs": "a"}),
    ("SELECT (COUNT(DISTINCT ?g) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
    ("SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}", {"default_graphs": "unknown"}),
])
def test_datasets_are_those_of_the_protocol(query: str, how: dict[str, str], both: Both) -> None:
    world = both.world
    text = query.format(a=world.graph("a"), b=world.graph("b"), base=world.base)
    named = {name: (world.graph(graph),) for name, graph in how.items()}
    memory, remote = (
        json.loads(one.ask(text, **named))["results"]["bindings"][0]["n"]["value"]
        for one in (both.memory, both.remote))
    assert remote == memory


def test_other_graphs_of_the_store_are_not_seen(both: Both, server: RemoteStore) -> None:
    other = World(both.world.folder / "other")
    publish_to_store(other.generation({"secret": f'<http://x/s> <{other.base}p> "theirs" .\n'}), server)
    theirs = f"?s <{other.base}p> ?o"
    graph = f"<{other.graph('secret')}>"
    for text in ("SELECT ?o { THEIRS }", "SELECT ?o { GRAPH ?g { THEIRS } }", "SELECT ?o FROM ITS { THEIRS }",
                 "SELECT ?o { GRAPH ITS { THEIRS } }"):
        query = text.replace("THEIRS", theirs).replace("ITS", graph)
        assert both.remote.ask(query, tabular="csv").split() == [b"o"], query
    assert both.remote.ask(f"SELECT ?o {{ {theirs} }}", tabular="csv",
                      default_graphs=(other.graph("secret"),)).split() == [b"o"]


def test_prefixes_need_no_declaration(both: Both) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s dct:title ?t ; dct:date ?d . FILTER(?d > '2026-05-01'^^xsd:date) }"
    assert both.remote.ask(query, tabular="csv") == both.memory.ask(query, tabular="csv")


def test_a_syntax_error_is_a_400_with_what_the_store_says(both: Both) -> None:
    failed = both.remote.refusal("SELECT * { ?s ?p }")
    assert (failed.status, failed.code) == (400, "MLG-Y063")
    assert "127.0.0.1" not in failed.en.replace("http://127.0.0.1:8000/", "")


def test_virtuoso_never_cuts_in_silence(a_virtuoso: RemoteStore, world: World, turning: Loop) -> None:
    generation = world.generation({"a": world.records("a", 2600)})
    publish_to_store(generation, a_virtuoso)
    remote = Asked.remote(turning, generation, a_virtuoso)
    try:
        for query in ("SELECT ?s { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            failed = remote.refusal(query)
            assert (failed.status, failed.code) == (413, "MLG-Y064")
        assert remote.ask("SELECT ?s { ?s ?p ?o } LIMIT 9999", tabular="csv").count(b"\n") == 10_000
    finally:
        remote.close()
