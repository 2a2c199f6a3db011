"""The names of what a description links to, for readers who would else have to ask for each."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from api.catalogue_view import View
from api.linked.own_titles import own_titles
from api.linked.vocabulary_index import named_terms
from ontology.terms import DCT, FOAF, RDFS, SKOS

_NAMING: Final = tuple(f"> {predicate} ".encode() for predicate in (DCT.title, FOAF.name, RDFS.label, SKOS.prefLabel))
# A description that links to more has the names of the first.
_MOST: Final = 1_000


def labels_of(view: View, statements: bytes) -> bytes:
    """N-Triples that name what the statements link to: concepts, terms, other records, sources."""
    told = set(statements.splitlines(keepends=True))
    named = (line for iri in islice(_linked(statements), _MOST) for line in _names(view, iri))
    return b"".join(line for line in dict.fromkeys(named) if line not in told)


def _linked(statements: bytes) -> Iterator[str]:
    """Every IRI that is linked to, once."""
    objects = (quad.object for quad in parse(statements, format=RdfFormat.N_TRIPLES))
    yield from dict.fromkeys(one.value for one in objects if isinstance(one, NamedNode))


def _names(view: View, iri: str) -> list[bytes]:
    term = named_terms().get(iri)
    if term is not None:
        return term.splitlines(keepends=True)
    if not iri.startswith(view.manifest.base):
        return []
    titles = own_titles(view, iri)
    if titles:
        return [f"{Triple(NamedNode(iri), DCT.title, Literal(title, language=language))} .\n".encode()
                for language, title in titles.items()]
    stored = view.get(iri.partition("#")[0])
    start = f"<{iri}".encode()
    return [line for line in stored.ntriples.splitlines(keepends=True)
            if line.startswith(tuple(start + naming for naming in _NAMING))] if stored else []
