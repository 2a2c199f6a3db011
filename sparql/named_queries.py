"""The named queries: questions that come with the catalogue, each with its SPARQL text and the values one may choose.

A file `queries/<slug>.rq` begins with comments: the question in French and English, the number of an action sheet
where it comes from one, a line for each parameter. Then comes a text that runs anywhere as it is: what a parameter is
unless another value is chosen stands in it as `VALUES ?name { … }`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from ontology.concepts import UnknownConcept, load_concepts
from ontology.nearest import nearest
from ontology.terms import DCT, PREFIXES, RDF, RDFS, SCHEMA, SH, SPEX, XSD
from sparql.failure import QueryFailed

FORMS: Final = ("select", "ask", "construct", "describe")
# So that a value of a few letters, such as 1e999999, cannot become a text of a million.
_MOST_DIGITS: Final = 30
_FOLDER: Final = Path(__file__).with_name("queries")
_HEADER: Final = re.compile(r"# (?P<key>[a-z]+): (?P<value>.+)")
_PARAMETER: Final = re.compile(r"(?P<name>\w+) (?P<type>\w+) (?P<default>.+?) \| fr: (?P<fr>.+?) \| en: (?P<en>.+)")
_PREFIX: Final = re.compile(r"^PREFIX (\w*): <([^>]*)>$", re.MULTILINE)
_FORM: Final = re.compile(rf"^({'|'.join(FORMS)})\b", re.MULTILINE | re.IGNORECASE)

Term = NamedNode | Literal


class FaultyQuery(ValueError):
    """A file does not have the form of a named query."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that one may choose: `type` is iri, string, integer, decimal or date; `default` is its lexical form."""

    name: str
    type: str
    default: str
    label: Mapping[str, str]

    def term(self, value: str) -> Term:
        """A value as a term. Concepts may be told by code or name, other IRIs by prefixed name.

        Raises:
            QueryFailed: the value is none of the parameter's type.
        """
        try:
            return _TERMS[self.type](value, self.default)
        except UnknownConcept as unknown:
            raise QueryFailed(400, "MLG-Y032", f"Paramètre « {self.name} » : {unknown.fr}",
                              f"Parameter “{self.name}”: {unknown.en}") from unknown
        except (ValueError, ArithmeticError) as fault:
            fr, en = _WANTED[self.type]
            raise QueryFailed(400, "MLG-Y032", f"« {value} » ne convient pas au paramètre « {self.name} » : {fr}",
                              f"“{value}” does not suit the parameter “{self.name}”: {en}") from fault


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question by language, the text that answers it, and its form: select, ask, construct or describe."""

    slug: str
    question: Mapping[str, str]
    text: str
    parameters: tuple[Parameter, ...]
    form: str
    sheet: int | None = None

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with the chosen values in the place of the defaults: each a single term, whatever was sent.

        Terms stand in the text, because an engine's own substitution demands that a variable be selected.

        Raises:
            QueryFailed: a parameter is unknown, or a value none of its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        places = []
        for name, value in values.items():
            if name not in known:
                fr, en = nearest(name, known)
                raise QueryFailed(400, "MLG-Y031", f"« {self.slug} » n'a pas de paramètre « {name} » ; {fr}",
                                  f"“{self.slug}” has no parameter “{name}”; {en}")
            places.append((_block(name, self.text).span("term"), str(known[name].term(value))))
        text = self.text
        for (start, end), term in sorted(places, reverse=True):  # From the end, so that no place moves.
            text = f"{text[:start]}{term}{text[end:]}"
        return text


@cache
def named_queries() -> tuple[NamedQuery, ...]:
    """All of them, sorted by slug; raises FaultyQuery."""
    return tuple(read_query(path) for path in sorted(_FOLDER.glob("*.rq")))


def named_query(slug: str) -> NamedQuery:
    """One of them; raises QueryFailed."""
    by_slug = {query.slug: query for query in named_queries()}
    if slug not in by_slug:
        fr, en = nearest(slug, by_slug)
        raise QueryFailed(404, "MLG-Y030", f"Aucune requête ne se nomme « {slug} » ; {fr}",
                          f"No query is named “{slug}”; {en}")
    return by_slug[slug]


def read_query(path: Path) -> NamedQuery:
    """The named query of a file; raises FaultyQuery, which names file and line."""
    header, text = _split(path.read_text("utf-8"))
    told: dict[str, list[str]] = {}
    for number, line in enumerate(header, 1):
        found = _HEADER.fullmatch(line)
        if found is None or found["key"] not in ("fr", "en", "sheet", "param"):
            raise FaultyQuery(f"{path.name}, line {number}: “{line}” is none of “# fr: …”, “# en: …”, “# sheet: …”, "
                              "“# param: …”")
        told.setdefault(found["key"], []).append(found["value"].strip())
    for key in ("fr", "en"):
        if len(told.get(key, ())) != 1:
            raise FaultyQuery(f"{path.name}: one line “# {key}: …” is needed, {len(told.get(key, ()))} found")
    form = _FORM.search(text)
    if form is None:
        raise FaultyQuery(f"{path.name}: no line begins with {', '.join(FORMS).upper()}")
    return NamedQuery(path.stem, {"fr": told["fr"][0], "en": told["en"][0]}, text,
                      tuple(_parameters(path, told.get("param", ()), text)), form[1].lower(),
                      _sheet(path, told.get("sheet", ())))


def executables(base: str) -> Iterator[Triple]:
    """All of them as SHACL executables of the endpoint under `base`, for editors that offer an endpoint's examples.

    They are read by SPARQL, too: they belong into a graph of the endpoint as well as into its description.
    """
    endpoint, prefixes = NamedNode(f"{base}sparql"), NamedNode(f"{base}sparql#prefixes")
    for prefix, namespace in PREFIXES.items():
        declared = NamedNode(f"{prefixes.value}.{prefix}")
        yield Triple(prefixes, SH.declare, declared)
        yield Triple(declared, RDF.type, SH.PrefixDeclaration)
        yield Triple(declared, SH.prefix, Literal(prefix))
        yield Triple(declared, SH.namespace, Literal(namespace, datatype=XSD.anyURI))
    for query in named_queries():
        node, (kind, predicate) = NamedNode(f"{base}sparql#{query.slug}"), _EXECUTABLE[query.form]
        yield Triple(node, RDF.type, SH.SPARQLExecutable)
        yield Triple(node, RDF.type, kind)
        yield Triple(node, DCT.identifier, Literal(query.slug))
        yield Triple(node, predicate, Literal(query.text))
        yield Triple(node, SH.prefixes, prefixes)
        yield Triple(node, SCHEMA.target, endpoint)
        for language, question in query.question.items():
            yield Triple(node, RDFS.label, Literal(question, language=language))
            yield Triple(node, RDFS.comment, Literal(question, language=language))
        for parameter in query.parameters:
            yield from _told(node, parameter)


def _told(query: NamedNode, parameter: Parameter) -> Iterator[Triple]:
    """A parameter as SHACL tells those of functions: its name is the last part of its path."""
    node = NamedNode(f"{query.value}.{parameter.name}")
    yield Triple(query, SH.parameter, node)
    yield Triple(node, RDF.type, SH.Parameter)
    yield Triple(node, SH.path, NamedNode(f"{query.value}/{parameter.name}"))
    default = parameter.term(parameter.default)
    yield Triple(node, SH.defaultValue, default)
    if isinstance(default, Literal):
        yield Triple(node, SH.datatype, default.datatype)
    else:
        yield Triple(node, SH.nodeKind, SH.IRI)
    for language, label in parameter.label.items():
        yield Triple(node, SH.name, Literal(label, language=language))


def _split(content: str) -> tuple[list[str], str]:
    lines = content.splitlines()
    length = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return lines[:length], "\n".join(lines[length:]).strip() + "\n"


def _sheet(path: Path, told: Iterable[str]) -> int | None:
    numbers = [int(value) for value in told if re.fullmatch("[1-8]", value)]
    if len(numbers) != len(list(told)) or len(numbers) > 1:
        raise FaultyQuery(f"{path.name}: “# sheet: …” takes one number from 1 to 8")
    return numbers[0] if numbers else None


def _parameters(path: Path, told: Iterable[str], text: str) -> Iterable[Parameter]:
    names: set[str] = set()
    for line in told:
        found = _PARAMETER.fullmatch(line)
        if found is None or found["type"] not in _TERMS or found["name"] in names:
            raise FaultyQuery(f"{path.name}: “# param: {line}” is not “name type default | fr: … | en: …” with one of "
                              f"the types {', '.join(_TERMS)}, each name once")
        names.add(found["name"])
        parameter = Parameter(found["name"], found["type"], found["default"], {"fr": found["fr"], "en": found["en"]})
        _hold(path, parameter, text)
        yield parameter


def _hold(path: Path, parameter: Parameter, text: str) -> None:
    """That the text has the parameter's default, once, where a value can take its place."""
    try:
        stated = _read_term(_block(parameter.name, text)["term"], dict(_PREFIX.findall(text)))
        wanted = parameter.term(parameter.default)
    except (LookupError, QueryFailed, ValueError) as fault:
        raise FaultyQuery(f"{path.name}: parameter “{parameter.name}”: {fault}") from fault
    if stated != wanted:
        raise FaultyQuery(f"{path.name}: parameter “{parameter.name}” is {wanted} in its line, {stated} in the text")


