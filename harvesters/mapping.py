"""Applying a declared field map: the columns of a row become statements.

A map is compiled once into steps, because a table may have a hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from harvesters.description import Description
from harvesters.fieldmap import Field, FieldMap, Row, cell
from harvesters.record import Excluded
from harvesters.statements import Cells, Write, writer
from harvesters.territory import in_france
from harvesters.ways import PART_CLASSES, Way
from ontology.concepts import Concepts
from ontology.context import load_context
from ontology.folding import fold
from ontology.minting import Minting
from ontology.nearest import nearest

Step = Callable[[Cells, Description], None]
Read = Callable[[Cells], list[str]]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled map."""

    columns: frozenset[str]
    run: Step


def describe_row(row: Row, thing: tuple[str, str, str], place: str, fields: FieldMap, language: str,
                 concepts: Concepts, minting: Minting) -> Description:
    """What a row says as declared; `thing` is its kind, source and key, `language` that of undeclared text.

    Raises:
        Excluded: a value of the row puts it out of scope.
    """
    for choice in fields.exclude:
        if choice.meets(row):
            raise _excluded(choice.column, cell(row, choice.column))
    kind, source, key = thing
    made = Description.of_record(minting.thing(kind, source, key), kind, key, concepts)
    program = compiled(fields, language, minting)
    if not program.columns <= row.keys():
        _tell_incomplete(made, sorted(program.columns - row.keys()))
    program.run(Cells(row, (), made, place), made)
    return made


@lru_cache(maxsize=64)
def compiled(fields: FieldMap, language: str, minting: Minting) -> Program:
    """The steps of a map, bound to its terms once."""
    return Program(frozenset(fields.columns()), _body(fields.fields, language, minting))


def _body(fields: Sequence[Field], language: str, minting: Minting) -> Step:
    """All fields of a record or of a part."""
    steps = tuple(_step(field, language, minting) for field in fields)
    countries = tuple(_reader(field) for field in fields if field.term == "country")

    def run(cells: Cells, into: Description) -> None:
        if countries:
            # Five digits are a French postcode only in France.
            cells.abroad = any(not in_france(name) for read in countries for name in read(cells))
        for step in steps:
            step(cells, into)

    return run


def _step(field: Field, language: str, minting: Minting) -> Step:
    if field.way is Way.PART:
        return _part(field, language, minting)
    read, write = _reader(field), writer(field, language, minting)
    translate = _translation(field, write) if field.lookup else write
    default = field.default

    def step(cells: Cells, into: Description) -> None:
        values = read(cells)
        for value in values:
            translate(into, value, cells)
        if default and not values:
            write(into, default, cells)

    return step


def _reader(field: Field) -> Read:
    """The values of a field: all that are not empty, trimmed, split where declared."""
    columns, split = field.columns, field.split
    if not columns:
        constant = [field.const]
        return lambda _: constant

    def read(cells: Cells) -> list[str]:
        found = [text for column in columns for text in cells.values(column)]
        if split:
            return [piece for text in found for part in text.split(split) if (piece := part.strip())]
        return found

    return _pair(columns) if field.pair else read


def _pair(columns: Sequence[str | int]) -> Read:
    """A latitude and a longitude as one value, or none where both are empty."""

    def read(cells: Cells) -> list[str]:
        latitude, longitude = (" ".join(cells.values(column)) for column in columns)
        return [f"{latitude};{longitude}".replace(",", ".")] if latitude or longitude else []

    return read


def _translation(field: Field, write: Write) -> Write:
    """Write what the lookup gives for a value; a value it does not know refuses the record."""
    exact = dict(field.lookup)
    folded = {fold(name): targets for name, targets in field.lookup}
    predicate = load_context().terms[field.term].iri

    def translate(into: Description, value: str, cells: Cells) -> None:
        targets = exact.get(value)
        if targets is None:
            targets = folded.get(fold(value))
        if targets is None:
            near_fr, near_en = nearest(value, exact)
            into.refuse("MLG-M001", predicate, value,
                        f"{cells.place} : « {value} » n'est pas dans la table de correspondance ; {near_fr}",
                        f"{cells.place}: “{value}” is not in the lookup; {near_en}")
            return
        for target in targets:
            write(into, target, cells)

    return translate


def _part(field: Field, language: str, minting: Minting) -> Step:
    """A described part: one for each value of `from`, or one if any of its own columns has a value."""
    predicate, rdf_class = load_context().terms[field.term].iri, PART_CLASSES[field.term]
    body, reach = _body(field.part, language, minting), field.reach()

    def from_row(cells: Cells, into: Description) -> None:
        if any(cells.values(column) for column in reach):
            body(cells, into.part(field.term, predicate, rdf_class))

    if not field.columns:
        return from_row
    read = _reader(field)
    places = 1 + max((c for inner in field.part for c in inner.reach() if isinstance(c, int)), default=0)

    def from_values(cells: Cells, into: Description) -> None:
        for value in read(cells):
            part = into.part(field.term, predicate, rdf_class)
            cut = tuple(piece.strip() for piece in value.split(field.cut)) if field.cut else (value,)
            if len(cut) > places:
                into.warn("MLG-M006", predicate, value,
                          f"« {value} » a {len(cut)} morceaux au lieu de {places} ; corrigez la cellule.",
                          f"“{value}” has {len(cut)} pieces instead of {places}; correct the cell.")
            body(Cells(cells.row, cut, cells.record, cells.place), part)

    return from_values


def _excluded(column: str, value: str) -> Excluded:
    return Excluded("MLG-X002", f"Hors du champ : la colonne « {column} » vaut « {value} » ([exclude]).",
                    f"Out of scope: the column “{column}” is “{value}” ([exclude]).")


def _tell_incomplete(made: Description, missing: Sequence[str]) -> None:
    names = ", ".join(missing)
    made.refuse("MLG-M009", "map", names,
                f"La fiche gardée n'a pas la colonne « {names} » que la carte demande ; "
                "moissonnez la source de nouveau.",
                f"The kept record has no column “{names}” that the map asks for; harvest the source again.")
