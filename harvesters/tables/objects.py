"""JSON objects as rows: a column of the map is a dotted path into an object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import Final

from harvesters.record import Fault, Raw, UnreadableDocument
from harvesters.tables.rows import Rows, broken, fault, is_broken, refusal
from ontology.nearest import nearest
from shapes.finding import Finding, Severity

Path = tuple[str, ...]
Placed = tuple[str, object]

_SAMPLE: Final = 50
_MOST_SHOWN: Final = 40
_LONGEST_INDEX: Final = 9
_DEEPEST: Final = 9
_EVERY: Final = "*"
_SCALAR: Final = (int, float, Decimal, str)


@dataclass(slots=True)
class Objects:
    """Makes items of the objects of one document, and tells which columns no object has."""

    rows: Rows
    _paths: tuple[tuple[str, Path], ...] = field(init=False)
    _absent: set[str] = field(init=False)
    _sample: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._paths = tuple((column, path_of(column)) for column in sorted(self.rows.fields.columns()))
        self._absent = {column for column, _ in self._paths}

    def checked(self, items: Iterator[Placed]) -> Iterator[Placed]:
        """The same objects with their places, once it is certain that some of the first have a key.

        Raises:
            UnreadableDocument: none of them has a column that the key is made of.
        """
        first = list(islice(items, _SAMPLE))
        self._sample = [value for _, value in first if isinstance(value, dict)]
        lacking = [column for _, column in self.rows.fields.key.pieces
                   if self._sample and not any(_has(one, path_of(column)) for one in self._sample)]
        if lacking:
            fr, en = self._told(lacking)
            raise UnreadableDocument("MLG-V003", f"aucun des premiers éléments n'a de clé ; {fr}",
                                     f"none of the first items has a key; {en}")
        return chain(first, items)

    def item(self, value: object, place: str, changed: str = "") -> Raw | Fault:
        """The record of an object."""
        if not isinstance(value, dict):
            return fault(place, _no_object())
        row: dict[str, str | list[str]] = {}
        for column, path in self._paths:
            found = [text for leaf in leaves(value, path) if (text := self.rows.kept(column, text_of(leaf)))]
            row[column] = found if len(found) > 1 else "".join(found)
            if found:
                self._absent.discard(column)
                if any(map(is_broken, found)):
                    return fault(place, broken())
        return self.rows.item(row, place, changed)

    def remarks(self) -> tuple[Finding, ...]:
        """Columns of the map that no object has, and what the first objects have that the map does not read."""
        if not self._sample:
            return ()
        absent = sorted(column for column in self._absent
                        if not any(_has(one, path_of(column)) for one in self._sample))
        read = {at for one in self._sample for _, path in self._paths for at, leaf in reached(one, path)
                if _is_value(leaf)}
        unread = [".".join(at) for at in self._found()
                  if not any(at[:length] in read for length in range(1, len(at) + 1))]
        told = []
        if absent:
            told.append(Finding("MLG-V004", Severity.WARNING, *self._told(absent)))
        if unread:
            names = ", ".join(unread[:_MOST_SHOWN]) + (" …" if len(unread) > _MOST_SHOWN else "")
            told.append(Finding(
                "MLG-V005", Severity.INFO, f"Colonnes que la carte n'utilise pas et qui ne sont pas gardées : {names}.",
                f"Columns that the map does not use and that are not kept: {names}."))
        return tuple(told)

    def _told(self, columns: Sequence[str]) -> tuple[str, str]:
        """For each column where the source file names it, and what is nearest among the objects' own."""
        fields, names = self.rows.fields, [".".join(at) for at in self._found()]
        lines = dict(fields.lines)
        near = [(f"{fields.file.name}:{lines.get(column, 1)}", column, *nearest(column, names)) for column in columns]
        return (" ".join(f"{where} : aucun élément n'a « {column} » ; {fr}" for where, column, fr, _ in near),
                " ".join(f"{where}: no item has “{column}”; {en}" for where, column, _, en in near))

    def _found(self) -> list[Path]:
        """The columns that the first objects have, by their own names."""
        return list(dict.fromkeys(at for one in self._sample for at in names(one)))