def _block(name: str, text: str) -> re.Match[str]:
    """The `VALUES ?name { term }` of a text; raises LookupError unless there is just one."""
    blocks = list(re.finditer(rf"\bVALUES \?{name} \{{ (?P<term>[^{{}}\n]+) \}}$", text, re.MULTILINE))
    if len(blocks) != 1:
        raise LookupError(f"one line “VALUES ?{name} {{ … }}” is needed, {len(blocks)} found")
    return blocks[0]


def _read_term(spelt: str, prefixes: Mapping[str, str]) -> Term:
    """A term as the texts of named queries spell it."""
    typed = re.fullmatch(r'"([^"\\]*)"(?:\^\^xsd:(\w+))?', spelt)
    if typed:
        return Literal(typed[1], datatype=XSD[typed[2] or "string"])
    if re.fullmatch(r"-?\d+(\.\d+)?", spelt):
        return Literal(spelt, datatype=XSD.decimal if "." in spelt else XSD.integer)
    prefix, _, local = spelt.partition(":")
    if prefix in prefixes:
        return NamedNode(prefixes[prefix] + local)
    return NamedNode(spelt.removeprefix("<").removesuffix(">"))


def _iri(value: str, default: str) -> NamedNode:
    """An IRI in full, code or name of a concept of the default's scheme, prefixed name, or local name as default's."""
    if "://" in value:
        return NamedNode(value)
    concept = load_concepts().get(default)
    if concept is not None:
        return NamedNode(load_concepts().find(concept.scheme, value))
    prefix, colon, local = value.partition(":")
    if not colon:
        return NamedNode(re.sub(r"[^/#]*$", "", default) + value)
    return NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else value)


