"""Persons in RDF: their names, mails and telephones never leave the reader."""

import re

from pyoxigraph import NamedNode

from harvesters.formats.rdf.graph import LinkedGraph, Node, Term
from harvesters.weblinks import role_mailbox
from ontology.folding import fold
from ontology.terms import FOAF, ORG, PROV, RDF, SCHEMA, VCARD

_PERSONS = (FOAF.Person, SCHEMA.Person, PROV.Person, VCARD.Individual)
_ORGANISATIONS = (FOAF.Organization, SCHEMA.Organization, ORG.Organization, ORG.OrganizationalUnit,
                  ORG.FormalOrganization, VCARD.Organization, VCARD.Group)
_MAILS = (VCARD.hasEmail, FOAF.mbox)
_OTHER_NAMES = (VCARD.org, VCARD["organization-name"], VCARD.hasOrganizationName)


def is_person(graph: LinkedGraph, node: Node) -> bool:
    """Whether a node is said to be a person."""
    return graph.is_a(node, *_PERSONS) and not graph.is_a(node, *_ORGANISATIONS)


def public_agent(graph: LinkedGraph, node: Node) -> dict[NamedNode, list[Term]]:
    """What is said of a publisher or creator; of a person, only that it is one."""
    said = graph.about(node)
    return {RDF.type: said[RDF.type]} if is_person(graph, node) else said


def public_contact(graph: LinkedGraph, node: Node) -> dict[NamedNode, list[Term]]:
    """What is said of a contact, without what may be a person's."""
    hidden = _MAILS if _name_may_be_shown(graph, node) else (*_MAILS, VCARD.fn, FOAF.name)
    said = {name: values for name, values in graph.about(node).items() if name not in hidden}
    mails: list[Term] = [mail for mail in graph.values(node, *_MAILS) if role_mailbox(mail.value)]
    return {**said, VCARD.hasEmail: mails} if mails else said


def _name_may_be_shown(graph: LinkedGraph, node: Node) -> bool:
    """Whether the contact's name is that of an office.

    Real catalogues type a person's card `vcard:Organization`, with the surname as name: it stands beside
    the organisation's own name, or comes back in the mail address.
    """
    if is_person(graph, node):
        return False
    mails = [mail.value for mail in graph.values(node, *_MAILS)]
    if any(map(role_mailbox, mails)):
        return True
    if not graph.is_a(node, *_ORGANISATIONS) or graph.values(node, *_OTHER_NAMES):
        return False
    names = [word for name in graph.texts(node, VCARD.fn, FOAF.name) for word in re.findall(r"\w{3,}", name.value)]
    locals_ = [fold(mail.removeprefix("mailto:").partition("@")[0]) for mail in mails]
    return not any(fold(word) in local for word in names for local in locals_)
