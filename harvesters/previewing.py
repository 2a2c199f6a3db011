"""The first records of a source, raw beside mapped, without a ledger: read, checked and forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any, Final

import orjson

from catalogue.differences import Difference, FieldChange
from catalogue.intake import Reason
from catalogue.received import Received, Verdict
from harvesters.fetch import Fetcher
from harvesters.hosts import Hosts
from harvesters.listing import Walk
from harvesters.loading import Loader
from harvesters.source import Source
from harvesters.wire import unpack, unpack_items
from harvesters.wrongs import Unreachable, Unreadable
from shapes.finding import Finding

MOST: Final = 20
# A site whose first pages have nothing to show is not walked to its end for a preview.
_MOST_DOCUMENTS: Final = 30
_SECONDS: Final = 90.0
_MOST_FIELDS: Final = 40
_LONGEST: Final = 300
_LARGEST: Final = 100_000
_DEEPEST: Final = 20
_ELEMENT: Final = re.compile(r"<([\w:.-]+)[^<>]*>([^<>]+)</\1>")
_N_TRIPLES: Final = re.compile(r"<[^>\s]+> <[^>\s]+> \S.* \.\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sight:
    """One record: what was received, field by field, what it became, and how that was judged."""

    key: str
    place: str
    kind: str
    verdict: Verdict
    received: tuple[tuple[str, str], ...]
    mapped: tuple[FieldChange, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Preview:
    """The first records of a source, and why there are no more of them if reading broke off."""

    sights: list[Sight] = field(default_factory=list)
    reason: Reason = field(default_factory=Reason)
    unreachable: bool = False
    remarks: tuple[Finding, ...] = ()

    @property
    def refused(self) -> int:
        """How many of them the gate refuses."""
        return sum(sight.verdict is Verdict.REJECTED for sight in self.sights)


def preview(source: Source, base: str, folder: Path, *, most: int = MOST, engine: str = "shacl",
            environment: Mapping[str, str] | None = None, hosts: Hosts | None = None,
            clock: Callable[[], float] = monotonic) -> Preview:
    """The first records of a source as a harvest would read them; documents lie in `folder` meanwhile."""
    made, end = Preview(), clock() + _SECONDS
    with ExitStack() as stack:
        fetcher = stack.enter_context(Fetcher(hosts=hosts, allow=source.allow))
        walk = Walk(source, fetcher, folder, environment=environment or {})
        loader = cache(lambda: stack.enter_context(Loader(source, base, engine, {})))
        documents = 0
        try:
            for frame in walk.frames(loader):
                header, blobs = unpack(frame)
                documents += "open" in header
                if "items" in header:
                    made.sights += map(sight_of, unpack_items(header, blobs)[:most - len(made.sights)])
                if len(made.sights) >= most or documents > _MOST_DOCUMENTS or clock() >= end:
                    break
        except (Unreachable, Unreadable) as fault:
            made.reason, made.unreachable = fault.reason, isinstance(fault, Unreachable)
        if walk.incomplete and len(made.sights) < most:
            made.reason = walk.incomplete
        made.remarks = walk.remarks.all()
    return made


def sight_of(received: Received) -> Sight:
    """A settled item as it is shown."""
    became = Difference(received.key, received.iri, "", b"", received.description).fields()
    return Sight(received.key, received.place, received.kind, received.verdict,
                 tuple(islice(_fields(received.payload), _MOST_FIELDS)), tuple(became), received.findings)


def _fields(payload: bytes) -> Iterator[tuple[str, str]]:
    """The fields of a payload: of JSON by paths, of RDF by properties, of XML by elements; lines of any other."""
    try:
        yield from _leaves(orjson.loads(payload), "")
        return
    except orjson.JSONDecodeError:
        pass
    text = payload.decode("utf-8", "replace")
    triples = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
    if _N_TRIPLES.match(triples):
        with suppress(SyntaxError, ValueError):
            stated = list(Difference("", _subject(triples), "", b"", triples.encode()).fields())
            yield from ((f"{one.part} {one.field}".strip(), _short(" | ".join(one.added))) for one in stated)
            return
    elements = [(found[1], found[2]) for found in _ELEMENT.finditer(text[:_LARGEST]) if not found[2].isspace()]
    lines = [("", line) for line in text[:_LARGEST].splitlines() if line.strip()]
    yield from ((name, _short(unescape(value))) for name, value in elements or lines)


def _subject(triples: str) -> str:
    return triples[1:triples.index(">")].partition("#")[0]


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list) and path.count(".") + path.count("[") >= _DEEPEST:
        yield path, "…"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]")
    elif isinstance(value, list):
        yield path, _short(" | ".join(map(str, value)))
    elif value not in (None, ""):
        yield path, _short(str(value))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]} …"
