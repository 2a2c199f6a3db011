"""The concept schemes of `concepts/*.ttl`, made for being looked up millions of times."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from ontology.context import load_context
from ontology.folding import fold
from ontology.terms import CONCEPT, GEO, RDF, SKOS

CONCEPTS_FOLDER: Final = Path(__file__).with_name("concepts")
# How much of a received value a message repeats.
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Concept:
    """One value of a scheme. `point` is the WKT of its centre where it is a territory, else empty."""

    iri: str
    scheme: str
    code: str
    labels: Mapping[str, str]
    alt: Mapping[str, tuple[str, ...]]
    broader: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    point: str = ""

    def label(self, language: str) -> str:
        """The name in a language, else in French, else the code."""
        return self.labels.get(language) or self.labels.get("fr") or self.code


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list of concepts, in the order in which they are to be shown."""

    iri: str
    code: str
    labels: Mapping[str, str]
    concepts: tuple[Concept, ...]


class UnknownConcept(LookupError):
    """A value that names no concept of its scheme; `fr` and `en` say which ones are nearest."""

    def __init__(self, fr: str, en: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en
        self.nearest = nearest


class Concepts:
    """All schemes, by code, and all concepts, by IRI."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self._schemes = {scheme.code: scheme for scheme in schemes}
        self._by_iri = {concept.iri: concept for scheme in self for concept in scheme.concepts}
        self._keys = {scheme.code: _keys(scheme.concepts) for scheme in self}
        self._names = {scheme.code: _names(scheme.concepts) for scheme in self}

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self._schemes.values())

    def schemes(self) -> tuple[Scheme, ...]:
        """Every scheme, in alphabetical order of codes."""
        return tuple(self)

    def scheme(self, code: str) -> Scheme:
        """The scheme of a code; an unknown code raises UnknownConcept naming the nearest ones."""
        if code in self._schemes:
            return self._schemes[code]
        near = _nearest(fold(code), tuple((fold(known), known) for known in self._schemes))
        every = tuple(self._schemes)
        raise UnknownConcept(
            f"« {code} » n'est pas une liste de concepts ; {_suggest_fr(near, every)}",
            f"“{code}” is not a list of concepts; {_suggest_en(near, every)}", near)

    def get(self, iri: str) -> Concept | None:
        """The concept of an IRI, if it is one of ours."""
        return self._by_iri.get(iri)

    def find(self, scheme: str, value: str) -> str:
        """The IRI of the concept that a code, a label, a synonym or an IRI names.

        Case, accents, spaces and punctuation do not count. Raises UnknownConcept.
        """
        found = self.known(scheme, value)
        if not found:
            raise self._unknown(self._schemes[scheme], value)
        return found

    def known(self, scheme: str, value: str) -> str:
        """As `find`, empty for a value that names no concept: for words of which most name none."""
        keys = self._keys.get(scheme)
        if keys is None:
            keys = self._keys[self.scheme(scheme).code]
        return keys.get(value) or keys.get(fold(value)) or ""

    def term_of(self, predicate: NamedNode) -> str:
        """The context's name of a property."""
        return load_context().name_of(predicate)

    def _unknown(self, scheme: Scheme, value: str) -> UnknownConcept:
        near = _nearest(fold(value[:_SHOWN]), self._names[scheme.code])
        codes = tuple(concept.code for concept in scheme.concepts)
        concepts = [concept for code in near for concept in scheme.concepts if concept.code == code]
        told_fr = _suggest_fr(tuple(_named(concept, "fr") for concept in concepts), codes)
        told_en = _suggest_en(tuple(_named(concept, "en") for concept in concepts), codes)
        shown = value.strip() if len(value) <= _SHOWN else value.strip()[:_SHOWN] + "…"
        fr, en = scheme.labels["fr"], scheme.labels["en"]
        return UnknownConcept(
            f"« {shown} » n'est pas dans la liste « {fr} » ({scheme.code}) ; {told_fr}",
            f"“{shown}” is not in the list “{en}” ({scheme.code}); {told_en}", near)


@cache
def load_concepts() -> Concepts:
    """The concepts of the package, read once."""
    return Concepts(read_scheme(path) for path in sorted(CONCEPTS_FOLDER.glob("*.ttl")))


def read_scheme(path: Path) -> Scheme:
    """The one scheme that a Turtle file holds."""
    described: dict[str, list[Quad]] = {}
    for quad in parse(path=path, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode):
            described.setdefault(quad.subject.value, []).append(quad)
    [iri] = [subject for subject, quads in described.items() if _is_a(quads, SKOS.ConceptScheme)]
    code = iri.removeprefix(CONCEPT.iri)
    concepts = tuple(
        _concept(subject, code, quads) for subject, quads in described.items() if _is_a(quads, SKOS.Concept))
    return Scheme(iri, code, _labels(described[iri], SKOS.prefLabel), concepts)


def _concept(iri: str, scheme: str, quads: list[Quad]) -> Concept:
    alt: dict[str, tuple[str, ...]] = {}
    for literal in _literals(quads, SKOS.altLabel):
        language = literal.language or ""
        alt[language] = (*alt.get(language, ()), literal.value)
    points = [literal.value for literal in _literals(quads, GEO.asWKT)]
    return Concept(
        iri, scheme,
        code=_literals(quads, SKOS.notation)[0].value,
        labels=_labels(quads, SKOS.prefLabel),
        alt=alt,
        broader=_links(quads, SKOS.broader),
        hidden=tuple(literal.value for literal in _literals(quads, SKOS.hiddenLabel)),
        related=_links(quads, SKOS.related),
        point=points[0] if points else "",
    )


def _is_a(quads: list[Quad], rdf_class: NamedNode) -> bool:
    return any(quad.predicate == RDF.type and quad.object == rdf_class for quad in quads)


def _literals(quads: list[Quad], predicate: NamedNode) -> list[Literal]:
    objects = (quad.object for quad in quads if quad.predicate == predicate)
    return [found for found in objects if isinstance(found, Literal)]


def _links(quads: list[Quad], predicate: NamedNode) -> tuple[str, ...]:
    objects = (quad.object for quad in quads if quad.predicate == predicate)
    return tuple(found.value for found in objects if isinstance(found, NamedNode))


def _labels(quads: list[Quad], predicate: NamedNode) -> dict[str, str]:
    return {literal.language or "": literal.value for literal in _literals(quads, predicate)}


def _keys(concepts: tuple[Concept, ...]) -> dict[str, str]:
    """What finds each concept; a code goes before a label, a label before a synonym."""
    ranks: tuple[list[tuple[str, str]], ...] = ([], [], [])
    for concept in concepts:
        ranks[0].extend((name, concept.iri) for name in (concept.iri, concept.code))
        ranks[1].extend((name, concept.iri) for name in concept.labels.values())
        ranks[2].extend((name, concept.iri) for name in (*_synonyms(concept), *concept.hidden))
    keys: dict[str, str] = {}
    for name, iri in (pair for rank in ranks for pair in rank):
        keys.setdefault(name, iri)
        keys.setdefault(fold(name), iri)
    return keys


def _names(concepts: tuple[Concept, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fold(name), concept.code)
        for concept in concepts
        for name in (concept.code, *concept.labels.values(), *_synonyms(concept))
    )


def _synonyms(concept: Concept) -> list[str]:
    return [name for names in concept.alt.values() for name in names]


@lru_cache(maxsize=4_096)
def _nearest(value: str, names: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """At most three codes, nearest first, by likeness of any of their names."""
    codes = dict(reversed(names))
    close = get_close_matches(value, codes, n=6, cutoff=0.6)
    return tuple(dict.fromkeys(codes[name] for name in close))[:3]


def _named(concept: Concept, language: str) -> str:
    """`53 (Bretagne)`: a code that does not speak for itself, with its name."""
    label = concept.label(language)
    return concept.code if fold(label) == fold(concept.code) else f"{concept.code} ({label})"


def _suggest_fr(near: tuple[str, ...], codes: tuple[str, ...]) -> str:
    if near:
        return f"codes les plus proches : {', '.join(near)}."
    return f"aucun code n'est proche, la liste en compte {len(codes)} : {_first(codes)}."


def _suggest_en(near: tuple[str, ...], codes: tuple[str, ...]) -> str:
    if near:
        return f"nearest codes: {', '.join(near)}."
    return f"no code is near, the list has {len(codes)}: {_first(codes)}."


def _first(codes: tuple[str, ...]) -> str:
    return ", ".join(codes[:5]) + (", …" if len(codes) > 5 else "")
