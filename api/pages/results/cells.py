"""Terms as cells of a table that a person reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from api.catalogue_view import View
from api.pages.concept_page import concept_path
from api.pages.rendering import safe_href
from api.pages.results.reading import Term
from ontology.concepts import Concept, load_concepts
from ontology.context import prefixed
from ontology.terms import XSD, M

_LONGEST: Final = 1_000
_NUMERIC: Final = frozenset(XSD[name].value for name in (
    "integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, where it leads, what it is; `cut` counts the characters that are left out.

    `note` is the name of a concept; `name` the whole IRI where the text is a short form of it.
    """

    text: str
    href: str = ""
    language: str = ""
    datatype: str = ""
    note: str = ""
    name: str = ""
    number: bool = False
    cut: int = 0


EMPTY: Final = Cell("")


@dataclass(slots=True)
class Cells:
    """Makes cells for a reader of one language; equal IRIs are looked up once."""

    view: View
    language: str
    _links: dict[str, Cell] = field(default_factory=dict)

    def of(self, term: Term | None) -> Cell:
        """The cell of a term; an unbound variable gives an empty one."""
        if term is None:
            return EMPTY
        if isinstance(term, NamedNode):
            if term.value not in self._links:
                self._links[term.value] = self._link(term.value)
            return self._links[term.value]
        if isinstance(term, Literal):
            return _literal(term)
        return _cut(f"_:{term.value}" if isinstance(term, BlankNode) else str(term))

    def _link(self, iri: str) -> Cell:
        path = self.view.path(iri)
        short = iri.removeprefix(f"{self.view.manifest.base}id/") if path else prefixed(iri)
        concept = load_concepts().get(iri)
        shown = _cut(short)
        return Cell(shown.text, _with_fragment(path, iri) if path else _address(iri, concept), cut=shown.cut,
                    note=concept.label(self.language) if concept else "", name=iri if shown.text != iri else "")


def is_numeric(term: Term | None) -> bool:
    """Whether a term is a number by its datatype."""
    return isinstance(term, Literal) and term.datatype.value in _NUMERIC


def _literal(literal: Literal) -> Cell:
    shown = _cut(literal.value)
    plain = literal.language or literal.datatype == XSD.string
    return Cell(shown.text, language=literal.language or "", cut=shown.cut, number=is_numeric(literal),
                datatype="" if plain else prefixed(literal.datatype.value))


def _cut(text: str) -> Cell:
    return Cell(text) if len(text) <= _LONGEST else Cell(text[:_LONGEST], cut=len(text) - _LONGEST)


def _address(iri: str, concept: Concept | None) -> str:
    """Where this server tells of a concept or a term of its own, else where the web does."""
    if concept is not None:
        return concept_path(concept)
    return f"/ns/#{iri.removeprefix(M.iri)}" if iri in M and iri != M.iri else safe_href(iri)


def _with_fragment(path: str, iri: str) -> str:
    fragment = iri.partition("#")[2]
    return f"{path}#{fragment}" if fragment else path
