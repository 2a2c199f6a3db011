"""The reference engine of the RDFLib organisation: pure Python, for any platform and second opinions."""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pyoxigraph
import rdflib
from rdflib.term import Node

from ontology.terms import SH
from shapes.result import SEVERITIES, IllFormed, Result

_SH: Final = rdflib.Namespace(SH.iri)


class PyShacl:
    """pyshacl, given graphs that hold exactly what the text says."""

    def __init__(self, shapes: str) -> None:
        # Imported when asked for: it takes as long as a whole harvest of a small source.
        self._pyshacl = importlib.import_module("pyshacl")
        self._shapes = _rdflib_graph(shapes)

    def validate(self, ntriples: str) -> list[Result]:
        with _silent_about_literals():
            graph = _rdflib_graph(ntriples)
            _, report, _ = self._pyshacl.validate(graph, shacl_graph=self._shapes, inplace=True)
        return [_read_result(report, result) for result in report.objects(None, _SH.result)]


def _read_result(report: rdflib.Graph, result: Node) -> Result:
    def of(predicate: rdflib.URIRef) -> Node | None:
        return report.value(result, predicate)

    def iri(term: Node | None) -> str:
        return str(term) if isinstance(term, rdflib.URIRef) else ""

    value = of(_SH.value)
    return Result(
        iri(of(_SH.focusNode)), iri(of(_SH.resultPath)), iri(of(_SH.sourceShape)),
        SEVERITIES[iri(of(_SH.resultSeverity)).removeprefix(SH.iri)],
        # Not "value or": rdflib calls the literal "false" false.
        "" if value is None else str(value))


def _rdflib_graph(ntriples: str) -> rdflib.Graph:
    """Parsed by the strict parser that the other engine uses too, so that both refuse the same texts."""
    graph = rdflib.Graph()
    try:
        for triple in pyoxigraph.parse(ntriples.encode(), pyoxigraph.RdfFormat.N_TRIPLES):
            graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    except (SyntaxError, UnicodeEncodeError) as refusal:
        raise IllFormed(str(refusal)) from refusal
    return graph


def _term(term: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    match term:
        case pyoxigraph.NamedNode():
            return rdflib.URIRef(term.value)
        case pyoxigraph.BlankNode():
            return rdflib.BNode(term.value)
        case pyoxigraph.Literal(language=str(language)):
            return _Literal(term.value, lang=language)
        case pyoxigraph.Literal():
            # normalize=False: a rewritten lexical form ("01" to "1") would hide what the record says.
            return _Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise IllFormed(f"RDF 1.1 has no term like {term}")


class _Literal(rdflib.Literal):
    """pyshacl raises where rdflib has no order for two literals; SHACL says that such a pair violates."""

    def __le__(self, other: object) -> bool:
        less = self.__lt__(other)
        if less is NotImplemented:
            return False
        try:
            return bool(less or self.eq(other))
        except TypeError:
            return False


@contextmanager
def _silent_about_literals() -> Iterator[None]:
    """rdflib logs a traceback or warns for each ill-typed literal; here it becomes a result instead."""
    logger = logging.getLogger("rdflib.term")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            yield
    finally:
        logger.disabled = before
