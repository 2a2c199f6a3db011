"""How a record was read, field by field, beside what was received for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.context import load_context
from ontology.terms import DCT

# Terms that are judged together: who reads about one wants to see the others.
_TOGETHER: Final[tuple[frozenset[str], ...]] = (
    frozenset({"startDate", "endDate", "validityEnd"}), frozenset({"temporalStart", "temporalEnd"}),
    frozenset({"price", "priceCurrency", "free"}), frozenset({"spatial", "postCode", "commune", "country", "wkt"}),
    frozenset({"location", "mode"}))
_MOST: Final = 8
_LONGEST: Final = 200
_NAME: Final = re.compile(r"[\w:.-]{1,100}")
_ATTRIBUTE: Final = re.compile(r"([\w:.-]{1,100})\s{0,9}=\s{0,9}([\"'])[^\"']*$")
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """One field of a record: of which part (empty for the record itself), as received, as read.

    `where` names the column or element that it was received in. What cannot be told is empty.
    """

    part: str
    path: str
    where: str
    received: str
    read: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A record as kept: its payload, its description, and the columns that each term was read from."""

    iri: str
    payload: bytes
    description: bytes
    columns: Mapping[str, Sequence[str]]

    def title(self) -> str:
        """The first of its titles, French before others."""
        titles = [quad.object for quad in parse(self.description, format=RdfFormat.N_TRIPLES)
                  if quad.predicate == DCT.title and isinstance(quad.object, Literal)
                  and isinstance(quad.subject, NamedNode) and quad.subject.value == self.iri]
        titles.sort(key=lambda title: title.language != "fr")
        return _short(titles[0].value) if titles else ""

    def about(self, path: str, value: str) -> tuple[ReadAs, ...]:
        """What was received and read for a path and its neighbours; `value` is the one that a finding names."""
        if not path:
            return ()
        part = value.removeprefix(self.iri) if self.iri and value.startswith(f"{self.iri}#") else None
        told = [one for one in self._fields(path) if part is None or one.part == part][:_MOST]
        if not any(one.path == path for one in told):
            told.insert(0, self._unread(path, "" if part else value))
        return tuple(told)

    def _fields(self, path: str) -> Iterator[ReadAs]:
        near = next((group for group in _TOGETHER if path in group), frozenset({path}))
        context = load_context()
        quads = sorted((quad for quad in parse(self.description, format=RdfFormat.N_TRIPLES)
                        if context.name_of(quad.predicate) in near), key=str)
        # As the terms are named, a start stands after an end.
        for quad in sorted(quads, key=lambda quad: context.name_of(quad.predicate), reverse=True):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                name, read = context.name_of(quad.predicate), quad.object.value.removeprefix(self.iri)
                where, received = self._received(name, read)
                yield ReadAs(quad.subject.value.removeprefix(self.iri), name, where, _short(received), _short(read))

    def _unread(self, path: str, value: str) -> ReadAs:
        """A field that nothing was read for."""
        where, received = self._received(path, value)
        return ReadAs("", path, where, _short(received or value), "")

    def _received(self, name: str, read: str) -> tuple[str, str]:
        """The column or element that a value stands in, and how it is written there."""
        row = _row(self.payload)
        for column in self.columns.get(name, ()):
            if text := _joined(row.get(column)):
                return column, text
        if self.columns:
            return ", ".join(self.columns.get(name, ())), ""
        return _trace(row, self.payload, read) if read else ("", "")


def _row(payload: bytes) -> Mapping[str, Any]:
    """The payload as an object; empty for one that is none."""
    try:
        row = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return {}
    return row if isinstance(row, dict) else {}


def _joined(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _trace(row: Mapping[str, Any], payload: bytes, read: str) -> tuple[str, str]:
    """Where a payload that no map explains writes a value: as it was read, or as dates are often written."""
    forms = _forms(read)
    if row:
        return next(((name, text) for name, text in _leaves(row) if any(form in text for form in forms)), ("", ""))
    content = payload.decode("utf-8", "replace")
    return next((found for form in forms if (found := _in_markup(content, form)) != ("", "")), ("", ""))


def _in_markup(content: str, text: str) -> tuple[str, str]:
    """The element, or the attribute, that a text of an XML document stands in, and all of its value."""
    at = content.find(text)
    if at < 0:
        return "", ""
    opened, closed = content.rfind("<", 0, at), content.rfind(">", 0, at)
    if closed > opened >= 0:
        name = _NAME.match(content, opened + 1)
        end = content.find("<", at)
        return (name[0], content[closed + 1:end].strip()) if name and end > 0 else ("", "")
    attribute = _ATTRIBUTE.search(content[max(opened, at - _LONGEST, 0):at])
    end = content.find(attribute[2], at) if attribute else -1
    return (attribute[1], content[at:end]) if attribute and end > 0 else ("", "")


def _forms(read: str) -> list[str]:
    day = _DAY.match(read)
    if not day:
        return [read]
    year, month, date = day.groups()
    return [read, day[0], f"{year}{month}{date}", f"{date}/{month}/{year}", f"{month}/{date}/{year}"]


def _leaves(value: object) -> Iterator[tuple[str, str]]:
    """The values of an object with their paths, however deep it nests."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [(f"{name}.{key}" if name else str(key), inner) for key, inner in reversed(one.items())]
        elif isinstance(one, list):
            waiting += [(name, inner) for inner in reversed(one)]
        elif one is not None:
            yield name[-_LONGEST:], str(one)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
