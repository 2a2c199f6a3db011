"""The endpoint's description of itself: SPARQL 1.1 Service Description, prefixes, and the named queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from catalogue.provenance import lines
from catalogue.statistics import Statistics
from ontology.minting import Minting
from ontology.terms import DCT, ENTAILMENT, FORMAT, GEOF, RDF, RDFS, SD, VOID
from sparql.limits import QueryLimits
from sparql.named_queries import executables

_TITLES: Final = {"fr": "Le point d'accès SPARQL de Maillage", "en": "The SPARQL endpoint of Maillage"}
_FORMATS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
                   "JSON-LD", "N-Triples", "RDF_XML", "Turtle")
# Functions of GeoSPARQL on WKT literals that the embedded engine has.
FUNCTIONS: Final = ("distance", "sfContains", "sfCrosses", "sfDisjoint", "sfEquals", "sfIntersects", "sfOverlaps",
                    "sfTouches", "sfWithin")


def service_description(base: str, statistics: Statistics | None, limits: QueryLimits, *,
                        embedded: bool = True) -> bytes:
    """What the endpoint tells of itself to whoever asks nothing, as sorted N-Triples.

    `statistics` are those of the generation that answers; `embedded` says whether our own engine does.
    """
    return lines(_all(Minting(base), statistics, limits, embedded=embedded))


def service_graph(base: str) -> bytes:
    """What of this stands in the catalogue's own graph, as sorted N-Triples: it hangs on no settings and no data.

    Editors look for prefixes and examples by SPARQL.
    """
    return lines(_service(Minting(base)))


def _all(minting: Minting, statistics: Statistics | None, limits: QueryLimits, *, embedded: bool) -> Iterator[Triple]:
    yield from _service(minting)
    yield from _limits(minting, limits)
    if embedded:
        for name in FUNCTIONS:
            yield Triple(NamedNode(minting.sparql), SD.extensionFunction, GEOF[name])
            yield Triple(GEOF[name], RDF.type, SD.Function)
    if statistics is not None:
        yield from _dataset(minting, statistics)


def _service(minting: Minting) -> Iterator[Triple]:
    service = NamedNode(minting.sparql)
    yield Triple(service, RDF.type, SD.Service)
    yield Triple(service, SD.endpoint, service)
    yield from _in_words(service, DCT.title, _TITLES)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL10Query)
    yield Triple(service, SD.supportedLanguage, SD.SPARQL11Query)
    yield Triple(service, SD.feature, SD.UnionDefaultGraph)
    yield Triple(service, SD.defaultEntailmentRegime, ENTAILMENT.Simple)
    for name in _FORMATS:
        yield Triple(service, SD.resultFormat, FORMAT[name])
    yield Triple(service, RDFS.seeAlso, NamedNode(minting.void))
    yield from executables(minting.base)


def _limits(minting: Minting, limits: QueryLimits) -> Iterator[Triple]:
    kib, mib = limits.text >> 10, limits.answer >> 20
    yield from _in_words(NamedNode(minting.sparql), RDFS.comment, {
        "fr": f"Lecture seule : ni mise à jour, ni SERVICE. Une requête a au plus {limits.seconds:g} s, "
              f"{limits.memory >> 20} Mio de mémoire, {kib} Kio de texte et {limits.nesting} niveaux imbriqués ; sa "
              f"réponse, {mib} Mio. Chaque client a {limits.allowance:g} s de longues requêtes par minute. Une réponse "
              "qui ne peut être finie est une erreur, ou se rompt sans sa fin : elle n'a jamais l'air entière.",
        "en": f"Reading only: no updates, no SERVICE. A query has at most {limits.seconds:g} s, "
              f"{limits.memory >> 20} MiB of memory, {kib} KiB of text and {limits.nesting} levels of nesting; its "
              f"answer {mib} MiB. Each client has {limits.allowance:g} s of long queries a minute. An answer that "
              "cannot be finished is an error, or breaks off without its end: it never looks whole."})


def _dataset(minting: Minting, statistics: Statistics) -> Iterator[Triple]:
    """The default dataset: the union of all graphs, and each graph by its name, with their VoID descriptions."""
    dataset, union = NamedNode(f"{minting.sparql}#default-dataset"), NamedNode(minting.dataset())
    yield Triple(NamedNode(minting.sparql), SD.defaultDataset, dataset)
    yield Triple(dataset, RDF.type, SD.Dataset)
    yield Triple(dataset, SD.defaultGraph, union)
    yield from _graph(union, statistics.dataset.triples)
    for graph, figures in statistics.graphs.items():
        named = NamedNode(f"{dataset.value}.{graph.rpartition('/')[2]}")
        subset = NamedNode(minting.dataset(graph))
        yield Triple(dataset, SD.namedGraph, named)
        yield Triple(named, RDF.type, SD.NamedGraph)
        yield Triple(named, SD.name, NamedNode(graph))
        yield Triple(named, SD.graph, subset)
        yield from _graph(subset, figures.triples)


def _graph(node: NamedNode, triples: int) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SD.Graph)
    yield Triple(node, RDF.type, VOID.Dataset)
    yield Triple(node, VOID.triples, Literal(triples))


def _in_words(subject: NamedNode, predicate: NamedNode, words: dict[str, str]) -> Iterator[Triple]:
    for language, text in words.items():
        yield Triple(subject, predicate, Literal(text, language=language))
