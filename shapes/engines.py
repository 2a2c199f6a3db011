"""SHACL engines behind one interface; nothing else in the code names one."""

import importlib
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import pyoxigraph
import rdflib
from rdflib.term import Node

from ontology.terms import SH
from shapes.finding import Severity


class IllFormed(ValueError):
    """The text is not N-Triples."""


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; IRIs bare, `path` empty when it is not one property, `value` as plain text.

    `focus` is empty for a blank node, which no description of ours holds.
    """

    focus: str
    path: str
    shape: str
    severity: Severity
    value: str


class Engine(Protocol):
    """Shapes compiled once, then asked about one graph after the other."""

    def validate(self, ntriples: str) -> list[Result]:
        """Every result of the graph, in no promised order; IllFormed when the text is not N-Triples."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for whoever started the program."""

    fr: str
    en: str


class UnknownEngine(ValueError):
    """No engine has this name; `fr` and `en` say which ones there are."""

    def __init__(self, name: str) -> None:
        names = ", ".join(_ENGINES)
        self.fr = f"« {name} » n'est pas un moteur SHACL ; choisissez parmi : {names}."
        self.en = f"“{name}” is not a SHACL engine; choose one of: {names}."
        super().__init__(self.en)


def engine(name: str, shapes: str) -> tuple[Engine, Notice | None]:
    """The engine of that name with `shapes` (N-Triples) compiled, and a notice when another one stands in."""
    if name not in _ENGINES:
        raise UnknownEngine(name)
    try:
        return _ENGINES[name](shapes), None
    except ModuleNotFoundError as absent:
        if absent.name != "shacl":
            raise
        return PyShacl(shapes), Notice(
            "Le moteur SHACL rapide (« shacl ») n'existe pas pour ce système : "
            "pyshacl le remplace, avec les mêmes réponses mais environ 70 fois plus lentement.",
            "The fast SHACL engine (“shacl”) does not exist for this system: "
            "pyshacl stands in, with the same answers but about 70 times slower.")


class RustShacl:
    """The `shacl` wheel: whole batches as text, no Python graph."""

    def __init__(self, shapes: str) -> None:
        # The messages are told from our own table; carried through each result they cost a third of the time.
        silent = "".join(line for line in shapes.splitlines(keepends=True) if f" {SH.message} " not in line)
        self._shapes = importlib.import_module("shacl").Shapes.from_text(silent, "ntriples")

    def validate(self, ntriples: str) -> list[Result]:
        try:
            report = self._shapes.validate_text(ntriples, "ntriples")
        except ValueError as refusal:
            raise IllFormed(str(refusal)) from refusal
        return [
            Result(_bare(found.focus_node), _bare(found.path or ""), _bare(found.root_shape or ""),
                   _SEVERITIES[found.severity], found.value_plain or "")
            for found in report.results
        ]


class PyShacl:
    """The reference engine of the RDFLib organisation: pure Python, for any platform and second opinions."""

    def __init__(self, shapes: str) -> None:
        # Imported when asked for: it takes as long as a whole harvest of a small source.
        self._pyshacl = importlib.import_module("pyshacl")
        self._shapes = _rdflib_graph(shapes)

    def validate(self, ntriples: str) -> list[Result]:
        with _silent_about_literals():
            graph = _rdflib_graph(ntriples)
            _, report, _ = self._pyshacl.validate(graph, shacl_graph=self._shapes, inplace=True)
        return [_read_result(report, result) for result in report.objects(None, _SH.result)]


_SH: Final = rdflib.Namespace(SH.iri)
_SEVERITIES: Final = {severity.name.capitalize(): severity for severity in Severity}
_ENGINES: Final[Mapping[str, Callable[[str], Engine]]] = {"shacl": RustShacl, "pyshacl": PyShacl}


def _bare(term: str) -> str:
    """The IRI inside `<…>`; empty for a blank node, a literal or a compound path."""
    return term[1:-1] if term.startswith("<") else ""


def _read_result(report: rdflib.Graph, result: Node) -> Result:
    def of(predicate: rdflib.URIRef) -> Node | None:
        return report.value(result, predicate)

    def iri(term: Node | None) -> str:
        return str(term) if isinstance(term, rdflib.URIRef) else ""

    value = of(_SH.value)
    return Result(
        iri(of(_SH.focusNode)), iri(of(_SH.resultPath)), iri(of(_SH.sourceShape)),
        _SEVERITIES[iri(of(_SH.resultSeverity)).removeprefix(SH.iri)],
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
