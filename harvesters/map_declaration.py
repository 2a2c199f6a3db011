"""Reading the `[map]` and `[exclude]` of a source file, with every fault told by its line."""

from __future__ import annotations

from string import Formatter
from typing import Final

from harvesters.declaration import Table
from harvesters.field_declaration import FieldReader
from harvesters.fieldmap import Choice, FieldMap, Key, KindRule
from ontology.concepts import Concepts
from ontology.kinds import KINDS

# The keys of `[map]` that are no terms.
BESIDE: Final = ("key", "kind", "gone")


def read_map(table: Table, exclude: Table | None, source: str, concepts: Concepts) -> FieldMap:
    """The map of a source; what is wrong is told to the table's faults."""
    reader = FieldReader(source, concepts)
    return FieldMap(
        key=_key(table, reader),
        kind=_kind(table, reader),
        gone=_gone(table, reader),
        fields=tuple(reader.fields(table, BESIDE)),
        exclude=_exclude(exclude, reader) if exclude else (),
        file=table.faults.file,
        lines=tuple(reader.columns),
    )


def _key(table: Table, reader: FieldReader) -> Key:
    """`"id"`, `["id", "date"]` (joined by a dash) or `"{id}-{date}"`."""
    if "key" not in table.values:
        table.missing("key", 'key = "id"')
    listed = table.texts("key")
    if len(listed) == 1 and "{" in listed[0]:
        return _template(table, reader, listed[0])
    columns = [reader.named(table, "key", column) for column in listed]
    return Key(tuple(("-" if place else "", column) for place, column in enumerate(columns)))


def _template(table: Table, reader: FieldReader, template: str) -> Key:
    try:
        parsed = list(Formatter().parse(template))
    except ValueError:
        parsed = []
    pieces = tuple((literal, reader.named(table, "key", column)) for literal, column, _, _ in parsed if column)
    if not pieces:
        table.tell("MLG-S008", "key", f"« {template} » n'est pas un modèle de clé ; écrivez \"{{id}}-{{date}}\".",
                   f"“{template}” is not a key template; write \"{{id}}-{{date}}\".")
    tail = parsed[-1][0] if parsed and parsed[-1][1] is None else ""
    return Key(pieces, tail)


def _kind(table: Table, reader: FieldReader) -> KindRule | None:
    if "kind" not in table.values:
        return None
    if isinstance(table.values["kind"], str):
        return KindRule(reader.named(table, "kind", table.text("kind")))
    declared = table.table("kind")
    if declared is None:
        return None
    declared.only(("from", "lookup", "default"))
    column = declared.required("from", 'kind = { from = "type", lookup = { "Pôle" = "hub" } }')
    lookup = declared.table("lookup")
    rule = KindRule(reader.named(declared, "from", column) if column else "",
                    tuple((name, lookup.text(name)) for name in lookup.values) if lookup else (),
                    declared.text("default"))
    for key, value in (("default", rule.default), *(("lookup", kind) for _, kind in rule.lookup)):
        if value:
            declared.one_of(key, value, KINDS, "un type de fiche", "a kind of record")
    return rule


def _gone(table: Table, reader: FieldReader) -> Choice | None:
    declared = table.table("gone")
    if declared is None:
        return None
    example = 'gone = { from = "statut", values = ["archivé"] }'
    declared.only(("from", "values"))
    column = declared.required("from", example)
    if "values" not in declared.values:
        declared.missing("values", example)
    return Choice(reader.named(declared, "from", column), declared.texts("values")) if column else None


def _exclude(table: Table, reader: FieldReader) -> tuple[Choice, ...]:
    return tuple(Choice(reader.named(table, column, column), table.texts(column)) for column in table.values)
