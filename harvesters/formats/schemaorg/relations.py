"""What an item points to: its pages, and other things on the web."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.schemaorg.entry import page_of
from harvesters.formats.schemaorg.node import Node, addresses, called, literals, values
from harvesters.weblinks import web_iri
from ontology.terms import DCAT, DCT, ORG, SCHEMA

_RELATED: Final[Mapping[str, NamedNode]] = {
    "conformsTo": DCT.conformsTo, "isBasedOn": SCHEMA.isBasedOn, "isPartOf": DCT.isPartOf, "mentions": DCT.relation,
    "citation": DCT.relation, "workFeatured": DCT.relation}
_OF_BODIES: Final[Mapping[str, tuple[str, NamedNode]]] = {
    "parentOrganization": ("parent", ORG.subOrganizationOf), "memberOf": ("member-of", ORG.memberOf)}


def describe_page(record: Description, node: Node, page: str) -> None:
    """The page that tells of it: its own, else the one where it was found; its `@id` where that is of another page."""
    own = page_of(node)
    for url in literals(node, "url") or [own or page]:
        record.link(DCAT.landingPage, url)
    iri = node.get("@id", "")
    if iri.partition("#")[0] != own.partition("#")[0] and web_iri(iri):
        record.link(SCHEMA.sameAs, iri)


def describe_relations(record: Description, node: Node) -> None:
    """Links to other things; those that have no address are left out, for a name links to nothing."""
    for name, predicate in _RELATED.items():
        for address in addresses(node, name):
            if web_iri(address):
                record.link(predicate, address)


def describe_parents(body: Description, node: Node, language: str) -> None:
    """The organisations that an organisation is a part or a member of."""
    for name, (part, predicate) in _OF_BODIES.items():
        for parent in values(node, name):
            address = next(iter(addresses({name: [parent]}, name)), "")
            names = called(parent)
            if web_iri(address):
                body.link(predicate, address)
            elif names:
                described = body.part(part, predicate, ORG.Organization)
                for word in names:
                    described.text(DCT.title, word.text, word.language or language)
