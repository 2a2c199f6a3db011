"""What goes into the graph of the vocabulary: the ontology, all concepts, and what SKOS entails of them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from ontology.closures import transitive
from ontology.concepts import CONCEPTS_FOLDER
from ontology.terms import SKOS

ONTOLOGY_FILE: Final = Path(__file__).with_name("maillage.ttl")


def vocabulary_triples() -> Iterator[Triple]:
    """Every triple of the ontology and of the concept schemes, then what they entail; each once."""
    stated: dict[Triple, None] = {}
    for path in (ONTOLOGY_FILE, *sorted(CONCEPTS_FOLDER.glob("*.ttl"))):
        stated.update((quad.triple, None) for quad in parse(path=path, format=RdfFormat.TURTLE))
    yield from stated
    yield from (triple for triple in dict.fromkeys(_entailed(stated)) if triple not in stated)


def _entailed(stated: Iterable[Triple]) -> Iterator[Triple]:
    """Inverses of broader and related, and wider concepts at any degree.

    A store without reasoning answers “all within this” by one triple pattern then.
    """
    steps = []
    for triple in stated:
        if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode):
            continue
        if triple.predicate == SKOS.broader:
            steps.append((triple.subject, triple.object))
            yield Triple(triple.object, SKOS.narrower, triple.subject)
        elif triple.predicate == SKOS.related:
            yield Triple(triple.object, SKOS.related, triple.subject)
    for concept, wider in transitive(steps):
        yield Triple(concept, SKOS.broaderTransitive, wider)
