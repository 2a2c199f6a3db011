"""The facets of a search: which list of codes each takes, and how its codes are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import orjson

from api.catalogue_view import View
from api.names import record_titles
from api.problems import Problem
from api.values import both_languages
from ontology.concepts import UnknownConcept, load_concepts
from ontology.kinds import KINDS
from search.query import FacetCount, SearchQuery

Labels = Mapping[str, str]

_FREE: Final[Mapping[str, Labels]] = {
    "true": {"fr": "Gratuit", "en": "Free"},
    "false": {"fr": "Payant", "en": "Paid"},
}
_KINDS: Final[Mapping[str, Labels]] = {kind.code: {"fr": kind.fr, "en": kind.en} for kind in KINDS.values()}


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its parameter name, the concept scheme of its codes (empty: another list), what it keeps."""

    name: str
    scheme: str
    fr: str
    en: str
    example: str


# In the order in which a person meets them.
_ALL: Final = (
    Facet("type", "", "Type de fiche", "Kind of record", "course"),
    Facet("region", "region", "Région (code officiel géographique)", "Region (official geographic code)", "53"),
    Facet("topic", "topic", "Thème", "Topic", "digital-archiving"),
    Facet("mode", "mode", "Modalité des sessions", "Mode of the sessions", "online"),
    Facet("audience", "audience", "Public visé", "Audience", "archivist"),
    Facet("level", "level", "Niveau", "Level", "beginner"),
    Facet("free", "", "Gratuité", "Free of charge", "true"),
    Facet("family", "tool-family", "Famille d'outils", "Tool family", "text-htr"),
    Facet("tool", "", "Outil utilisé (identifiant local)", "Tool used (local identifier)", "register--a-tool"),
    Facet("activity", "research-activity", "Activité de recherche (TaDiRAH)", "Research activity (TaDiRAH)",
          "transcribing"),
    Facet("equipment", "equipment-type", "Type d'équipement", "Type of equipment", "3d-scanner"),
    Facet("stage", "life-cycle-stage", "Étape du cycle de vie couverte", "Life-cycle stage covered", "preserve"),
    Facet("archival", "archival-stage", "Âge des archives", "Archival stage", "final"),
    Facet("content", "content-type", "Type de contenu", "Type of content", "audiovisual"),
    Facet("eco", "eco-dimension", "Dimension écologique", "Eco dimension", "energy"),
    Facet("ai", "ai-level", "Niveau d'acculturation à l'IA", "AI literacy level", "awareness"),
    Facet("language", "language", "Langue", "Language", "fr"),
    Facet("licence", "licence", "Licence", "Licence", "LO-OL-2.0"),
    Facet("access", "access", "Conditions d'accès", "Access conditions", "public"),
    Facet("source", "", "Source moissonnée", "Harvested source", "a-source"),
)

FACETS: Final[Mapping[str, Facet]] = {facet.name: facet for facet in _ALL}


def facet_code(view: View, facet: Facet, value: str) -> str:
    """The code that a received value names: itself, or a concept's name. Raises the problem that helps."""
    if facet.scheme:
        concepts = load_concepts()
        try:
            concept = concepts.get(concepts.find(facet.scheme, value))
        except UnknownConcept as unknown:
            raise Problem(
                "MLG-Q002", members=_told(facet, value, unknown.nearest),
                detail={"fr": unknown.fr, "en": unknown.en}) from unknown
        return concept.code if concept else value
    known = _codes(view, facet)
    if value in known:
        return value
    nearest = tuple(get_close_matches(value[:80], known, 5, 0.3)) or known[:5]
    raise Problem("MLG-Q002", members=_told(facet, value, nearest), name=facet.name, value=value,
                  nearest=", ".join(nearest) or "–")


def facet_labels(view: View, facet: Facet, code: str) -> Labels:
    """The names of a code in French and English; the code itself where nothing better is known."""
    known = view.names.get((facet.name, code))
    if known is None:
        known = view.names[facet.name, code] = _labels(view, facet, code)
    return known


def _labels(view: View, facet: Facet, code: str) -> Labels:
    if facet.scheme:
        return _concept_labels(facet.scheme, code)
    if facet.name == "source":
        source = view.source(code)
        return both_languages(source.title if source else {}, code)
    if facet.name == "tool":
        return both_languages(record_titles(view, view.iri("tool", code)), code)
    return (_KINDS if facet.name == "type" else _FREE).get(code) or {"fr": code, "en": code}


def facets_document(view: View, counts: Mapping[str, Iterable[FacetCount]]) -> bytes:
    """The facets of a page as JSON: codes with their names and counts."""
    return orjson.dumps({
        name: [
            {"value": counted.code, "label": facet_labels(view, FACETS[name], counted.code), "count": counted.count}
            for counted in counted_codes
        ]
        for name, counted_codes in counts.items() if name in FACETS
    })


def _told(facet: Facet, value: str, nearest: Iterable[str]) -> dict[str, object]:
    return {"parameter": facet.name, "value": value[:200], "nearest": list(nearest)}


def _codes(view: View, facet: Facet) -> tuple[str, ...]:
    if facet.name == "source":
        return tuple(view.manifest.sources)
    if facet.name == "tool":
        # Tools are things, not concepts: only the index knows which ones are used.
        every = view.search(SearchQuery(size=0, facets=("tool",)))
        return tuple(counted.code for counted in every.facets["tool"])
    return tuple({"type": _KINDS, "free": _FREE}[facet.name])


def _concept_labels(scheme: str, code: str) -> Labels:
    concepts = load_concepts()
    try:
        concept = concepts.get(concepts.find(scheme, code))
    except UnknownConcept:
        return {"fr": code, "en": code}
    return {"fr": concept.label("fr"), "en": concept.label("en")} if concept else {"fr": code, "en": code}
