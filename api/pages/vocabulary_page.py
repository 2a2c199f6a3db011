"""The vocabulary as a page: each own term with its names and definitions."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import Dataset, Literal, NamedNode

from api.answer import Link
from api.catalogue_view import View
from api.pages.page_answer import page_answer
from api.problems import language_of
from ontology.terms import RDFS, M


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A term by its local name, with its label and comment in the reader's language."""

    name: str
    iri: str
    label: str
    comment: str


def vocabulary_page(request: Request, view: View, ontology: Dataset, links: list[Link]) -> Response:
    """The vocabulary as a page."""
    return page_answer(request, view, "vocabulary.html",
                       lambda: {"terms": own_terms(ontology, language_of(request)), "forms": links}, links)


def own_terms(ontology: Dataset, language: str) -> list[VocabularyTerm]:
    """The terms of our own namespace, in alphabetical order."""
    subjects = {quad.subject for quad in ontology if isinstance(quad.subject, NamedNode) and quad.subject.value in M}
    terms = (
        VocabularyTerm(subject.value.removeprefix(M.iri), subject.value,
                       _text(ontology, subject, RDFS.label, language),
                       _text(ontology, subject, RDFS.comment, language))
        for subject in subjects
    )
    return sorted((term for term in terms if term.name), key=lambda term: term.name.lower())


def _text(ontology: Dataset, subject: NamedNode, predicate: NamedNode, language: str) -> str:
    literals = [quad.object for quad in ontology.quads_for_subject(subject)
                if quad.predicate == predicate and isinstance(quad.object, Literal)]
    return next((one.value for one in literals if one.language == language), literals[0].value if literals else "")
