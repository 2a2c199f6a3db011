"""The facets: their names, in the order in which they are shown, and how a record's codes are read."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from catalogue.entry import Entry
from ontology.concepts import load_concepts
from search.query import UnknownFacet
from search.tree import Node, lexical, links, parts, values

Reader = Callable[[Entry, Node], Iterator[str]]


def check_facets(names: Mapping[str, object]) -> None:
    """Raise UnknownFacet for the first name that no facet bears."""
    for name in names:
        if name not in FACETS:
            raise UnknownFacet(name, tuple(get_close_matches(name, FACETS, n=3, cutoff=0.0)))


def codes_of(entry: Entry, tree: Node) -> dict[str, list[str]]:
    """The distinct codes of a record for each facet that it has any for."""
    found = {name: list(dict.fromkeys(read(entry, tree))) for name, read in FACETS.items()}
    return {name: codes for name, codes in found.items() if codes}


def concept_codes(node: Node, scheme: str, *terms: str) -> Iterator[str]:
    """The codes of the scheme's concepts that the node's properties point to."""
    concepts = load_concepts()
    for term in terms:
        if term in node:
            for iri in links(node, term):
                concept = concepts.get(iri)
                if concept is not None and concept.scheme == scheme:
                    yield concept.code


def _concepts(scheme: str, *terms: str) -> Reader:
    return lambda _, tree: concept_codes(tree, scheme, *terms)


def _kind(entry: Entry, _: Node) -> Iterator[str]:
    yield entry.kind


def _source(entry: Entry, _: Node) -> Iterator[str]:
    yield entry.source


def _tools(_: Entry, tree: Node) -> Iterator[str]:
    return (iri.rstrip("/").rpartition("/")[2] for iri in links(tree, "usesTool"))


def _modes(_: Entry, tree: Node) -> Iterator[str]:
    yield from concept_codes(tree, "mode", "mode")
    for session in parts(tree, "session"):
        yield from concept_codes(session, "mode", "mode")


def _free(_: Entry, tree: Node) -> Iterator[str]:
    truths = {"true": "true", "1": "true", "false": "false", "0": "false"}
    return (truths[text] for text in map(lexical, values(tree, "free")) if text in truths)


FACETS: Final[Mapping[str, Reader]] = {
    "type": _kind,
    "topic": _concepts("topic", "topic", "subject"),
    "tool": _tools,
    "family": _concepts("tool-family", "toolFamily"),
    "activity": _concepts("research-activity", "researchActivity"),
    "region": _concepts("region", "spatial"),
    "audience": _concepts("audience", "audience"),
    "level": _concepts("level", "level"),
    "mode": _modes,
    "language": _concepts("language", "language"),
    "licence": _concepts("licence", "licence"),
    "access": _concepts("access", "access"),
    "stage": _concepts("life-cycle-stage", "coversStage"),
    "archival": _concepts("archival-stage", "archivalStage"),
    "content": _concepts("content-type", "contentType"),
    "eco": _concepts("eco-dimension", "ecoDimension"),
    "ai": _concepts("ai-level", "aiLevel"),
    "equipment": _concepts("equipment-type", "equipment"),
    "source": _source,
    "free": _free,
}
