"""The organisations of an item; of persons only that they are ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.schemaorg.node import Node, addresses, called, first, literals, nodes, types, values, words
from harvesters.formats.schemaorg.places import describe_address
from harvesters.identifiers import doi, handle, identify, ror
from harvesters.siret import is_siret
from harvesters.weblinks import web_iri
from ontology.terms import ADMS, DCAT, DCT, FOAF, ORG, ROV, SCHEMA, SKOS, VCARD

_AGENTS: Final[Mapping[str, tuple[str, NamedNode]]] = {
    "provider": ("provider", SCHEMA.provider), "organizer": ("organizer", SCHEMA.organizer),
    "publisher": ("publisher", DCT.publisher), "author": ("creator", DCT.creator),
    "creator": ("creator", DCT.creator)}

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:|#", re.IGNORECASE | re.ASCII)
_REGISTER: Final = re.compile(r"[A-Za-z][\w -]{1,29}", re.ASCII)


def describe_agents(record: Description, *told: Node, language: str) -> None:
    """Who offers, organises, publishes and made it; who does so in several sessions is described once."""
    met: set[tuple[str, str]] = set()
    persons: dict[str, NamedNode] = {}
    for node in told:
        for name, (part, predicate) in _AGENTS.items():
            for agent in values(node, name):
                if isinstance(agent, dict) and "Person" in types(agent):
                    persons[name] = predicate
                elif (mark := (part, _mark(agent))) not in met:
                    met.add(mark)
                    _describe_agent(record, agent, part, predicate, language)
    for predicate in persons.values():
        record.note("MLG-A032", predicate, "",
                    "C'est une personne, ou ce pourrait l'être : son nom et ses adresses ne sont pas repris.",
                    "This is a person, or may be one: name and addresses are not taken over.")


def describe_organisation(organisation: Description, node: Node, language: str) -> None:
    """The names, pages and identifiers of an organisation."""
    names = words(node, "name") or words(node, "legalName") or words(node, "alternateName")
    for name in names:
        organisation.text(DCT.title, name.text, name.language or language)
    for legal in literals(node, "legalName"):
        organisation.text(ROV.legalName, legal)
    for page in addresses(node, "url"):
        organisation.link(FOAF.homepage, page)
    identify_by(organisation, node)


def identify_by(described: Description, node: Node) -> None:
    """The identifiers of registers that a node has, plain numbers as they are, and its addresses elsewhere.

    An address that is of no register identifies nothing: sites repeat their own in every record.
    """
    told = [("", node.get("@id", "")), *(("", value) for value in addresses(node, "sameAs"))]
    told += [("", value) for value in literals(node, "identifier", "courseCode")]
    told += [(first(one, "propertyID"), first(one, "value") or first(one, "url") or one.get("@id", ""))
             for one in nodes(node, "identifier")]
    for agency, value in dict.fromkeys(_recognised(*one) for one in told):
        if agency and value:
            identify(described, agency, value)
        elif value and not _ADDRESS.match(value):
            name = described.iri.rpartition("#")[2] + "-identifier" if "#" in described.iri else "identifier"
            described.part(name, ADMS.identifier, ADMS.Identifier).text(SKOS.notation, value)
    for same in addresses(node, "sameAs"):
        if not ror(same):
            described.link(SCHEMA.sameAs, same)


def describe_contact(record: Description, node: Node) -> None:
    """A role mailbox or page to write to; nobody's own."""
    for contact in [*nodes(node, "contactPoint"), *([node] if "email" in node else [])]:
        mails = literals(contact, "email")
        pages = [page for page in addresses(contact, "url") if web_iri(page)] if contact is not node else []
        if mails or pages:
            part = record.part("contact", DCAT.contactPoint, VCARD.Organization)
            for mail in mails:
                part.link(VCARD.hasEmail, mail)
            for page in pages:
                part.link(VCARD.hasURL, page)


def _describe_agent(record: Description, agent: Node | str, part: str, predicate: NamedNode, language: str) -> None:
    if isinstance(agent, str) or "@value" in agent:
        [name] = called(agent)
        if not web_iri(name.text):
            record.part(part, predicate, ORG.Organization).text(DCT.title, name.text, name.language or language)
            return
        agent = {"@id": name.text}
    if words(agent, "name", "legalName", "alternateName"):
        described = record.part(part, predicate, ORG.Organization)
        describe_organisation(described, agent, language)
        for address in values(agent, "address")[:1]:
            describe_address(described, address)
    elif web_iri(agent.get("@id", "")):
        record.link(predicate, agent["@id"])


def _mark(agent: Node | str) -> str:
    """What tells organisations apart: their address, else their name."""
    if isinstance(agent, str):
        return agent
    names = words({"agent": [agent]}, "agent")
    return str(names[0].text if names else agent.get("@id", ""))


def _recognised(agency: str, value: str) -> tuple[str, str]:
    """A register and the identifier in it; what is of no register keeps the publisher's word for it, if it is short."""
    digits = "".join(value.split())
    for name, known in (("ROR", ror(value)), ("DOI", doi(value)), ("Handle", handle(value)),
                        ("SIRET", digits if is_siret(digits) else "")):
        if known:
            return name, known
    return agency if _REGISTER.fullmatch(agency) else "", value.strip()