_TERMS: Final[Mapping[str, Callable[[str, str], Term]]] = {
    "iri": _iri,
    "string": lambda value, _: Literal(value),
    "integer": lambda value, _: Literal(str(int(value)), datatype=XSD.integer),
    "decimal": lambda value, _: Literal(_plain(Decimal(value)), datatype=XSD.decimal),
    "date": lambda value, _: Literal(date.fromisoformat(value).isoformat(), datatype=XSD.date),
}
# SHACL has no executable that describes; the vocabulary of the endpoints that began this custom does.
_EXECUTABLE: Final[Mapping[str, tuple[NamedNode, NamedNode]]] = {
    "select": (SH.SPARQLSelectExecutable, SH.select), "ask": (SH.SPARQLAskExecutable, SH.ask),
    "construct": (SH.SPARQLConstructExecutable, SH.construct),
    "describe": (SPEX.SPARQLDescribeExecutable, SPEX.describe)}
_WANTED: Final = {
    "iri": ("donnez une adresse entière (http…) ou un nom préfixé, comme dct:license.",
            "give a whole address (http…) or a prefixed name, such as dct:license."),
    "string": ("donnez un texte.", "give a text."),
    "integer": ("donnez un nombre entier.", "give a whole number."),
    "decimal": ("donnez un nombre, comme 48.85.", "give a number, such as 48.85."),
    "date": ("donnez une date, comme 2027-01-31.", "give a date, such as 2027-01-31."),
}


def _plain(number: Decimal) -> str:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(number)
    return f"{number:f}"
