"""The entries of a `[map]` as their file writes them: where each stands, and which values of a row it reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harvesters.fieldmap import Row
from harvesters.ways import SCHEMES, Way, way_of
from ontology.context import load_context


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `path` leads to it in the file; `name` is the property's first name, as findings say it.

    Positions among its columns are pieces of what `above`, the part around it, reads and cuts.
    """

    path: tuple[str | int, ...]
    name: str
    way: Way
    scheme: str
    columns: tuple[str | int, ...]
    split: str
    date: str
    lookup: tuple[tuple[str, tuple[str, ...]], ...]
    above: Entry | None = None
    cut: str = ""

    def values(self, row: Row) -> list[str]:
        """The values that it reads in a row, trimmed, split, without empty ones."""
        found = [text for column in self.columns for text in self._texts(row, column)]
        pieces = [piece for text in found for piece in (text.split(self.split) if self.split else [text])]
        return [text for piece in pieces if (text := piece.strip())]

    def _texts(self, row: Row, column: str | int) -> Sequence[str]:
        if isinstance(column, str):
            value = row.get(column, "")
            return [value] if isinstance(value, str) else value
        if self.above is None:
            return ()
        cuts = (text.split(self.above.cut) if self.above.cut else [text] for text in self.above.values(row))
        return [pieces[column] for pieces in cuts if column < len(pieces)]


def entries(text: str) -> tuple[Entry, ...]:
    """The entries of the map of a sound source file, those of parts among them."""
    declared = tomllib.loads(text.removeprefix("\ufeff")).get("map", {})
    return tuple(_entries(declared, ("map",), None))


def _entries(table: Mapping[str, Any], path: tuple[str | int, ...], above: Entry | None) -> Iterator[Entry]:
    terms = load_context().terms
    for name, value in table.items():
        if name not in terms:
            continue
        for at, one in [(None, value)] if not isinstance(value, list) else list(enumerate(value)):
            here = (*path, name) if at is None else (*path, name, at)
            declared = one if isinstance(one, dict) else {"from": one}
            entry = _entry(name, declared, here, above)
            yield entry
            if "part" in declared:
                yield from _entries(declared["part"], (*here, "part"), entry if entry.columns else above)


def _entry(term: str, declared: Mapping[str, Any], path: tuple[str | int, ...], above: Entry | None) -> Entry:
    context = load_context()
    scheme = declared.get("concept", "") or SCHEMES.get(term, "")
    columns = declared.get("from", ())
    lookup = tuple((name, (to,) if isinstance(to, str) else tuple(to))
                   for name, to in declared.get("lookup", {}).items())
    return Entry(
        path, context.name_of(context.terms[term].iri),
        way_of(context.terms[term], part="part" in declared, ref="ref" in declared, scheme=scheme), scheme,
        tuple(columns) if isinstance(columns, list | tuple) else (columns,), declared.get("split", ""),
        declared.get("date", ""), lookup, above, declared.get("cut", ""))