def path_of(column: str) -> Path:
    """`authors[].name` and `authors.name` lead to the name of every author, `authors.0.name` to the first's."""
    return tuple(part for part in column.replace("[]", f".{_EVERY}").split(".") if part)


def leaves(value: object, path: Path) -> Iterator[object]:
    """What stands at a path, element by element."""
    if len(path) == 1 and isinstance(value, dict) and isinstance(text := value.get(path[0]), str):
        yield text  # As most columns are.
        return
    for _, leaf in reached(value, path):
        yield leaf


def reached(value: object, path: Path, at: Path = ()) -> Iterator[tuple[Path, object]]:
    """What stands at a path, and the names of the objects on the way; of a list, every element."""
    if isinstance(value, list):
        if path and path[0].isdecimal():
            chosen = int(path[0]) if len(path[0]) <= _LONGEST_INDEX else len(value)
            if chosen < len(value):
                yield from reached(value[chosen], path[1:], at)
            return
        rest = path[1:] if path and path[0] == _EVERY else path
        for element in _flat(value) if value or rest else (None,):
            yield from reached(element, rest, at)
    elif not path:
        yield at, value
    elif isinstance(value, dict):
        whole = ".".join(path)
        if whole in value:
            yield from reached(value[whole], (), (*at, *path))
        elif path[0] in value:
            yield from reached(value[path[0]], path[1:], (*at, path[0]))
        elif path[0] == _EVERY:
            for name, inner in value.items():
                yield from reached(inner, path[1:], (*at, str(name)))


def text_of(value: object) -> str:
    """A value as text; a point is `48.85; 2.35` (latitude first), another object or null is nothing."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() if -(1 << 63) <= value < 1 << 64:
            return str(value)
        case int() | float() | Decimal():
            return _number(value)
        case dict():
            return _point(value)
        case _:
            return ""


def _number(value: float | Decimal) -> str:
    """A number as all parsers of JSON would have it: those that stream keep more digits than others."""
    try:
        written = repr(float(value))
    except OverflowError:
        return ""
    return f"{Decimal(written):f}" if "e" in written else written


def _point(value: dict[str, object]) -> str:
    latitude = next((value[name] for name in ("lat", "latitude") if name in value), None)
    longitude = next((value[name] for name in ("lon", "lng", "longitude") if name in value), None)
    coordinates = value.get("coordinates")
    if value.get("type") == "Point" and isinstance(coordinates, list) and len(coordinates) > 1:
        longitude, latitude = coordinates[:2]
    if isinstance(latitude, _SCALAR) and isinstance(longitude, _SCALAR):
        return f"{text_of(latitude)}; {text_of(longitude)}"
    return ""


def _has(value: object, path: Path) -> bool:
    """Whether something that can be a value stands at a path."""
    return any(_is_value(leaf) for _, leaf in reached(value, path))


def _is_value(leaf: object) -> bool:
    """Whether it is a value that some object may have; null is."""
    return not isinstance(leaf, dict) or bool(_point(leaf))


def names(value: object, at: Path = ()) -> Iterator[Path]:
    """The names that lead to every value of an object, down to where no map would go."""
    if isinstance(value, list):
        for element in islice(_flat(value), _SAMPLE) if value else (None,):
            yield from names(element, at)
    elif isinstance(value, dict) and len(at) < _DEEPEST:
        for name, inner in value.items():
            yield from names(inner, (*at, str(name)))
    elif at:
        yield at


def _flat(value: list[object]) -> Iterator[object]:
    """The elements of a list and of the lists in it, however deep they nest."""
    waiting = [iter(value)]
    while waiting:
        for element in waiting[-1]:
            if isinstance(element, list):
                waiting.append(iter(element))
                break
            yield element
        else:
            waiting.pop()


def _no_object() -> Finding:
    return refusal("MLG-V006", "Cet élément de la liste n'est pas un objet JSON { … } ; signalez-le à la source.",
                   "This element of the list is no JSON object { … }; tell the source.")
