"""The words by which catalogues sort their records."""

from __future__ import annotations

from functools import cache
from itertools import chain

from harvesters.description import Description
from harvesters.text import clean
from ontology.concepts import Concepts
from ontology.folding import fold
from ontology.terms import DCAT, M

# Short words are names of many things ("R", "IA", "son").
_SHORTEST = 4
# What every dataset of an open data portal is says nothing of its topic.
_OF_PORTALS = frozenset({"donneesouvertes", "opendata"})


def state_keyword(record: Description, word: str, language: str) -> None:
    """State a keyword; where it is the very name of one of our topics, that topic too."""
    record.text(DCAT.keyword, word, language)
    topic = _topics(record.concepts).get(fold(clean(word)))
    if topic:
        record.link(M.topic, topic)


@cache
def _topics(concepts: Concepts) -> dict[str, str]:
    """The topics by their names. Hidden labels are left aside: they are guesses at what people type."""
    made: dict[str, str] = {}
    for concept in concepts.scheme("topic").concepts:
        for name in (concept.code, *concept.labels.values(), *chain.from_iterable(concept.alt.values())):
            if len(folded := fold(name)) >= _SHORTEST and folded not in _OF_PORTALS:
                made.setdefault(folded, concept.iri)
    return made
