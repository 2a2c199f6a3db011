"""What the pages of concepts show: names, neighbours, and the records that a concept finds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from api.catalogue_view import View
from api.pages.facts import Fact
from api.pages.said import Said, address_text
from api.pages.strings import Words
from api.pages.thing_page import Group, Sheet
from api.search_request import search_address
from ontology.concepts import Concept, Scheme, load_concepts
from search.query import SearchQuery

# The facet by which each list of concepts is searched.
_FACETS: Final[Mapping[str, str]] = {
    "access": "access", "ai-level": "ai", "archival-stage": "archival", "audience": "audience",
    "content-type": "content", "eco-dimension": "eco", "equipment-type": "equipment", "language": "language",
    "level": "level", "licence": "licence", "life-cycle-stage": "stage", "mode": "mode", "region": "region",
    "research-activity": "activity", "tool-family": "family", "topic": "topic",
}


def concept_path(concept: Concept) -> str:
    """Where this server tells of a concept."""
    return f"/id/concept/{concept.scheme}/{concept.code}"


def concept_sheet(view: View, concept: Concept, words: Words) -> Sheet:
    """One concept."""
    scheme = load_concepts().scheme(concept.scheme)
    narrower = [one for one in scheme.concepts if concept.iri in one.broader]
    facts = [
        Fact(words("linked.scheme"), (_scheme(scheme, words),)),
        Fact(words("linked.code"), (Said(concept.code),)),
        Fact(words("linked.other_language"), tuple(_other_names(concept, words))),
        Fact(words("linked.synonyms"), tuple(_synonyms(concept, words))),
        Fact(words("linked.broader"), tuple(_linked(concept.broader, words))),
        Fact(words("linked.narrower"), tuple(_concept(one, words) for one in narrower)),
        Fact(words("linked.related"), tuple(_linked(concept.related, words))),
    ]
    return Sheet(words("linked.concept"), _name(concept.labels, concept.code, words),
                 actions=list(_searches(view, concept, words)),
                 groups=[Group(words("record.facts"), [fact for fact in facts if fact.values])])


def scheme_sheet(scheme: Scheme, words: Words) -> Sheet:
    """A list with its concepts in their order."""
    facts = [Fact(concept.code, (_concept(concept, words),)) for concept in scheme.concepts]
    return Sheet(words("linked.scheme"), _name(scheme.labels, scheme.code, words),
                 actions=[(words("linked.schemes"), "/id/concept")],
                 groups=[Group(words("linked.members", n=len(facts)), facts)])


def schemes_sheet(schemes: Sequence[Scheme], words: Words) -> Sheet:
    """Every list."""
    facts = [Fact(scheme.code, (_scheme(scheme, words),)) for scheme in schemes]
    return Sheet(words("page.vocabulary"), Said(words("linked.schemes"), words.language),
                 Said(words("linked.schemes_lead"), words.language), [(words("page.vocabulary"), "/ns/")],
                 [Group(words("linked.lists", n=len(facts)), facts)])


def _searches(view: View, concept: Concept, words: Words) -> Iterator[tuple[str, str]]:
    """The search for the records of a concept, where there is one."""
    facet = _FACETS.get(concept.scheme)
    if facet is None:
        return
    filters = {facet: (concept.code,)}
    total = view.search(SearchQuery(filters=filters, size=0, facets=())).total
    if total:
        yield words("linked.records", n=total), search_address(filters)


def _name(labels: Mapping[str, str], otherwise: str, words: Words) -> Said:
    language = words.language if words.language in labels else "fr"
    return Said(labels[language], language) if language in labels else Said(otherwise)


def _other_names(concept: Concept, words: Words) -> Iterator[Said]:
    """What it is called in the other language."""
    for language, label in concept.labels.items():
        if language != words.language:
            yield Said(label, language)


def _synonyms(concept: Concept, words: Words) -> Iterator[Said]:
    for language in sorted(concept.alt, key=lambda one: one != words.language):
        yield from (Said(name, language) for name in concept.alt[language])


def _linked(iris: Iterable[str], words: Words) -> Iterator[Said]:
    for iri in iris:
        found = load_concepts().get(iri)
        yield _concept(found, words) if found else Said(address_text(iri), "", iri)


def _concept(concept: Concept, words: Words) -> Said:
    said = _name(concept.labels, concept.code, words)
    return Said(said.text, said.language, concept_path(concept))


def _scheme(scheme: Scheme, words: Words) -> Said:
    said = _name(scheme.labels, scheme.code, words)
    return Said(said.text, said.language, f"/id/concept/{scheme.code}")
