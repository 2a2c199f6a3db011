"""Licences under the many names that sources give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harvesters.description import Description
from harvesters.text import clean
from harvesters.weblinks import web_iri
from ontology.concepts import Concepts, UnknownConcept
from ontology.terms import DCT

_ADDRESS = re.compile(r"https?://[^\s\"<>«»]+[^\s\"<>«».,;:!?)]")


def find_licence(concepts: Concepts, names: Iterable[str]) -> str:
    """The IRI of the licence that the first known name means (a code, label, IRI), empty when none is known."""
    for name in names:
        try:
            return concepts.find("licence", name)
        except UnknownConcept:
            continue
    return ""


def addresses_in(text: str) -> list[str]:
    """The web addresses that a text mentions, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(text)))


def state_licence(described: Description, *names: str | None) -> None:
    """State the licence that a source names by any of `names`: codes, labels, addresses, sentences of rights.

    One that is not known stays what it is: a link where it is an address, words of rights where it is text; both
    with a warning that names the nearest known ones.
    """
    given = [words for name in names if (words := clean(name))]
    mentioned = [address for text in given for address in addresses_in(text)]
    known = find_licence(described.concepts, [*given, *mentioned])
    if known:
        described.link(DCT.license, known)
        return
    for text in given:
        if web_iri(text):
            described.link(DCT.license, text)
        else:
            described.text(DCT.rights, text)
    _tell_unknown(described, given)


def _tell_unknown(described: Description, given: Sequence[str]) -> None:
    for name in given[:1]:
        try:
            described.concepts.find("licence", name)
        except UnknownConcept as fault:
            described.warn("MLG-C001", DCT.license, name, fault.fr, fault.en)
