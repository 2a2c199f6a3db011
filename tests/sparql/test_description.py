"""The endpoint describes itself as SPARQL 1.1 Service Description says, and editors find what they look for."""

from collections.abc import Callable

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from catalogue.statistics import Statistics
from ontology.terms import PREFIXES
from sparql.description import FUNCTIONS, service_description, service_graph
from sparql.limits import QueryLimits
from sparql.named_queries import named_queries
from tests.catalogue.counting import BASE, ntriples, surveyed

SD = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
SH = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
TITLED = ntriples(f'<{BASE}id/source/one> <http://purl.org/dc/terms/title> "One"@fr')


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Statistics:
    one = ntriples(f'<{BASE}id/tool/one--1> <http://x/p> "a"')
    return surveyed(tmp_path_factory.mktemp("made") / "made", {"one": [one], "catalogue": [TITLED]})[0]


@pytest.fixture(scope="module")
def described(statistics: Statistics) -> Store:
    return loaded(service_description(BASE, statistics, QueryLimits(seconds=7, text=2048, allowance=12)))


def loaded(content: bytes) -> Store:
    store = Store()
    store.load(content, format=RdfFormat.N_TRIPLES)
    return store


def answers(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    return {tuple(getattr(one, "value", "") for one in solution) for solution in found}


def test_there_is_one_service_at_its_endpoint(described: Store) -> None:
    assert answers(described, SD + "SELECT ?e { ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage "
                                   "sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph }") == {(f"{BASE}sparql",)}
    formats = answers(described, SD + "SELECT ?f { ?s sd:resultFormat ?f }")
    assert {name.rpartition("/")[2] for name, in formats} == {
        "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
        "RDF_XML", "JSON-LD"}


def test_every_graph_is_named_and_leads_to_its_statistics(described: Store, statistics: Statistics) -> None:
    graphs = answers(described, SD + "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?name ?about ?n { ?s "
                     "sd:defaultDataset/sd:namedGraph [ sd:name ?name ; sd:graph ?about ] . ?about void:triples ?n }")
    assert graphs == {(graph, f"{BASE}.well-known/void#graph-{graph.rpartition('/')[2]}", str(figures.triples))
                      for graph, figures in statistics.graphs.items()}
    assert answers(described, SD + "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?d ?n { ?s sd:defaultDataset/"
                                   "sd:defaultGraph ?d . ?d a sd:Graph ; void:triples ?n }") == {
        (f"{BASE}.well-known/void#dataset", str(statistics.dataset.triples))}


def test_limits_are_told_in_both_languages(described: Store) -> None:
    told = [text for text, in answers(described, SD + SH + "SELECT ?t { ?s a sd:Service ; rdfs:comment ?t }")]
    assert len(told) == 2
    assert all(" 7 s" in text and " 2 K" in text and " 12 s" in text and "SERVICE" in text for text in told)


@pytest.mark.parametrize("describe", [service_graph, lambda base: service_description(base, None, QueryLimits())])
def test_editors_find_prefixes_and_the_named_queries(describe: Callable[[str], bytes]) -> None:
    store = loaded(describe(BASE))
    prefixes = answers(store, SH + "SELECT ?p ?n { [] sh:declare [ sh:prefix ?p ; sh:namespace ?n ] }")
    assert prefixes == set(PREFIXES.items())
    texts = answers(store, SH + "SELECT ?text { ?q a sh:SPARQLExecutable ; rdfs:comment ?said ; "
                                "sh:select|sh:ask|sh:construct ?text }")
    assert texts == {(query.text,) for query in named_queries() if query.form != "describe"}


def test_the_graph_hangs_on_no_settings() -> None:
    assert b"comment" not in b"".join(line for line in service_graph(BASE).splitlines()
                                      if line.startswith(f"<{BASE}sparql> ".encode()))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_that_is_told_of_can_be_called(name: str) -> None:
    wkt = '"POINT(1 1)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
    unit = ", <http://www.opengis.net/def/uom/OGC/1.0/metre>" if name == "distance" else ""
    called = f"<http://www.opengis.net/def/function/geosparql/{name}>({wkt}, {wkt}{unit})"
    assert bool(answers(Store(), f"SELECT ?x {{ BIND({called} AS ?x) FILTER(BOUND(?x)) }}"))


def test_functions_of_our_own_engine_are_not_promised_of_another() -> None:
    told = service_description(BASE, None, QueryLimits(), embedded=False)
    assert b"extensionFunction" not in told
    assert b"extensionFunction" in service_description(BASE, None, QueryLimits())


def test_nothing_is_told_with_blank_nodes_or_twice(statistics: Statistics) -> None:
    told = service_description(BASE, statistics, QueryLimits()).splitlines()
    assert told == sorted(set(told))
    assert not any(b"_:" in line.partition(b'"')[0] for line in told)
