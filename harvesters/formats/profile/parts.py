"""What a record describes with itself: sessions, places, addresses, offers, organisations, contacts."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.profile.payload import Kept
from harvesters.formats.profile.properties import Property, known_classes
from harvesters.formats.rdf.graph import LinkedGraph, Node
from harvesters.formats.rdf.people import is_person
from ontology.terms import RDF, SCHEMA, VCARD

_FRAGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
# The catalogue's own record of a thing is `<thing>#record`.
_TAKEN = "record"


def classes(graph: LinkedGraph, node: Node) -> list[NamedNode]:
    """The classes that a node is said to have."""
    return [value for value in graph.values(node, RDF.type) if isinstance(value, NamedNode)]


def open_part(into: Description, stated: Property, node: Node, kept: Kept) -> Description:
    """A part for a node, under the name that it has within its thing, else that of the property."""
    usual = stated.part
    known = [rdf_class for rdf_class in classes(kept.graph, node) if rdf_class in known_classes()]
    first = usual if usual is not None and (usual in known or not known) else known[0]
    own = _own_name(kept, node)
    part = into.part(own or ("place" if stated.name == "spatial" else stated.name), stated.iri, first)
    for rdf_class in known:
        part.a(rdf_class)
    if isinstance(node, NamedNode) and not own and node.value.startswith("http") and not is_person(kept.graph, node):
        part.link(SCHEMA.sameAs, node.value)
    return part


def is_withheld(graph: LinkedGraph, stated: Property, node: Node) -> bool:
    """Whether the reader kept nothing of a node because it is a person's."""
    said = graph.about(node).keys() - {RDF.type}
    if stated.name == "contact":
        return not said & {VCARD.fn, VCARD.hasEmail, VCARD.hasURL}
    return not said and is_person(graph, node)


def tell_person(into: Description, stated: Property) -> None:
    """Say that a person was left out, without saying who."""
    into.note("MLG-W013", stated.iri, "",
              "C'est une personne, ou ce pourrait l'être : son nom et ses adresses ne sont pas repris.",
              "This is a person, or may be one: name and addresses are not taken over.")


def _own_name(kept: Kept, node: Node) -> str:
    if not isinstance(node, NamedNode):
        return ""
    thing, _, fragment = node.value.partition("#")
    own = thing == kept.root.value and fragment != _TAKEN and _FRAGMENT.fullmatch(fragment)
    return fragment if own else ""


