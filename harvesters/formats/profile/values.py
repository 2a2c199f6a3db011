"""One value as a statement, by what its property takes: lists, texts, links, dates, territories."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.fieldmap import Field
from harvesters.formats.profile.properties import Property
from harvesters.formats.profile.shape import LABELS
from harvesters.formats.rdf.graph import LinkedGraph, Node
from harvesters.licences import state_licence
from harvesters.statements import Cells, Write, writer
from harvesters.territory import state_insee, state_territory
from harvesters.text import clean
from harvesters.ways import ESSENTIAL_DATES, Way
from ontology.concepts import Concept, Concepts, UnknownConcept
from ontology.minting import Minting
from ontology.terms import CONCEPT, DCAT, DCT, SKOS, M

_TERRITORIES: Final = ("region", "department", "overseas")
# An IRI is none of these: it is given to their writer, which tells so.
_LEXICAL: Final = frozenset({Way.DATE, Way.FLAG, Way.DECIMAL, Way.INTEGER, Way.DURATION, Way.POINT, Way.MAILBOX,
                             Way.POSTCODE, Way.COMMUNE})
_CODES: Final = frozenset({"identifier", "notation"})


class ValueWriter:
    """Writes values of a kept graph into a record and its parts."""

    def __init__(self, graph: LinkedGraph, record: Description, language: str, minting: Minting) -> None:
        self._graph = graph
        self._record = record
        self._language = language
        self._minting = minting

    def literal(self, into: Description, stated: Property, value: Literal, cells: Cells) -> None:
        """A literal, as a table's cell would be written; words of subject are ours where a list knows them."""
        words = value.value
        match stated.way:
            case Way.TEXT:
                self._text(into, stated, value)
            case Way.TERRITORY:
                self._territory_words(into, stated, value)
            case Way.CONCEPT if stated.name == "licence":
                state_licence(into, words)
            case Way.LINK if stated.name == "subject":
                self._subject_words(into, value)
            case Way.LINK:
                into.link(stated.iri, words)
            case Way.DATE:
                into.date(stated.iri, words, essential=stated.name in ESSENTIAL_DATES)
            case _:
                self._written(stated, value.language or "")(into, words, cells)

    def _text(self, into: Description, stated: Property, value: Literal) -> None:
        into.text(stated.iri, value.value, value.language or (self._language if stated.language else ""))

    def node(self, into: Description, stated: Property, value: Node, cells: Cells) -> None:
        """A node that is no part and no record: a concept, a link, or what it is called."""
        iri = value.value if isinstance(value, NamedNode) else ""
        described = value in self._graph
        labels = self._graph.texts(value, *LABELS) if described else []
        names = self._names(value, iri, labels) if described else [iri]
        if stated.way is Way.TERRITORY:
            self._territory(into, stated, iri, names)
        elif stated.name == "licence":
            state_licence(into, *names)
        elif stated.scheme:
            known = known_concept(into.concepts, stated.scheme, names)
            into.concept(stated.iri, stated.scheme, known or (labels[0].value if labels else iri))
        elif stated.name == "subject" or (iri in CONCEPT and described):
            self._subject(into, stated, value, iri)
        elif iri and (stated.way in _LEXICAL or stated.name in _CODES):
            self.literal(into, stated, Literal(iri), cells)
        elif iri and not (stated.way is Way.TEXT and labels):
            into.link(stated.iri, iri)
        else:
            for label in labels:
                self._text(into, stated, label)

    def _names(self, value: Node, iri: str, labels: list[Literal]) -> list[str]:
        """What a concept may be found by: itself, its code, what it is called."""
        words = [*self._graph.texts(value, SKOS.notation), *labels, *self._graph.texts(value, SKOS.altLabel)]
        return [name for name in (iri, *(clean(word.value) for word in words)) if name]

    def _written(self, stated: Property, language: str) -> Write:
        return _writer(stated, language or self._language, self._minting)

    def _territory_words(self, into: Description, stated: Property, value: Literal) -> None:
        """A name or code of a territory; another place is described by its name."""
        known = _territory(into.concepts, [clean(value.value)])
        if known:
            self._place(into, stated, known)
        elif value.value.startswith("http"):
            self._territory(into, stated, value.value, [])
        elif stated.part:
            place = into.part("place", stated.iri, stated.part)
            place.text(DCT.title, value.value, value.language or self._language)
        else:
            into.concept(stated.iri, stated.scheme, value.value)

    def _territory(self, into: Description, stated: Property, iri: str, names: list[str]) -> None:
        known = _territory(into.concepts, names)
        if known:
            self._place(into, stated, known)
        elif iri:
            placed = stated.iri == DCT.spatial and state_insee(self._record, iri)
            if not placed or into is not self._record:
                into.link(stated.iri, iri)
        else:
            into.concept(stated.iri, stated.scheme, next(iter(names), None))

    def _place(self, into: Description, stated: Property, known: Concept) -> None:
        into.link(stated.iri, known.iri)
        if stated.iri == DCT.spatial:
            state_territory(self._record, known.iri)

    def _subject_words(self, into: Description, value: Literal) -> None:
        known = known_concept(into.concepts, "topic", [clean(value.value)])
        if known:
            into.link(M.topic, known)
        else:
            into.text(DCAT.keyword, value.value, value.language or self._language)

    def _subject(self, into: Description, stated: Property, value: Node, iri: str) -> None:
        """A concept of another list: a link, its names as keywords; of a list that we name, its code too."""
        into.link(stated.iri, iri)
        if iri in CONCEPT:
            concept = Description(iri, into.concepts, self._record)
            for notation in self._graph.texts(value, SKOS.notation):
                concept.text(SKOS.notation, notation.value)
            for label in self._graph.texts(value, SKOS.prefLabel):
                concept.text(SKOS.prefLabel, label.value, label.language or self._language)
            for scheme in self._graph.nodes(value, SKOS.inScheme):
                concept.link(SKOS.inScheme, scheme.value)
            return
        for label in self._graph.texts(value, *LABELS):
            self._subject_words(into, label)


def known_concept(concepts: Concepts, scheme: str, names: list[str]) -> str:
    """The IRI of the concept that the first known name means, empty when none is known."""
    for name in names:
        try:
            return concepts.find(scheme, name)
        except UnknownConcept:
            continue
    return ""


def _territory(concepts: Concepts, names: list[str]) -> Concept | None:
    found = (known_concept(concepts, scheme, names) for scheme in _TERRITORIES)
    return next((concepts.get(iri) for iri in found if iri), None)


@lru_cache(maxsize=1_024)
def _writer(stated: Property, language: str, minting: Minting) -> Write:
    return writer(Field(stated.name, stated.way, scheme=stated.scheme), language, minting)
