"""Licences, rights and access of a dataset and its distributions."""

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.dcat.payload import Kept
from harvesters.formats.dcat.vocabulary import addresses_in, known_concept, names_of
from harvesters.formats.rdf.graph import Node, Term
from harvesters.text import clean
from ontology.concepts import Concepts, UnknownConcept
from ontology.terms import DCT


def describe_access(record: Description, kept: Kept) -> None:
    """Access rights as a concept; a statement in words is kept as rights."""
    for value in kept.values(DCT.accessRights):
        names = names_of(kept, value)
        known = known_concept(record.concepts, "access", names)
        if known:
            record.concept(DCT.accessRights, "access", known)
            continue
        if isinstance(value, Literal):
            record.concept(DCT.accessRights, "access", value.value)
        for label in kept.labels(value):
            record.text(DCT.rights, label.value, label.language or "")


def describe_rights(part: Description, kept: Kept, node: Node) -> None:
    """Statements of rights, in the words of the source."""
    for value in kept.graph.values(node, DCT.rights):
        labels = kept.labels(value)
        for label in labels:
            part.text(DCT.rights, label.value, label.language or "")
        if not labels and isinstance(value, NamedNode):
            part.text(DCT.rights, value.value)


def describe_licences(record: Description, kept: Kept, parts: Mapping[Node, Description]) -> None:
    """The licence of the record and of each of its distributions (`parts`).

    DCAT-AP puts the licence on distributions: one that all of them share is the record's too, and is told.
    """
    unknown: dict[str, UnknownConcept] = {}
    own = [_licence(record, kept, value, unknown) for value in kept.values(DCT.license)]
    shared: list[set[str]] = []
    for node, part in parts.items():
        shared.append({_licence(part, kept, value, unknown)
                       for value in kept.graph.values(node, DCT.license)})
    if not own and shared and len(shared[0]) == 1 and all(found == shared[0] for found in shared):
        [licence] = shared[0]
        if licence:
            record.link(DCT.license, licence)
            record.note("MLG-W012", DCT.license, licence,
                        "La licence est celle que portent tous les fichiers.",
                        "The licence is the one that all files carry.")
    for words, fault in unknown.items():
        record.warn("MLG-C001", DCT.license, words, fault.fr, fault.en)


def _licence(part: Description, kept: Kept, value: Term, unknown: dict[str, UnknownConcept]) -> str:
    """State one licence; returns the concept's IRI, empty when it is not known.

    An unknown licence stays what it is: a link where it is an IRI, words of rights where it is text.
    """
    texts = [words for label in kept.labels(value) if (words := clean(label.value))]
    itself = [value.value] if isinstance(value, NamedNode) else []
    mentioned = [address for text in texts for address in addresses_in(text)]
    known = known_concept(part.concepts, "licence", [*itself, *texts])
    if not known and len(found := _all_known(part.concepts, mentioned)) == 1:
        [known] = found
        _state_words(part, texts)
    if known:
        part.link(DCT.license, known)
        return known
    if isinstance(value, NamedNode):
        part.link(DCT.license, value.value)
    _state_words(part, texts)
    for name in (itself or texts)[:1]:
        unknown.setdefault(name, _unknown(part.concepts, name))
    return ""


def _state_words(part: Description, texts: Sequence[str]) -> None:
    for text in texts:
        part.text(DCT.rights, text)


def _all_known(concepts: Concepts, names: Sequence[str]) -> set[str]:
    return {known for name in names if (known := known_concept(concepts, "licence", [name]))}


def _unknown(concepts: Concepts, name: str) -> UnknownConcept:
    try:
        concepts.find("licence", name)
    except UnknownConcept as fault:
        return fault
    raise AssertionError(f"{name} is a known licence")
