"""Publishers, creators and contacts as parts of a record."""

from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.dcat.payload import Kept
from harvesters.formats.rdf.graph import Term
from harvesters.formats.rdf.people import is_person
from harvesters.weblinks import role_mailbox
from ontology.terms import DCAT, DCT, FOAF, ORG, RDFS, SCHEMA, SKOS, VCARD

_NAMES = (FOAF.name, VCARD.fn, SKOS.prefLabel, RDFS.label, DCT.title)
_ORGANISATION_NAMES = (VCARD["organization-name"], VCARD["organisation-name"])


def describe_agent(record: Description, kept: Kept, agent: Term, name: str, predicate: NamedNode,
                   language: str) -> None:
    """An organisation by its names and page; one that is only an IRI is linked, a person is left out and told."""
    if isinstance(agent, Literal):
        record.part(name, predicate, ORG.Organization).text(DCT.title, agent.value, agent.language or language)
        return
    if is_person(kept.graph, agent):
        _tell_person(record, predicate)
        return
    names = next((found for called in _NAMES if (found := kept.graph.texts(agent, called))), [])
    if names:
        part = record.part(name, predicate, ORG.Organization)
        for label in names:
            part.text(DCT.title, label.value, label.language or language)
        for page in kept.graph.values(agent, FOAF.homepage):
            part.link(FOAF.homepage, page.value)
        if isinstance(agent, NamedNode):
            part.link(SCHEMA.sameAs, agent.value)
    elif isinstance(agent, NamedNode):
        record.link(predicate, agent.value)


def describe_contact(record: Description, kept: Kept, contact: Term, language: str) -> None:
    """An office to write to: its name, role mailbox and page; a contact without any is none."""
    if isinstance(contact, Literal):
        return
    graph = kept.graph
    names = [label for card in graph.nodes(contact, VCARD.org, VCARD.hasOrganizationName)
             for label in graph.texts(card, *_ORGANISATION_NAMES)]
    names = names or graph.texts(contact, *_ORGANISATION_NAMES) or graph.texts(contact, VCARD.fn, FOAF.name)
    mails = [mail for value in (contact, *graph.values(contact, VCARD.hasEmail)) if (mail := role_mailbox(value.value))]
    pages = graph.values(contact, VCARD.hasURL)
    if not (names or mails or pages):
        if contact in graph:
            _tell_person(record, DCAT.contactPoint)
        return
    part = record.part("contact", DCAT.contactPoint, VCARD.Organization)
    for label in names:
        part.text(VCARD.fn, label.value, label.language or language)
    for mail in mails:
        part.link(VCARD.hasEmail, mail)
    for page in pages:
        part.link(VCARD.hasURL, page.value)


def _tell_person(record: Description, predicate: NamedNode) -> None:
    record.note("MLG-W013", predicate, "",
                "C'est une personne, ou ce pourrait l'être : son nom et ses adresses ne sont pas repris.",
                "This is a person, or may be one: name and addresses are not taken over.")
