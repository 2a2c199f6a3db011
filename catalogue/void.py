"""The description of the dataset as VoID: all of it, each graph of it, and how classes and properties share them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from catalogue.figures import Figures
from ontology.kinds import KINDS
from ontology.minting import Minting
from ontology.terms import DCT, FOAF, FORMAT, PREFIXES, RDF, VOID

# What a query gets as a whole graph.
FORMATS: Final = ("JSON-LD", "N-Triples", "RDF_XML", "Turtle")
_ALL: Final = {"fr": "Tout ce que le point d'accès SPARQL interroge quand aucun graphe n'est nommé",
               "en": "All that the SPARQL endpoint queries where no graph is named"}
_RIGHTS: Final = {"fr": "Chaque source a sa licence : voyez celle de chaque sous-ensemble.",
                  "en": "Each source has its own licence: see that of each subset."}
# The graphs that are none of a source.
GRAPH_TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    "catalogue": {"fr": "Le catalogue : sources, moissons et cette description",
                  "en": "The catalogue: sources, harvests and this description"},
    "closure": {"fr": "Hiérarchies à tout degré : organismes, ensembles, communes",
                "en": "Hierarchies at any degree: organisations, wholes, French communes"},
    "provenance": {"fr": "D'où vient chaque description", "en": "Where each description comes from"},
    "vocabulary": {"fr": "Le vocabulaire et les listes de concepts", "en": "The vocabulary and the lists of concepts"},
}
_COPIED: Final = (DCT.title, DCT.license, DCT.rights, DCT.publisher)

# By the IRI of a source's graph: what the catalogue says of the source, and its IRI.
Told = Mapping[str, list[Triple]]


def told_of_sources(catalogue: bytes, minting: Minting) -> Told:
    """What the catalogue's own graph says of each source, by the graph of the source."""
    told: dict[str, list[Triple]] = {}
    for quad in parse(catalogue, format=RdfFormat.N_TRIPLES):
        subject = quad.subject.value
        name = subject.removeprefix(minting.source(""))
        if subject.startswith(minting.source("")) and "#" not in name:
            told.setdefault(minting.graph(name), []).append(quad.triple)
    return told


def void_triples(minting: Minting, dataset: Figures, graphs: Mapping[str, Figures], told: Told,
                 left_out: int) -> Iterator[Triple]:
    """Statements about the dataset and its graphs, of which those of sources are named in `told`.

    `left_out` is how many things the graph of closures says nothing of. A number of distinct objects that is 0 is
    unknown.
    """
    whole = NamedNode(minting.dataset())
    yield Triple(NamedNode(minting.void), RDF.type, VOID.DatasetDescription)
    yield Triple(NamedNode(minting.void), FOAF.primaryTopic, whole)
    yield from _in_words(whole, DCT.title, _ALL)
    yield from _in_words(whole, DCT.rights, _RIGHTS)
    yield Triple(whole, FOAF.homepage, NamedNode(minting.base))
    yield Triple(whole, VOID.sparqlEndpoint, NamedNode(minting.sparql))
    yield Triple(whole, VOID.rootResource, NamedNode(minting.catalogue))
    yield Triple(whole, VOID.uriSpace, Literal(minting.thing_space))
    yield Triple(whole, VOID.uriRegexPattern, Literal(_pattern(minting, "[^/]+")))
    for name in FORMATS:
        yield Triple(whole, VOID.feature, FORMAT[name])
    for namespace in _vocabularies(dataset):
        yield Triple(whole, VOID.vocabulary, NamedNode(namespace))
    yield from _figures(whole, dataset)
    for name, counts in dataset.within.items():
        of_class = _partition(whole, "class", name)
        for one, triples in counts.items():
            part = _partition(of_class, "property", one)
            yield Triple(of_class, VOID.propertyPartition, part)
            yield Triple(part, VOID.property, NamedNode(one))
            yield Triple(part, VOID.triples, _number(triples))
    for graph, figures in graphs.items():
        subset = NamedNode(minting.dataset(graph))
        yield Triple(whole, VOID.subset, subset)
        yield from _figures(subset, figures)
        yield from _named(subset, minting, graph, told)
    if left_out:
        yield from _in_words(NamedNode(minting.dataset(minting.graph("closure"))), DCT.description, {
            "fr": f"{left_out} choses, qui en ont trop au-dessus d'elles, n'y sont pas : demandez leur chemin "
                  "(dct:isPartOf+).",
            "en": f"{left_out} things that have too many above them are not in it: ask for their path "
                  "(dct:isPartOf+)."})


def _named(subset: NamedNode, minting: Minting, graph: str, told: Told) -> Iterator[Triple]:
    """What a graph is about: a source, or a part of the catalogue itself."""
    name = graph.rpartition("/")[2]
    yield from _in_words(subset, DCT.title, GRAPH_TITLES.get(name, {}))
    if graph in told:
        yield Triple(subset, DCT.source, NamedNode(minting.source(name)))
        yield Triple(subset, VOID.uriRegexPattern, Literal(_pattern(minting, name)))
        for triple in told[graph]:
            if triple.predicate in _COPIED:
                yield Triple(subset, triple.predicate, triple.object)


def _figures(dataset: NamedNode, figures: Figures) -> Iterator[Triple]:
    yield Triple(dataset, RDF.type, VOID.Dataset)
    yield Triple(dataset, VOID.triples, _number(figures.triples))
    yield Triple(dataset, VOID.distinctSubjects, _number(figures.subjects))
    if figures.objects:
        yield Triple(dataset, VOID.distinctObjects, _number(figures.objects))
    if figures.entities:
        yield Triple(dataset, VOID.entities, _number(figures.entities))
    if figures.example:
        yield Triple(dataset, VOID.exampleResource, NamedNode(figures.example))
    yield Triple(dataset, VOID.classes, _number(len(figures.classes)))
    yield Triple(dataset, VOID.properties, _number(len(figures.properties)))
    for name, entities in figures.classes.items():
        part = _partition(dataset, "class", name)
        yield Triple(dataset, VOID.classPartition, part)
        yield Triple(part, VOID["class"], NamedNode(name))
        yield Triple(part, VOID.entities, _number(entities))
    for name, (triples, subjects) in figures.properties.items():
        part = _partition(dataset, "property", name)
        yield Triple(dataset, VOID.propertyPartition, part)
        yield Triple(part, VOID.property, NamedNode(name))
        yield Triple(part, VOID.triples, _number(triples))
        yield Triple(part, VOID.distinctSubjects, _number(subjects))


def _partition(of: NamedNode, kind: str, name: str) -> NamedNode:
    return NamedNode(f"{of.value}.{kind}-{blake2b(name.encode(), digest_size=6).hexdigest()}")


def _pattern(minting: Minting, source: str) -> str:
    """A regular expression of the records of a source, and of nothing else."""
    base = minting.thing_space.replace(".", r"\.")
    return f"^{base}({'|'.join(KINDS)})/{source}--[^#]+$"


def _vocabularies(dataset: Figures) -> list[str]:
    used = (*dataset.classes, *dataset.properties)
    return sorted(namespace for namespace in PREFIXES.values() if any(one.startswith(namespace) for one in used))


def _in_words(subject: NamedNode, predicate: NamedNode, words: Mapping[str, str]) -> Iterator[Triple]:
    for language, text in words.items():
        yield Triple(subject, predicate, Literal(text, language=language))


def _number(value: int) -> Literal:
    return Literal(value)
