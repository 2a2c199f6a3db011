"""What is kept of one record: the statements of the profile about it and its parts, as canonical N-Triples.

The first line is a comment with what N-Triples cannot say: which node is meant, which invalid IRIs were mended,
kind and key of the records it links to, and the properties that had a nameless value which they cannot describe.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass

import orjson
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from harvesters.formats.profile.resources import Resource, is_concept
from harvesters.formats.profile.shape import resource_shapes
from harvesters.formats.rdf.extract import Extract
from harvesters.formats.rdf.graph import LinkedGraph, Node

_HEADER = b"# "


@dataclass(frozen=True, slots=True)
class Kept:
    """A payload read back: the graph of one record, `root`; `records` are the kind and key of those it links to."""

    graph: LinkedGraph
    root: Node
    mended: Mapping[str, str]
    records: Mapping[str, tuple[str, str]]
    dropped: Collection[str]


def payload_of(graph: LinkedGraph, node: Node, records: Mapping[Node, Resource]) -> tuple[bytes, set[Node]]:
    """The canonical bytes of a record, and the nodes that they describe.

    Raises:
        TooLarge: more than 20,000 statements.
    """
    shapes = resource_shapes()
    extract = Extract(graph, _Apart(node, records))
    root = extract.name(node, shapes[0])
    linked = {target.value: records[target] for target in extract.linked
              if isinstance(target, NamedNode) and target in records}
    header = orjson.dumps(
        {"root": root, "mended": extract.mended, "dropped": sorted(name.value for name in extract.dropped),
         "records": {iri: [found.kind, found.key] for iri, found in linked.items()}}, option=orjson.OPT_SORT_KEYS)
    return _HEADER + header + b"\n" + "".join(sorted(extract.lines)).encode(), extract.nodes(shapes)


def kept_payload(payload: bytes) -> Kept:
    """What `payload_of` wrote."""
    header = orjson.loads(payload.partition(b"\n")[0].removeprefix(_HEADER))
    root = header["root"]
    node = BlankNode(root[2:]) if root.startswith("_:") else NamedNode(root[1:-1])
    records = {iri: (kind, key) for iri, (kind, key) in header["records"].items()}
    graph = LinkedGraph(parse(input=payload, format=RdfFormat.N_TRIPLES), sound=True)
    return Kept(graph, node, header["mended"], records, header["dropped"])


class _Apart:
    """The nodes that are linked, not described: records other than `root`, and the concepts of our lists."""

    def __init__(self, root: Node, records: Container[object]) -> None:
        self._root = root
        self._records = records

    def __contains__(self, node: object) -> bool:
        return (node in self._records and node != self._root) or (isinstance(node, NamedNode) and is_concept(node))
