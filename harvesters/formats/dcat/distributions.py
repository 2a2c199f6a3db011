"""Distributions: the files and services by which a dataset is had."""

import re

from pyoxigraph import BlankNode, Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.dcat.payload import Kept
from harvesters.formats.dcat.rights import describe_rights
from harvesters.formats.rdf.graph import Node
from ontology.terms import DCAT, DCT

_MEDIA_TYPE = re.compile(r"(?:.*/)?([a-z]+/[\w.+-]+)")


def describe_distributions(record: Description, kept: Kept, language: str) -> dict[Node, Description]:
    """Each distribution as a part; returns the parts, for their licences are settled together."""
    nodes = sorted(kept.graph.nodes(kept.root, DCAT.distribution), key=lambda node: _place(kept, node))
    return {node: _distribution(record, kept, node, language) for node in nodes if node in kept.graph}


def _place(kept: Kept, node: Node) -> tuple[str, ...]:
    """An order that does not depend on that of the document: parts are numbered by it."""
    said = kept.graph.values(node, DCAT.downloadURL, DCAT.accessURL, DCT.title)
    return (*sorted(value.value for value in said), str(node))


def _distribution(record: Description, kept: Kept, node: Node, language: str) -> Description:
    graph = kept.graph
    part = record.part("distribution", DCAT.distribution, DCAT.Distribution)
    for title in graph.texts(node, DCT.title):
        part.text(DCT.title, title.value, title.language or language)
    for text in graph.texts(node, DCT.description):
        part.text(DCT.description, text.value, text.language or language)
    for name in (DCAT.accessURL, DCAT.downloadURL):
        for address in graph.values(node, name):
            part.link(name, address.value)
    for service in graph.nodes(node, DCAT.accessService):
        for name in (DCAT.endpointURL, DCAT.endpointDescription):
            for address in graph.values(service, name):
                part.link(name, address.value)
    for media_type in graph.values(node, DCAT.mediaType):
        for written in _names(kept, media_type):
            found = _MEDIA_TYPE.fullmatch(written)
            part.text(DCAT.mediaType, found[1] if found else written)
    for form in graph.values(node, DCT.format):
        for written in _names(kept, form):
            part.text(DCT.format, written.rstrip("/").rpartition("/")[2] if "://" in written else written)
    describe_rights(part, kept, node)
    return part


def _names(kept: Kept, value: Node | Literal) -> list[str]:
    """A format as it is written: a literal, an IRI of a list, or the label of a blank node."""
    if isinstance(value, BlankNode):
        return [label.value for label in kept.labels(value)]
    return [value.value] if isinstance(value, NamedNode | Literal) else []
