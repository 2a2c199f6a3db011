"""The `[map]` of a source as data: which columns, changed how, say what of the thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harvesters.ways import Way
from ontology.context import load_context
from ontology.folding import fold

Row = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a map: which values, how they are changed, and what they say of the thing.

    `columns` are names, or positions within a value that the enclosing part has cut; with `pair` they are
    a latitude and a longitude. `ref` is the source and the kind of the record that a value is the key of.
    """

    term: str
    way: Way
    columns: tuple[str | int, ...] = ()
    const: str = ""
    default: str = ""
    lang: str = ""
    scheme: str = ""
    split: str = ""
    lookup: tuple[tuple[str, tuple[str, ...]], ...] = ()
    date: str = ""
    ref: tuple[str, str] = ("", "")
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    number: str = ""
    pair: bool = False
    cut: str = ""
    part: tuple[Field, ...] = ()

    def reach(self) -> tuple[str | int, ...]:
        """The columns and positions that it reads itself, without those of values that it cuts."""
        inner = () if self.columns else (column for field in self.part for column in field.reach())
        return tuple(dict.fromkeys((*self.columns, *inner)))

    def named(self) -> tuple[str, ...]:
        """The columns of the table that it and its parts read."""
        here = (column for column in self.columns if isinstance(column, str))
        return tuple(dict.fromkeys((*here, *(column for field in self.part for column in field.named()))))


@dataclass(frozen=True, slots=True)
class Key:
    """How a row's key is made: each piece is a literal and the column behind it; `tail` ends it."""

    pieces: tuple[tuple[str, str], ...]
    tail: str = ""

    def of(self, row: Row) -> tuple[str, str]:
        """The key, or "" and the column that is empty."""
        made = ""
        for literal, column in self.pieces:
            value = cell(row, column)
            if not value:
                return "", column
            made += literal + value
        return made + self.tail, ""


@dataclass(frozen=True, slots=True)
class KindRule:
    """How a row's kind is told: by a column, through a lookup where there is one, else the default."""

    column: str
    lookup: tuple[tuple[str, str], ...] = ()
    default: str = ""

    def of(self, row: Row) -> tuple[str, str]:
        """The kind, or "" and the value that names none."""
        value = cell(row, self.column)
        if not value:
            return self.default, ""
        if not self.lookup:
            return value, value
        return next((kind for name, kind in self.lookup if alike(name, value)), ""), value


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of a column that single rows out, whatever their case and accents."""

    column: str
    values: tuple[str, ...]

    def meets(self, row: Row) -> bool:
        """Whether the row has one of them."""
        value = cell(row, self.column)
        return any(alike(value, one) for one in self.values)


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The `[map]` and `[exclude]` of a source. `lines` says where the file names each column."""

    key: Key
    fields: tuple[Field, ...]
    kind: KindRule | None = None
    gone: Choice | None = None
    exclude: tuple[Choice, ...] = ()
    file: Path = field(default=Path(), repr=False, compare=False)
    lines: tuple[tuple[str, int], ...] = field(default=(), repr=False, compare=False)

    def __hash__(self) -> int:
        # Looked up once per row: hashing the whole tree would cost as much as mapping the row.
        return hash((self.key, len(self.fields)))

    def columns(self) -> tuple[str, ...]:
        """Every column that the map reads, each once."""
        choices = [choice.column for choice in (self.gone, *self.exclude) if choice]
        kind = [self.kind.column] if self.kind else []
        keys = [column for _, column in self.key.pieces]
        read = [column for entry in self.fields for column in entry.named()]
        return tuple(dict.fromkeys([*keys, *kind, *choices, *read]))

    def columns_by_term(self) -> dict[str, list[str]]:
        """The columns that each property is read from, in records and parts alike, by the property's first name."""
        told: dict[str, list[str]] = {}
        waiting: list[tuple[Field, tuple[str, ...]]] = [(entry, ()) for entry in self.fields]
        for entry, cut in waiting:  # Parts are added while it goes on.
            here = tuple(column for column in entry.columns if isinstance(column, str))
            name = load_context().name_of(load_context().terms[entry.term].iri)
            read = here if len(here) == len(entry.columns) else cut  # A position is one in the columns that were cut.
            told[name] = list(dict.fromkeys([*told.get(name, ()), *read]))
            waiting.extend((inner, here or cut) for inner in entry.part)
        kind = {"kind": [self.kind.column]} if self.kind else {}
        return told | kind | {"identifier": [column for _, column in self.key.pieces]}


def cell(row: Row, column: str) -> str:
    """One value, trimmed; several are joined by a space."""
    value = row.get(column, "")
    return value.strip() if isinstance(value, str) else " ".join(value).strip()


def alike(left: str, right: str) -> bool:
    """Whether two values are the same, or differ only by case, accents, spaces and punctuation."""
    return left == right or fold(left) == fold(right) != ""
