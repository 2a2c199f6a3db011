"""A graph of schema.org, as RDF gives it, as nodes."""

from __future__ import annotations

from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from harvesters.formats.rdf.graph import LinkedGraph, Term
from harvesters.formats.rdf.graph import Node as GraphNode
from harvesters.formats.schemaorg.vocabulary import local_name
from ontology.terms import RDF

_TYPE: Final = "@type"


def nodes(graph: LinkedGraph) -> list[dict[str, Any]]:
    """The nodes that no other points to, in the order of the document; all nodes where each is pointed to."""
    made = {node: _node(graph, node) for node in graph}
    for node, filled in made.items():
        for predicate, said in graph.about(node).items():
            name = local_name(predicate.value)
            if name and predicate != RDF.type:
                filled.setdefault(name, []).extend(_value(value, made) for value in said)
    targets = {value for node in graph for said in graph.about(node).values() for value in said if value != node}
    return [filled for node, filled in made.items() if node not in targets] or list(made.values())


def _node(graph: LinkedGraph, node: GraphNode) -> dict[str, Any]:
    names = [local_name(value.value) for value in graph.nodes(node, RDF.type)]
    started: dict[str, Any] = {"@id": node.value} if isinstance(node, NamedNode) else {}
    if known := [name for name in names if name]:
        started[_TYPE] = known
    return started


def _value(value: Term, made: dict[GraphNode, dict[str, Any]]) -> Any:
    if isinstance(value, Literal):
        return {"@value": value.value, "@language": value.language} if value.language else value.value
    return made.get(value) or ({"@id": value.value} if isinstance(value, NamedNode) else {})
