"""Finding our concepts under the many names that catalogues give them."""

import re

from pyoxigraph import BlankNode, Literal

from harvesters.formats.dcat.payload import Kept
from harvesters.formats.rdf.graph import Term
from harvesters.text import clean
from ontology.concepts import Concepts, UnknownConcept

_ADDRESS = re.compile(r"https?://[^\s\"<>«»]+[^\s\"<>«».,;:!?)]")


def known_concept(concepts: Concepts, scheme: str, names: list[str]) -> str:
    """The IRI of the concept that the first known name means, empty when none is known."""
    for name in names:
        try:
            return concepts.find(scheme, name)
        except UnknownConcept:
            continue
    return ""


def names_of(kept: Kept, value: Term) -> list[str]:
    """What a value may be called: itself, its labels, and the last word of its IRI (`…/iso639-1/en`)."""
    labels = [words for label in kept.labels(value) if (words := clean(label.value))]
    if isinstance(value, BlankNode):
        return labels
    if isinstance(value, Literal) and not value.value.startswith("http"):
        return labels
    return [value.value, *labels, re.split(r"[/#]", value.value.rstrip("/#"))[-1]]


def addresses_in(text: str) -> list[str]:
    """The web addresses that a text mentions, each once."""
    return list(dict.fromkeys(_ADDRESS.findall(text)))
