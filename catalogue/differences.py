"""What a run changes, record by record and field by field."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from ontology.context import load_context


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The values that one field of a record loses and gains; `part` is empty for the record itself."""

    part: str
    field: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one record: the state it moves to, and what the graph shows of it before and after."""

    key: str
    iri: str
    state: str
    before: bytes
    after: bytes

    @property
    def what(self) -> str:
        """`created`, `changed`, `removed`, or `same` where only its state moves."""
        if self.before == self.after:
            return "same"
        return "changed" if self.before and self.after else "created" if self.after else "removed"

    def fields(self) -> Iterator[FieldChange]:
        """Each field that differs, by part and name."""
        before, after = _values(self.before, self.iri), _values(self.after, self.iri)
        for about in sorted(before.keys() | after.keys()):
            lost, won = before.get(about, set()), after.get(about, set())
            if lost != won:
                yield FieldChange(*about, tuple(sorted(lost - won)), tuple(sorted(won - lost)))


def differences(sql: sqlite3.Connection, run: int, *, limit: int = -1, offset: int = 0) -> Iterator[Difference]:
    """Every record that a run moved, by key; also within the transaction of a run that is still going on."""
    # The page is chosen by keys alone: sorting whole descriptions would cost what they weigh.
    rows = sql.execute(
        "SELECT m.key, c.state, now.iri, coalesce(former.iri, ''), coalesce(former.description, x''), "
        "coalesce(now.description, x'') FROM (SELECT i.id AS item, i.key, max(c.id) AS last, min(c.id) AS first "
        "FROM change c JOIN item i ON i.id = c.item WHERE c.run = ? GROUP BY i.id ORDER BY i.key LIMIT ? OFFSET ?) m "
        "JOIN change c ON c.id = m.last LEFT JOIN reading now ON now.id = c.live "
        "LEFT JOIN change p ON p.id = (SELECT max(id) FROM change WHERE item = m.item AND id < m.first) "
        "LEFT JOIN reading former ON former.id = p.live ORDER BY m.key", (run, limit, offset))
    for key, state, iri, former, before, after in rows:
        yield Difference(key, iri or former, state, before, after)


def moved(sql: sqlite3.Connection, run: int) -> int:
    """How many records a run moved."""
    return int(sql.execute("SELECT count(DISTINCT item) FROM change WHERE run = ?", (run,)).fetchone()[0])


def _values(description: bytes, iri: str) -> dict[tuple[str, str], set[str]]:
    """The values of each field of a record and of its parts."""
    context = load_context()
    told: dict[tuple[str, str], set[str]] = {}
    for quad in parse(description, format=RdfFormat.N_TRIPLES):
        about, value = quad.subject, quad.object
        if isinstance(about, NamedNode) and isinstance(value, NamedNode | Literal):  # Descriptions hold no others.
            field = (about.value.removeprefix(iri), context.name_of(quad.predicate))
            told.setdefault(field, set()).add(_shown(value, iri))
    return told


def _shown(value: NamedNode | Literal, iri: str) -> str:
    if isinstance(value, NamedNode):
        return value.value.removeprefix(iri)
    return f"{value.value}@{value.language}" if value.language else value.value
