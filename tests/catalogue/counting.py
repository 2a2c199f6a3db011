"""What SPARQL itself counts, to compare statistics with."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from catalogue.figures import Figures
from catalogue.statistics import Statistics
from catalogue.survey import survey
from ontology.kinds import KINDS
from sparql.store import load_graphs

BASE = "https://data.example/"
CATALOGUE = f"{BASE}graph/catalogue"


def rows(store: Store, query: str, graph: str = "") -> Iterator[list[str]]:
    """The solutions of a query on one graph, or on the union of all."""
    default = [NamedNode(graph) if graph else DefaultGraph(), *([] if graph else store.named_graphs())]
    found = store.query(query, default_graph=default)
    assert isinstance(found, QuerySolutions)
    for solution in found:
        yield ["" if one is None else one.value for one in solution]


def number(store: Store, query: str, graph: str = "") -> int:
    """The one number of an answer."""
    ((value,),) = rows(store, query, graph)
    return int(value)


def counted(store: Store, graph: str = "", *, entities: bool = True, base: str = BASE) -> Figures:
    """The figures that SPARQL gives, without an example; `entities` only where a graph is a source's."""
    classes = dict(rows(store, "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c", graph))
    properties = rows(store, "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o } GROUP BY ?p", graph)
    within: dict[str, dict[str, int]] = {name: {} for name in sorted(classes)}
    for name, one, triples in rows(store, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p", graph):
        within[name][one] = int(triples)
    kinds = "|".join(KINDS)
    records = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?s), '^%sid/(%s)/[^/]+--[^#]+$')) }"
    return Figures(
        number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", graph),
        number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }", graph),
        number(store, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }", graph),
        number(store, records % (base, kinds), graph) if entities else 0,
        {name: int(count) for name, count in sorted(classes.items())},
        {name: (int(triples), int(subjects)) for name, triples, subjects in sorted(properties)},
        within)


def merged(store: Store) -> Store:
    """All graphs as one, each statement once: where two graphs state the same, the engine's own union has it twice."""
    one = Store()
    one.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    return one


def surveyed(folder: Path, contents: dict[str, list[bytes]]) -> tuple[Statistics, Store]:
    """The statistics of graphs, given by name as the contents of their files, and the store of all that was made."""
    (folder / "graphs").mkdir(parents=True)
    files = {}
    for name, parts in contents.items():
        for at, part in enumerate(parts):
            path = folder / "graphs" / f"{name}-{at}.0.nt"
            path.write_bytes(part)
            files[path] = f"{BASE}graph/{name}"
    statistics = survey(folder, files, BASE, None)
    derived = {folder / "graphs" / name: graph for name, graph in statistics.derived.items()}
    return statistics, load_graphs({**files, **derived})


def ntriples(*statements: str) -> bytes:
    """Sorted N-Triples of statements, each once, without their full stops."""
    return "".join(f"{one} .\n" for one in sorted(set(statements))).encode()


