"""Which statements of a resource belong to the profile, and which of its values are described with it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from harvesters.formats.profile.properties import Property, profile
from harvesters.formats.rdf.extract import Public, Shape
from harvesters.formats.rdf.graph import LinkedGraph, Node, Term
from harvesters.formats.rdf.people import is_person, public_agent, public_contact
from harvesters.personal import WITHHELD, without_personal_mailboxes
from harvesters.ways import Way
from harvesters.weblinks import role_mailbox
from ontology.terms import DCT, RDF, RDFS, SKOS, VCARD

# A session of a course has a place, that has an address; nothing real goes deeper than this.
_DEEPEST: Final = 5
LABELS: Final = (SKOS.prefLabel, RDFS.label, DCT.title, RDF.value)
LABELLED: Final = Shape(frozenset({*LABELS, SKOS.notation, SKOS.altLabel, SKOS.inScheme}))
# Beside values of lists, these may be nodes that only say what they are called.
_NAMED: Final = frozenset({"credential", "format", "frequency", "iscedField", "mediaType", "occupation", "rights",
                           "subject"})
_LONG_TEXTS: Final = frozenset({"bookingProcedure", "computeAccess", "description", "prerequisites", "responsibility",
                                "rights", "storageGuarantee", "syllabus", "teaches"})


@cache
def resource_shapes() -> tuple[Shape, ...]:
    """The shape of a record, first, and those of its parts by depth and by what they are."""
    made: list[Shape] = []
    below: dict[str, Shape] = {}
    for _ in range(_DEEPEST + 1):
        parts = _parts(below)
        below = {"": _shape(parts, _about), "contact": _shape(parts, _contact), "creator": _shape(parts, _creator),
                 "agent": _shape(parts, _agent)}
        made = [*below.values(), *made]
    return tuple(made)


def _parts(below: Mapping[str, Shape]) -> dict[NamedNode, Shape]:
    """What the values of each property are described by; at the bottom, only by their names."""
    parts: dict[NamedNode, Shape] = {}
    for stated in profile().values():
        if below and stated.part:
            parts[stated.iri] = below[_which(stated)]
        elif stated.scheme or stated.name in _NAMED:
            parts[stated.iri] = LABELLED
    return parts


def _which(stated: Property) -> str:
    if stated.name == "creator":
        return "creator"
    return {Way.CONTACT: "contact", Way.AGENT: "agent"}.get(stated.way, "")


def _shape(parts: Mapping[NamedNode, Shape], public: Public) -> Shape:
    return Shape(frozenset({RDF.type, *profile()}), parts, public)


def _about(graph: LinkedGraph, node: Node) -> Mapping[NamedNode, list[Term]]:
    return _without_mailboxes(graph.about(node))


def _contact(graph: LinkedGraph, node: Node) -> Mapping[NamedNode, list[Term]]:
    return _without_mailboxes(public_contact(graph, node))


def _agent(graph: LinkedGraph, node: Node) -> Mapping[NamedNode, list[Term]]:
    return _without_mailboxes(public_agent(graph, node))


def _creator(graph: LinkedGraph, node: Node) -> Mapping[NamedNode, list[Term]]:
    """An author is credited by name; nothing else is said of a person."""
    said = graph.about(node)
    return {name: said[name] for name in (RDF.type, DCT.title) if name in said} if is_person(graph, node) else said


def _without_mailboxes(said: Mapping[NamedNode, list[Term]]) -> Mapping[NamedNode, list[Term]]:
    return {name: [_public(name, value) for value in values] for name, values in said.items()}


def _public(name: NamedNode, value: Term) -> Term:
    if name == VCARD.hasEmail:
        return value if role_mailbox(value.value) else Literal(WITHHELD)
    stated = profile().get(name)
    if not isinstance(value, Literal) or stated is None or stated.name not in _LONG_TEXTS:
        return value
    words = without_personal_mailboxes(value.value)
    if words == value.value:
        return value
    return Literal(words, language=value.language) if value.language else Literal(words)
