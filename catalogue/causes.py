"""Refused records by cause: what the rule asks, how many fall short of it, and a few of them as received and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from catalogue.asked import asked
from catalogue.ledger import Ledger
from catalogue.readings import ReadAs, Reading
from catalogue.refusals import each_finding

MOST_EXAMPLES: Final = 5
_VIOLATION: Final = "violation"


@dataclass(frozen=True, slots=True)
class Example:
    """One record of a cause: where it stands in the source, what the finding says, and how it was read."""

    key: str
    place: str
    iri: str
    title: str
    value: str
    fr: str
    en: str
    read_as: tuple[ReadAs, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """The records of one source that one rule speaks against; `fr` and `en` say the rule, `path` is a context term."""

    source: str
    code: str
    severity: str
    path: str
    fr: str
    en: str
    count: int
    examples: tuple[Example, ...]

    @property
    def blocks(self) -> bool:
        """Whether it refuses records, or only warns."""
        return self.severity == _VIOLATION


def causes(ledger: Ledger, source: str | None, *, warnings: bool = False) -> list[Cause]:
    """Why records of one source, or of all, are refused: what blocks first, then what is most frequent.

    With `warnings`, also what costs accepted records their quality. Memory is bounded by the number of causes.
    """
    met: dict[tuple[str, str, str, str], _Met] = {}
    for row in each_finding(ledger, source, warnings=warnings):
        about = (row["source"], row["code"], row["severity"], row["path"])
        met.setdefault(about, _Met()).add(row)
    columns = {row.name: row.declaration.get("columns", {}) for row in ledger.sources()}
    told = [_cause(ledger, about, one, columns[about[0]]) for about, one in met.items()]
    return sorted(told, key=lambda cause: (not cause.blocks, -cause.count, cause.source, cause.code, cause.path))


@dataclass(slots=True)
class _Met:
    """What is kept of a cause while findings pass by: the first records, those of new values before others."""

    count: int = 0
    last: int = 0
    values: set[str] = field(default_factory=set)
    first: list[Mapping[str, Any]] = field(default_factory=list)
    more: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, row: Mapping[str, Any]) -> None:
        if row["reading"] == self.last:  # The record has several values of this fault.
            return
        self.last, self.count = row["reading"], self.count + 1
        if len(self.first) < MOST_EXAMPLES and row["value"] not in self.values:
            self.values.add(row["value"])
            self.first.append(row)
        elif len(self.more) < MOST_EXAMPLES:
            self.more.append(row)

    def examples(self) -> Sequence[Mapping[str, Any]]:
        return (*self.first, *self.more)[:MOST_EXAMPLES]


def _cause(ledger: Ledger, about: tuple[str, str, str, str], met: _Met, columns: Mapping[str, Sequence[str]]) -> Cause:
    source, code, severity, path = about
    first = met.first[0]
    fr, en = asked(code, first["fr"], first["en"], first["place"], first["value"])
    return Cause(source, code, severity, path, fr, en, met.count,
                 tuple(_example(ledger, row, columns) for row in met.examples()))


def _example(ledger: Ledger, row: Mapping[str, Any], columns: Mapping[str, Sequence[str]]) -> Example:
    payload, description = ledger.sql.execute(
        "SELECT raw.payload, r.description FROM reading r JOIN raw ON raw.id = r.raw WHERE r.id = ?",
        (row["reading"],)).fetchone()
    reading = Reading(row["iri"], payload, description, columns)
    return Example(row["key"], row["place"], row["iri"], reading.title(), row["value"], row["fr"], row["en"],
                   reading.about(row["path"], row["value"]))
