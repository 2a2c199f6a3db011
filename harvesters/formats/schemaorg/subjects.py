"""What an item is about, for whom, in which language, under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.keywords import state_keyword
from harvesters.formats.schemaorg.alignment import align, align_phrase, says_nothing
from harvesters.formats.schemaorg.node import Node, Words, addresses, called, literals, nodes, types, values, words
from harvesters.licences import state_licence
from harvesters.weblinks import web_iri
from ontology.terms import DCAT, DCT, SCHEMA, M

_SEPARATORS: Final = re.compile(r"[,;\n|]")
_TERMS: Final = frozenset({"DefinedTerm", "CategoryCode"})
# Properties by which a concept of one of our own lists, given by its IRI, is said.
_OURS: Final[Mapping[str, NamedNode]] = {
    "topic": M.topic, "research-activity": M.researchActivity, "tool-family": M.toolFamily, "theme": DCAT.theme}


def describe_subjects(record: Description, node: Node, language: str) -> None:
    """Keywords in the publisher's words, with our topic where one has that name; terms of other lists as links."""
    subjects = [value for value in node.get("about", ()) if _names_a_subject(value)]
    said = [*words(node, "genre", "knowsAbout"), *(word for value in subjects for word in called(value))]
    for word in dict.fromkeys((*_parted(words(node, "keywords")), *said)):
        state_keyword(record, word.text, word.language or language)
    for term in nodes(node, "keywords", "about"):
        iri = term.get("@id", "")
        concept = record.concepts.get(iri)
        if concept:
            record.link(_OURS.get(concept.scheme, DCT.subject), iri)
        elif _TERMS.intersection(types(term)) and web_iri(iri):
            record.link(DCT.subject, iri)


def describe_audience(record: Description, node: Node) -> None:
    """The publics that are ours; the others have no concept and are told as advice."""
    said = [word for told in node.get("audience", ()) for word in _publics(told)]
    for word in dict.fromkeys(_parted(said)):
        if iri := align_phrase(record.concepts, "audience", word.text):
            record.concept(DCT.audience, "audience", iri)
        elif not says_nothing("audience", word.text):
            record.note(
                "MLG-A033", DCT.audience, word.text,
                f"Le public « {word.text} » n'a pas d'équivalent dans la liste des publics ; il est omis.",
                f"The audience “{word.text}” has no counterpart in the list of publics; it is left out.")


def describe_level(record: Description, node: Node) -> None:
    """The levels that it is for."""
    for word in _parted(words(node, "educationalLevel")):
        state_level(record, word.text)


def state_level(record: Description, name: str) -> None:
    """One level; a name that is none of ours is told."""
    record.concept(SCHEMA.educationalLevel, "level", align_phrase(record.concepts, "level", name) or name)


def describe_languages(record: Description, node: Node) -> None:
    """The languages that it is in, by codes (`en-GB` is English) or names."""
    for value in values(node, "inLanguage", "availableLanguage"):
        names = [word.text.strip() for word in called(value)]
        names += literals(value, "alternateName") if isinstance(value, dict) else []
        tries = [known for name in names for known in (name, re.split("[-_]", name)[0])]
        iri = next((iri for name in tries if (iri := align(record.concepts, "language", name))), "")
        record.concept(DCT.language, "language", iri or next(iter(names), ""))


def describe_licences(record: Description, node: Node) -> None:
    """The licence, by an address, a name, or a work that is called so; and the words on who may have access."""
    for value in node.get("license", ()):
        state_licence(record, *addresses({"license": [value]}, "license"), *(word.text for word in called(value)))
    for word in words(node, "conditionsOfAccess"):
        record.text(DCT.rights, word.text, word.language)


def _names_a_subject(value: object) -> bool:
    """What an item is about is a subject, unless it is another item (the event of a talk) or a mere address."""
    if isinstance(value, dict) and "@value" not in value:
        return not types(value) or bool({*_TERMS, "Thing"}.intersection(types(value)))
    return not web_iri(str(value["@value"] if isinstance(value, dict) else value))


def _parted(said: Iterable[Words]) -> Iterator[Words]:
    for word in said:
        for part in _SEPARATORS.split(word.text):
            if part.strip():
                yield Words(part.strip(), word.language)


def _publics(told: Any) -> list[Words]:
    if isinstance(told, dict) and "@value" not in told:
        return words(told, "audienceType", "educationalRole") or words(told, "name")
    return called(told)
