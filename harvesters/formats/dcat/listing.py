"""What a page of a DCAT catalogue lists: datasets, series, data services, and the next page."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pyoxigraph import BlankNode, NamedNode

from harvesters.dates import read_date
from harvesters.formats.dcat.payload import kept_payload, payload_of
from harvesters.formats.rdf.document import read_rdf
from harvesters.formats.rdf.extract import TooLarge
from harvesters.formats.rdf.graph import LinkedGraph, Node
from harvesters.formats.rdf.hydra import PAGING, pages
from harvesters.record import Document, Fault, Item, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.text import clean
from ontology.terms import DCAT, DCT
from shapes.finding import Finding, Severity

_DATASETS = (DCAT.Dataset, DCAT.DatasetSeries)
# Resources may share parts; this many times the document is no sharing but an attack.
_MOST_REPEATED = 32
_SMALLEST_BUDGET = 16 << 20


def read(document: Document, source: Source) -> Iterator[Item]:  # noqa: ARG001  the same for every format
    """The datasets and data services of one page of a catalogue, and the next page.

    A record's key is its `dct:identifier` where that is one and unique in the document, else its IRI, else a
    hash of what it says.

    Raises:
        UnreadableDocument: see `read_rdf`; also a graph without any catalogue, dataset or data service.
    """
    graph = read_rdf(document)
    nodes = _resources(graph)
    if not nodes and not any(graph.is_a(node, DCAT.Catalog) for node in graph):
        raise UnreadableDocument(
            "MLG-W007", "Le document ne décrit ni catalogue, ni jeu de données, ni service DCAT ; vérifiez l'adresse "
            "de la source.",
            "The document describes no DCAT catalogue, dataset or data service; check the source's address.")
    yield from pages(graph, document)
    keys = _keys(graph, nodes)
    budget = max(_SMALLEST_BUDGET, _MOST_REPEATED * document.path.stat().st_size)
    for node in nodes:
        item = _record(graph, node, keys, document)
        budget -= len(item.payload)
        if budget < 0:
            raise UnreadableDocument(
                "MLG-W008", "Les fiches du document répètent sans fin les mêmes parties : il est refusé.",
                "The records of the document repeat the same parts without end: it is refused.")
        yield item
    yield from _undescribed(graph, document)


def _resources(graph: LinkedGraph) -> list[Node]:
    """The nodes that are records, in the order of the document.

    An anonymous data service that only serves a distribution is a detail of it, not a record.
    """
    details = {service for node in graph for service in graph.nodes(node, DCAT.accessService)
               if isinstance(service, BlankNode)}
    listed = set(_listed(graph))
    return [node for node in graph
            if graph.is_a(node, *_DATASETS) or (graph.is_a(node, DCAT.DataService) and node not in details)
            or (node in listed and graph.values(node, DCT.title))]


def _listed(graph: LinkedGraph) -> list[Node]:
    """What the catalogues of the document list."""
    return list(dict.fromkeys(
        target for node in graph for target in graph.nodes(node, DCAT.dataset, DCAT.service)))


def _keys(graph: LinkedGraph, nodes: list[Node]) -> dict[Node, str]:
    """The keys of the records that have an identifier or an IRI."""
    identifiers = {node: _identifier(graph, node) for node in nodes}
    times = Counter(identifiers.values())
    keys = {}
    for node, identifier in identifiers.items():
        if identifier and times[identifier] == 1:
            keys[node] = identifier
        elif isinstance(node, NamedNode):
            keys[node] = node.value
    return keys


def _identifier(graph: LinkedGraph, node: Node) -> str:
    """The one identifier of a resource, empty where there is none or several."""
    found = {identifier for value in graph.values(node, DCT.identifier)
             if not isinstance(value, BlankNode) and (identifier := clean(value.value))}
    return found.pop() if len(found) == 1 else ""


def _record(graph: LinkedGraph, node: Node, keys: dict[Node, str], document: Document) -> Raw | Fault:
    titles = graph.texts(node, DCT.title)
    known_as = node.value if isinstance(node, NamedNode) else keys.get(node, titles[0].value if titles else "?")
    place = f"{_file_name(document)}, {clean(known_as)[:200]}"
    try:
        payload = payload_of(graph, node, keys)
    except TooLarge:
        return Fault(keys.get(node, ""), place, Finding(
            "MLG-W009", Severity.VIOLATION, "La fiche compte plus de 20 000 énoncés ; demandez à l'éditeur de la "
            "découper.", "The record has more than 20,000 statements; ask the publisher to split it."))
    key = keys.get(node) or str(kept_payload(payload).root.value)
    service = graph.is_a(node, DCAT.DataService) and not graph.is_a(node, *_DATASETS)
    return Raw(key, payload, place, "data-service" if service else "dataset", _datestamp(graph, node))


def _datestamp(graph: LinkedGraph, node: Node) -> str:
    dates = (read_date(text.value) for text in graph.texts(node, DCT.modified))
    return max((date.lexical for date in dates if date), default="")


def _undescribed(graph: LinkedGraph, document: Document) -> Iterator[Fault]:
    """Items that a catalogue on a single page lists, and that the document does not describe.

    Catalogues that describe as many as they list are let be: some link to other IRIs of the same datasets.
    """
    if any(graph.values(node, *PAGING) for node in graph):
        return
    listed = _listed(graph)
    absent = [node for node in listed if node not in graph]
    described = sum(graph.is_a(node, *_DATASETS, DCAT.DataService) for node in graph)
    for node in absent if described < len(listed) else ():
        yield Fault(node.value, f"{_file_name(document)}, {node.value[:200]}", Finding(
            "MLG-W010", Severity.VIOLATION,
            f"Le catalogue annonce « {node.value[:200]} » sans le décrire ; demandez à l'éditeur un export complet.",
            f"The catalogue lists “{node.value[:200]}” without describing it; ask the publisher for a full export."))


def _file_name(document: Document) -> str:
    return PurePosixPath(unquote(urlsplit(document.url).path)).name or document.url
