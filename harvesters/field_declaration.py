"""Reading one entry of a `[map]`, with every fault told by its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from harvesters.dates import EPOCH_MILLISECONDS
from harvesters.declaration import Table
from harvesters.fieldmap import Field
from harvesters.tables.header import column_name
from harvesters.ways import PART_CLASSES, RESERVED, SCHEMES, Way, way_of
from ontology.concepts import Concepts, UnknownConcept
from ontology.context import Term, load_context
from ontology.kinds import KINDS

KEYS: Final = ("from", "const", "default", "lang", "concept", "split", "lookup", "date", "ref", "true", "false",
                "number", "lat", "lon", "part", "cut")
_EVERYWHERE: Final = frozenset({"from", "const", "default", "split", "lookup"})
_BESIDE: Final[dict[Way, frozenset[str]]] = {
    Way.AGENT: frozenset({"lang"}),
    Way.CONCEPT: frozenset({"concept"}),
    Way.DATE: frozenset({"date"}),
    Way.DECIMAL: frozenset({"number"}),
    Way.FLAG: frozenset({"true", "false"}),
    Way.PART: frozenset({"from", "split", "part", "cut"}),
    Way.PLACE: frozenset({"lang"}),
    Way.POINT: frozenset({"lat", "lon"}),
    Way.REFERENCE: frozenset({"ref"}),
    Way.TERRITORY: frozenset({"concept"}),
}
_REF = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):([a-z-]+)")


@dataclass(frozen=True, slots=True)
class FieldReader:
    """Reads entries of the map of one source; `columns` gathers each column with the line that names it."""

    source: str
    concepts: Concepts
    columns: list[tuple[str, int]] = field(default_factory=list)

    def fields(self, table: Table, beside: tuple[str, ...] = (), cut: bool = False) -> Iterator[Field]:
        """The fields of a map or of a part. `beside` are keys that are no terms; `cut` allows positions."""
        terms = {name: term for name, term in load_context().terms.items() if name not in RESERVED}
        for name, value in table.values.items():
            if name in beside:
                continue
            if not table.one_of(name, name, (*beside, *terms), "un terme du profil", "a term of the profile"):
                continue
            for entry in value if isinstance(value, list) else [value]:
                yield from self._entry(terms[name], table, entry, cut)

    def named(self, table: Table, key: str, column: str) -> str:
        """A column of the table, its line kept for when the table turns out not to have it."""
        name = column_name(column)
        self.columns.append((name, table.faults.line((*table.path, key), column)))
        return name

    def _entry(self, term: Term, table: Table, entry: object, cut: bool) -> Iterator[Field]:
        if isinstance(entry, str | int) and not isinstance(entry, bool):
            entry = {"from": entry}
        if not isinstance(entry, dict):
            table.wrong_type(term.name, "une colonne ou une table { from = … }", "a column or a table { from = … }")
            return
        declared = Table(entry, (*table.path, term.name), table.faults)
        declared.only(KEYS)
        scheme = declared.text("concept") or SCHEMES.get(term.name, "")
        if "concept" in entry and not self._knows_scheme(declared, scheme):
            return
        way = way_of(term, part="part" in entry, ref="ref" in entry, scheme=scheme)
        self._tell_useless(declared, term, way)
        if way is Way.PART:
            yield from self._part(term, declared, cut)
        else:
            yield self._field(term, declared, way, scheme, cut)

    def _field(self, term: Term, table: Table, way: Way, scheme: str, cut: bool) -> Field:
        pair = way is Way.POINT and "lat" in table.values
        columns = self._pair(table, cut) if pair else self._columns(table, "from", cut)
        if not columns and not table.values.keys() & {"from", "const"} and table.values.keys() <= set(KEYS):
            table.tell("MLG-S006", "", f"« {term.name} » ne dit pas d'où vient sa valeur ; ajoutez from ou const.",
                       f"“{term.name}” does not say where its value comes from; add from or const.")
        made = Field(
            term.name, way, columns, const=table.text("const"), default=table.text("default"),
            lang=table.language("lang"), scheme=scheme, split=table.text("split"), lookup=_lookup(table),
            date=_date_form(table), ref=self._ref(table), yes=table.texts("true"), no=table.texts("false"),
            number=_number(table), pair=pair)
        self._check_targets(table, made)
        return made

    def _part(self, term: Term, table: Table, cut: bool) -> Iterator[Field]:
        if not table.one_of("part", term.name, PART_CLASSES, "décrit par une partie", "described by a part"):
            return
        columns = self._columns(table, "from", cut)
        inner = table.table("part")
        if inner is not None:
            fields = tuple(self.fields(inner, cut=cut or bool(columns)))
            yield Field(term.name, Way.PART, columns, split=table.text("split"), cut=table.text("cut"), part=fields)

    def _columns(self, table: Table, key: str, cut: bool) -> tuple[str | int, ...]:
        value = table.values.get(key, [])
        columns: list[str | int] = []
        for column in value if isinstance(value, list) else [value]:
            if isinstance(column, str) and column:
                columns.append(self.named(table, key, column))
            elif cut and isinstance(column, int) and not isinstance(column, bool) and column >= 0:
                columns.append(column)
            else:
                table.wrong_type(key, "une colonne ou une liste de colonnes (un numéro là où « cut » découpe)",
                                 "a column or a list of columns (a position where “cut” cuts)")
        return tuple(columns)

    def _pair(self, table: Table, cut: bool) -> tuple[str | int, ...]:
        for key in ("lat", "lon"):
            if key not in table.values:
                table.missing(key, "wkt = { lat = \"latitude\", lon = \"longitude\" }")
        return (*self._columns(table, "lat", cut)[:1], *self._columns(table, "lon", cut)[:1])

    def _knows_scheme(self, table: Table, scheme: str) -> bool:
        schemes = [known.code for known in self.concepts.schemes()]
        return table.one_of("concept", scheme, schemes, "une liste de concepts", "a list of concepts")

    def _tell_useless(self, table: Table, term: Term, way: Way) -> None:
        """Keys that exist but do nothing here, so that nobody believes they do."""
        useful = _BESIDE.get(way, frozenset())
        if way is not Way.PART:
            useful |= _EVERYWHERE
        if way is Way.TEXT and term.language_map:
            useful |= {"lang"}
        if "const" in table.values:
            useful -= {"from", "default", "split", "lookup"}
        for key in table.values:
            if key in KEYS and key not in useful:
                table.tell("MLG-S007", key, f"« {key} » n'a pas d'effet ici pour « {term.name} » ; retirez-le.",
                           f"“{key}” has no effect here for “{term.name}”; remove it.")

    def _ref(self, table: Table) -> tuple[str, str]:
        value = table.text("ref")
        if not value:
            return "", ""
        match = _REF.fullmatch(value)
        if match is None:
            table.tell("MLG-S008", "ref", f"« {value} » ne désigne pas de source ; écrivez \"nom-de-source:hub\".",
                       f"“{value}” names no source; write \"source-name:hub\".")
            return "", ""
        table.one_of("ref", match[2], KINDS, "un type de fiche", "a kind of record")
        return self.source if match[1] == "self" else match[1], match[2]

    def _check_targets(self, table: Table, made: Field) -> None:
        """Constants, defaults and lookup values must name concepts, as what rows say must."""
        if made.way not in (Way.CONCEPT, Way.TERRITORY):
            return
        looked_up = [("lookup", target) for _, targets in made.lookup for target in targets]
        for key, value in (("const", made.const), ("default", made.default), *looked_up):
            if not value:
                continue
            try:
                self.concepts.find(made.scheme, value)
            except UnknownConcept as unknown:
                table.tell("MLG-S009", key, unknown.fr, unknown.en, word=value)


def _lookup(table: Table) -> tuple[tuple[str, tuple[str, ...]], ...]:
    lookup = table.table("lookup")
    return tuple((name, lookup.texts(name)) for name in lookup.values) if lookup else ()


def _number(table: Table) -> str:
    value = table.text("number")
    if value:
        table.one_of("number", value, ("fr", "en"), "une façon d'écrire les nombres", "a way of writing numbers")
    return value


def _date_form(table: Table) -> str:
    value = table.text("date")
    if not value or value == EPOCH_MILLISECONDS:
        return value
    try:
        sample = datetime(2024, 12, 31, 23, 59, 58).strftime(value)  # noqa: DTZ001  only its form matters
        datetime.strptime(sample, value)  # noqa: DTZ007
        fits = "%" in value
    except ValueError:
        fits = False
    if not fits:
        table.tell("MLG-S008", "date", f"« {value} » n'est pas un format de date ; écrivez par exemple %d/%m/%Y.",
                   f"“{value}” is not a date format; write for example %d/%m/%Y.")
    return value
