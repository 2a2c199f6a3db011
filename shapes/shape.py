"""The shapes of this folder: what each asks, how grave a lapse is, and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from ontology.terms import SH, SHAPE, M
from shapes.finding import Severity

SHAPES_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that makes findings: `term` is the context term it speaks of, taken from its own name.

    `#Course-landingPage` asks something of `landingPage` even where SHACL needs a compound path to ask it.
    """

    iri: str
    term: str
    code: str
    severity: Severity
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """The whole shapes graph as N-Triples, and the shapes that make findings by IRI."""

    ntriples: str
    by_iri: Mapping[str, Shape]


@cache
def load_shapes() -> Shapes:
    """The shapes of the package, read once."""
    triples = [triple for file in sorted(SHAPES_FOLDER.glob("*.ttl")) for triple in _read(file)]
    facts: dict[str, dict[str, str]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            _note(facts.setdefault(triple.subject.value, {}), triple)
    return Shapes(
        (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode(),
        {iri: _shape(iri, of) for iri, of in facts.items() if "code" in of})


def _read(file: Path) -> Iterator[Triple]:
    """Blank nodes are renamed: two files may use one label for different things."""
    for quad in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True):
        yield quad.triple


def _note(facts: dict[str, str], triple: Triple) -> None:
    match triple.predicate, triple.object:
        case M.code, Literal(value=value):
            facts["code"] = value
        case SH.severity, NamedNode(value=value):
            facts["severity"] = value.removeprefix(SH.iri).lower()
        case SH.message, Literal(value=value, language=str(language)):
            facts[language] = value


def _shape(iri: str, facts: Mapping[str, str]) -> Shape:
    term = iri.removeprefix(SHAPE.iri).split("-")[1]
    return Shape(iri, term, facts["code"], Severity(facts["severity"]), facts["fr"], facts["en"])
