"""Declared field maps: how the columns of a table, or the fields of plain JSON, become statements."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldMap:
    """The `[map]` of a source."""

    key: str
