"""The facets: their names, in the order in which they are shown, and how a record's codes are read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from catalogue.entry import Entry
from ontology.concepts import load_concepts
from search.query import UnknownFacet
from search.tree import Node, links, literals, parts

Codes = Iterator[str]


@dataclass(frozen=True, slots=True)
class Facet:
    """Where a facet's codes come from: the properties that hold them, and how they are read.

    Without properties they come from the entry itself.
    """

    terms: tuple[str, ...]
    read: Callable[[Entry, Node], Codes]


def check_facets(names: Iterable[str]) -> None:
    """Raise UnknownFacet for the first name that no facet bears."""
    for name in names:
        if name not in FACETS:
            raise UnknownFacet(name, tuple(get_close_matches(name, FACETS, n=3, cutoff=0.0)))


def codes_of(entry: Entry, tree: Node) -> dict[str, list[str]]:
    """The distinct codes of a record for each facet that it has any for."""
    found: dict[str, list[str]] = {}
    said = tree.keys()
    for name, facet in FACETS.items():
        if facet.terms and said.isdisjoint(facet.terms):
            continue
        codes = list(dict.fromkeys(facet.read(entry, tree)))
        if codes:
            found[name] = codes
    return found


def concept_codes(node: Node, scheme: str, *terms: str) -> Codes:
    """The codes of the scheme's concepts that the node's properties point to."""
    concepts = load_concepts()
    for term in terms:
        for iri in links(node, term):
            concept = concepts.get(iri)
            if concept is not None and concept.scheme == scheme:
                yield concept.code


def _concepts(scheme: str, *terms: str) -> Facet:
    return Facet(terms, lambda _, tree: concept_codes(tree, scheme, *terms))


def _kind(entry: Entry, _: Node) -> Codes:
    yield entry.kind


def _source(entry: Entry, _: Node) -> Codes:
    yield entry.source


def _tools(_: Entry, tree: Node) -> Codes:
    return (iri.rstrip("/").rpartition("/")[2] for iri in links(tree, "usesTool"))


def _modes(_: Entry, tree: Node) -> Codes:
    yield from concept_codes(tree, "mode", "mode")
    for session in parts(tree, "session"):
        yield from concept_codes(session, "mode", "mode")


def _free(_: Entry, tree: Node) -> Codes:
    truths = {"true": "true", "1": "true", "false": "false", "0": "false"}
    return (truths[text] for text in literals(tree, "free") if text in truths)


FACETS: Final[Mapping[str, Facet]] = {
    "type": Facet((), _kind),
    "topic": _concepts("topic", "topic", "subject"),
    "tool": Facet(("usesTool",), _tools),
    "family": _concepts("tool-family", "toolFamily"),
    "activity": _concepts("research-activity", "researchActivity"),
    "region": _concepts("region", "spatial"),
    "audience": _concepts("audience", "audience"),
    "level": _concepts("level", "level"),
    "mode": Facet(("mode", "session"), _modes),
    "language": _concepts("language", "language"),
    "licence": _concepts("licence", "licence"),
    "access": _concepts("access", "access"),
    "stage": _concepts("life-cycle-stage", "coversStage"),
    "archival": _concepts("archival-stage", "archivalStage"),
    "content": _concepts("content-type", "contentType"),
    "eco": _concepts("eco-dimension", "ecoDimension"),
    "ai": _concepts("ai-level", "aiLevel"),
    "equipment": _concepts("equipment-type", "equipment"),
    "source": Facet((), _source),
    "free": Facet(("free",), _free),
}
