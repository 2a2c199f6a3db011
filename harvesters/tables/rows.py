"""Rows as items, by the `[map]` of their source: their keys, kinds and withdrawals, and what is kept of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import orjson

from harvesters.description import Description
from harvesters.fieldmap import Field, FieldMap, Row
from harvesters.mapping import describe_row
from harvesters.personal import without_personal_addresses
from harvesters.record import Fault, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.ways import Way
from ontology.concepts import Concepts
from ontology.kinds import KINDS
from ontology.minting import Minting
from ontology.nearest import nearest
from shapes.finding import Finding, Severity

# What no text holds: it comes from bytes of another encoding or from a damaged file.
_BROKEN: Final = re.compile("[\x00\ud800-\udfff]")
_ADDRESSES: Final = frozenset({Way.MAILBOX, Way.CONTACT})


@dataclass(frozen=True, slots=True)
class Rows:
    """Makes items of the rows of one document; `kind` is that of rows whose map tells none."""

    fields: FieldMap
    kind: str
    addresses: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        columns = frozenset(column for entry in self.fields.fields for column in _address_columns(entry))
        object.__setattr__(self, "addresses", columns)

    def kept(self, column: str, value: str) -> str:
        """A value as it is kept: trimmed, without the address of a person where the column may hold one."""
        text = value.strip().replace("\r\n", "\n").replace("\r", "\n")
        return without_personal_addresses(text) if column in self.addresses else text

    def item(self, row: Row, place: str, changed: str = "") -> Raw | Fault:
        """The record of a row that has every column of the map, in the order of their names."""
        payload = orjson.dumps(row)
        key, empty = self.fields.key.of(row)
        if not key:
            return fault(place, _keyless(empty), payload)
        kind = self.kind
        if self.fields.kind:
            told, value = self.fields.kind.of(row)
            kind = told or (kind if not value else "")
            if kind not in KINDS:
                return Fault(key, place, _kindless(self.fields.kind.column, value), payload)
        gone = self.fields.gone
        return Raw(key, payload, place, kind, changed, deleted=gone is not None and gone.meets(row))


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a kept row says, as its source's map declares.

    Raises:
        Excluded: the row has a value of `[exclude]`.
    """
    kind = raw.kind or source.kind
    return describe_row(orjson.loads(raw.payload), (kind, source.name, raw.key), raw.place, map_of(source),
                        source.language, concepts, minting)


def map_of(source: Source) -> FieldMap:
    """The map of a source whose format means nothing without one.

    Raises:
        UnreadableDocument: it has none.
    """
    if source.map is None:
        raise UnreadableDocument(
            "MLG-G008", f"{source.file.name} : un tableau demande une carte [map] de ses colonnes.",
            f"{source.file.name}: a table needs a [map] of its columns.")
    return source.map


def is_broken(text: str) -> bool:
    """Whether a text holds what no text holds."""
    return _BROKEN.search(text) is not None


def fault(place: str, finding: Finding, payload: bytes = b"") -> Fault:
    """A row that is listed but cannot be a record."""
    return Fault("", place, finding, payload)


def refusal(code: str, fr: str, en: str, path: str = "", value: str = "") -> Finding:
    """Why a row cannot be a record."""
    return Finding(code, Severity.VIOLATION, fr, en, path, value)


def broken() -> Finding:
    """The row holds what no text holds."""
    return refusal("MLG-G011", "La ligne contient des octets d'un autre codage ou des caractères nuls ; "
                   "ressaisissez-la.", "The row holds bytes of another encoding or null characters; type it again.")


def _address_columns(entry: Field) -> Iterator[str]:
    if entry.way in _ADDRESSES:
        yield from entry.named()
    for inner in entry.part:
        yield from _address_columns(inner)


def _keyless(column: str) -> Finding:
    return refusal("MLG-K001", f"La colonne « {column} », qui fait la clé, est vide ; remplissez-la.",
                   f"The column “{column}”, which makes the key, is empty; fill it in.", "identifier")


def _kindless(column: str, value: str) -> Finding:
    near_fr, near_en = nearest(value, KINDS)
    return refusal("MLG-M007", f"« {value} » (colonne « {column} ») ne désigne pas un type de fiche ; {near_fr}",
                   f"“{value}” (column “{column}”) names no kind of record; {near_en}", "kind", value)
