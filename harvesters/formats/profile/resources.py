"""Which subjects of a graph are records, of which kind and under which key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from harvesters.beside import named
from harvesters.formats.profile.properties import part_properties, profile
from harvesters.formats.rdf.graph import LinkedGraph, Node, Term
from harvesters.source import Source
from harvesters.text import clean
from ontology.concepts import load_concepts
from ontology.kinds import KINDS
from ontology.terms import COG_COMMUNE, COG_DEPARTMENT, COG_OVERSEAS, COG_REGION, DCT, RDF

# A hub is an organisation too, a model a dataset: of several classes, the one that says more is meant.
_GENERAL: Final = ("organization", "dataset", "service", "place")
_RANK: Final = {code: (code in _GENERAL, code) for code in KINDS}
_BY_CLASS: Final[dict[Term, str]] = {kind.rdf_class: code for code, kind in KINDS.items()}
_TERRITORIES: Final = (COG_REGION.iri, COG_DEPARTMENT.iri, COG_COMMUNE.iri, COG_OVERSEAS.iri)


@dataclass(frozen=True, slots=True)
class Resource:
    """A record of a graph; its key is empty where it has neither identifier nor IRI."""

    kind: str
    key: str


def resources(graph: LinkedGraph, source: Source) -> dict[Node, Resource]:
    """The records of a graph, in its order.

    They are the subjects typed with the class of a kind, without those that only describe a part of another one,
    concepts, and mere mentions: an IRI with a type and nothing else, which something refers to.
    """
    wanted = frozenset(named(source.options.get("kinds"))) or KINDS.keys()
    typed = {node: kind for node in graph if (kind := _kind(graph, node, wanted, source.kind))}
    parts, cited = _referred_to(graph)
    kinds = {node: kind for node, kind in typed.items()
             if not _is_part(node, typed, parts) and not is_concept(node)
             and (node not in cited or _says_something(graph, node))}
    keys = _keys(graph, kinds)
    return {node: Resource(kind, keys[node]) for node, kind in kinds.items()}


@cache
def _own_concepts() -> frozenset[NamedNode]:
    return frozenset(NamedNode(concept.iri) for scheme in load_concepts() for concept in scheme.concepts)


def is_concept(node: Term) -> bool:
    """Whether a node is a concept of our lists, or a territory: it is linked, never described."""
    return isinstance(node, NamedNode) and (node.value.startswith(_TERRITORIES) or node in _own_concepts())


def _kind(graph: LinkedGraph, node: Node, wanted: Collection[str], default: str) -> str:
    """The kind whose class a node has; of several the default, else the one that says more."""
    found = [code for rdf_class in graph.about(node).get(RDF.type, ())
             if (code := _BY_CLASS.get(rdf_class)) in wanted and code is not None]
    return default if default in found else min(found, key=_RANK.__getitem__, default="")


def _referred_to(graph: LinkedGraph) -> tuple[set[Term], set[Term]]:
    """The nodes that something describes as its part, and all that something refers to."""
    parts: set[Term] = set()
    cited: set[Term] = set()
    for node in graph:
        for name, values in graph.about(node).items():
            if name != RDF.type:
                targets = [value for value in values if not isinstance(value, Literal)]
                cited.update(targets)
                if name in part_properties():
                    parts.update(targets)
    return parts, cited


def _is_part(node: Node, typed: Mapping[Node, str], parts: Collection[Term]) -> bool:
    """Blank nodes are parts of what refers to them as to a part, `<thing>#name` is a part of `<thing>`."""
    if isinstance(node, BlankNode):
        return node in parts
    thing, hash_mark, _ = node.value.partition("#")
    return bool(hash_mark) and NamedNode(thing) in typed


def _says_something(graph: LinkedGraph, node: Node) -> bool:
    return isinstance(node, BlankNode) or not profile().keys().isdisjoint(graph.about(node))


def _keys(graph: LinkedGraph, nodes: Collection[Node]) -> dict[Node, str]:
    """The one identifier where no other record of the document has it, else the IRI."""
    identifiers = {node: _identifier(graph, node) for node in nodes}
    times = Counter(identifiers.values())
    return {node: identifier if identifier and times[identifier] == 1
            else node.value if isinstance(node, NamedNode) else ""
            for node, identifier in identifiers.items()}


def _identifier(graph: LinkedGraph, node: Node) -> str:
    found = {identifier for value in graph.values(node, DCT.identifier)
             if isinstance(value, Literal | NamedNode) and (identifier := clean(value.value))}
    return found.pop() if len(found) == 1 else ""
