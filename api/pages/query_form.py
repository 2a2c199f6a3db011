"""What a person asks of the query page: a text or a named query with its values, and how to see the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import urlencode

from api.negotiate import CSV, HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE, Representation, choose
from sparql.failure import QueryFailed
from sparql.named_queries import NamedQuery, Parameter, named_query

VIEWS: Final = ("table", "chart", "map")
# The prefix of the fields that hold a named query's values, so that none is taken for a field of the protocol.
OF_VALUES: Final = "p_"
# The parameter by which queries ask in which language names are wanted.
OF_LANGUAGE: Final = "language"
# An address longer than this is not made: servers and proxies on the way cut at about 8 KiB.
_LONGEST_ADDRESS: Final = 6_000
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_RESULTS_JSON: Final = Representation("json", "application/sparql-results+json")
_RESULTS_XML: Final = Representation("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
_FOR_PROGRAMS: Final = (_RESULTS_JSON, JSON, _RESULTS_XML, CSV, TURTLE, JSONLD, RDFXML, NTRIPLES)


@dataclass(frozen=True, slots=True)
class QueryForm:
    """The fields of the page as they were sent. `wrong` tells of the values that do not suit."""

    text: str = ""
    named: NamedQuery | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, QueryFailed] = field(default_factory=dict)
    view: str = ""
    label: str = ""
    value: str = ""
    shape: str = ""
    find: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    language: str = ""

    @classmethod
    def read(cls, fields: Mapping[str, Sequence[str]], readers: str = "") -> Self:
        """The form that the fields of a request fill; raises QueryFailed where no query is named so.

        A named query that asks for a language answers in the reader's, unless told otherwise.
        """
        def last(name: str) -> str:
            return (fields.get(name) or [""])[-1]

        # Forms send line ends as CRLF; places in a text are counted in lines and columns.
        text = last("query").removeprefix("\ufeff").replace("\r\n", "\n")
        named = named_query(last("named")) if last("named") and not text.strip() else None
        values = {one.name: last(OF_VALUES + one.name).strip() or _default(one, readers)
                  for one in (named.parameters if named else ())}
        wrong = _wrong(named, values) if named else {}
        if named:
            text = named.text if wrong else _filled(named, values)
        return cls(text, named, values, wrong, last("format") if last("format") in VIEWS else "", last("label"),
                   last("value"), last("shape"), last("find")[:100], tuple(fields.get(_DATASET[0], ())),
                   tuple(fields.get(_DATASET[1], ())), last("lang"))

    @property
    def asked(self) -> bool:
        """Whether there is a query to run."""
        return bool(self.text.strip()) and not self.wrong

    def pairs(self, **more: str) -> list[tuple[str, str]]:
        """The fields that ask this again; `more` are added to them."""
        if self.named:
            asked = [("named", self.named.slug), *((OF_VALUES + name, value) for name, value in self.values.items())]
        else:
            asked = [("query", self.text)]
        dataset = [(name, iri) for name, iris in zip(_DATASET, (self.default_graphs, self.named_graphs), strict=True)
                   for iri in iris]
        kept = [("lang", self.language)] if self.language else []
        return [*asked, *dataset, *((name, value) for name, value in more.items() if value), *kept]

    def address(self, **more: str) -> str:
        """The address that asks this again, or nothing where it would be too long for one."""
        address = f"/sparql?{urlencode(self.pairs(**more))}"
        return address if len(address) <= _LONGEST_ADDRESS else ""


def wants_page(fields: Mapping[str, Sequence[str]], accept: str) -> bool:
    """Whether a person asks: by the form that is named, else by a browser's `Accept`."""
    form = (fields.get("format") or [""])[-1]
    if form:
        return form in (*VIEWS, HTML.suffix, HTML.media_type)
    # The page comes last, so that a program that takes anything is not given it.
    return choose(accept, (*_FOR_PROGRAMS, HTML)) is HTML


def with_named_query(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields of the protocol; `query` is made of `named` and its `p_…` values where only these were sent.

    Raises:
        QueryFailed: no query is named so, or a value does not suit its parameter.
    """
    if "query" in fields or "named" not in fields:
        return fields
    form = QueryForm.read(fields)
    for failed in form.wrong.values():
        raise failed
    return {**fields, "query": [form.text]}


def _filled(query: NamedQuery, values: Mapping[str, str]) -> str:
    """The text with those values that are not what it says anyway."""
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    return query.filled({name: value for name, value in values.items() if value != defaults[name]})


def _wrong(query: NamedQuery, values: Mapping[str, str]) -> dict[str, QueryFailed]:
    """Why values do not suit their parameters."""
    wrong = {}
    for parameter in query.parameters:
        try:
            parameter.term(values[parameter.name])
        except QueryFailed as failed:
            wrong[parameter.name] = failed
    return wrong


def _default(parameter: Parameter, readers: str) -> str:
    return readers if readers and parameter.name == OF_LANGUAGE else parameter.default
