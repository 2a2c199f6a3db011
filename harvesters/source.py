"""A source declaration: one TOML file that says where data comes from and how it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from harvesters.declaration import Faults, SourceFault, Table
from harvesters.fieldmap import Field, FieldMap
from harvesters.map_declaration import BESIDE, read_map
from harvesters.source_values import (
    Option,
    read_allow,
    read_every,
    read_format,
    read_kind,
    read_licence,
    read_name,
    read_options,
    read_title,
    read_url,
)
from harvesters.toml_lines import TomlLines
from harvesters.traits import Traits
from ontology.concepts import load_concepts
from ontology.nearest import nearest

KEYS: Final = ("name", "title", "url", "format", "kind", "licence", "language", "publisher", "every", "expect",
                "allow", "options", "exclude", "enabled", "map")
_LARGEST: Final = 1 << 20
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class Expect:
    """What a curator expects of a listing; less than this is held, not applied.

    A source that may well list nothing, such as a calendar, declares `at_least = 0`.
    """

    at_least: int = 1
    max_shrink: float = 0.2
    absent_runs: int = 2


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the source."""

    name: str
    ror: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One declared source. `url` is absolute: http(s), or a file: IRI made from a path beside the TOML."""

    name: str
    title: Mapping[str, str]
    url: str
    format: str
    licence: str
    file: Path
    kind: str = ""
    language: str = ""
    publisher: Publisher | None = None
    every: timedelta | None = None
    expect: Expect = field(default_factory=Expect)
    allow: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    map: FieldMap | None = None
    enabled: bool = True


class InvalidSource(Exception):
    """Source files with faults: all of them, and the sources that have none."""

    def __init__(self, faults: tuple[SourceFault, ...], sound: tuple[Source, ...] = ()) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
        self.sound = sound



def load_source(file: Path, formats: Mapping[str, Traits]) -> Source:
    """The source that a file declares; `formats` are the known formats by name.

    Raises:
        InvalidSource: with every fault of the file.
    """
    return parse_source(file, _text(file), formats)


def parse_source(file: Path, text: str, formats: Mapping[str, Traits]) -> Source:
    """The source that a text declares as if it stood in `file`.

    Raises:
        InvalidSource: with every fault of the text.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSource((_not_toml(file, text, str(error)),)) from error
    except RecursionError as error:
        raise InvalidSource((SourceFault(
            "MLG-S001", file, 1, "listes et tables s'emboîtent trop profondément ; simplifiez le fichier.",
            "lists and tables nest too deeply; simplify the file."),)) from error
    table = Table(values, (), Faults(file, TomlLines(text)))
    source = _source(table, formats)
    if table.faults.all:
        raise InvalidSource(tuple(sorted(table.faults.all, key=lambda fault: fault.line)))
    return source


def load_sources(folder: Path, formats: Mapping[str, Traits]) -> tuple[Source, ...]:
    """All sources of a folder, by file name.

    Raises:
        InvalidSource: with the faults of all files and the sources that have none.
    """
    if not folder.is_dir():
        raise InvalidSource((SourceFault("MLG-S001", folder, 0, f"le dossier {folder} n'existe pas.",
                                         f"the folder {folder} does not exist."),))
    sources: list[Source] = []
    faults: list[SourceFault] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            sources.append(load_source(file, formats))
        except InvalidSource as invalid:
            faults.extend(invalid.faults)
    faults.extend(_between(sources))
    if faults:
        wrong = {fault.file for fault in faults}
        raise InvalidSource(tuple(faults), tuple(source for source in sources if source.file not in wrong))
    return tuple(sources)


def _text(file: Path) -> str:
    """The text, without the mark that Windows editors put before it."""
    try:
        size = file.stat().st_size
        if not file.is_file() or size > _LARGEST:  # A pipe or a device would never end.
            raise InvalidSource((SourceFault(
                "MLG-S001", file, 0, f"ce n'est pas un fichier, ou il dépasse {_LARGEST >> 20} Mio ; donnez un fichier "
                "TOML.", f"this is not a file, or larger than {_LARGEST >> 20} MiB; give a TOML file."),))
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise InvalidSource((SourceFault(
            "MLG-S001", file, 0, f"le fichier ne peut pas être lu ({error.strerror}).",
            f"the file cannot be read ({error.strerror})."),)) from error
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        raise InvalidSource((SourceFault(
            "MLG-S001", file, line, "le fichier n'est pas en UTF-8 ; enregistrez-le dans ce codage.",
            "the file is not in UTF-8; save it in that encoding."),)) from error


def _not_toml(file: Path, text: str, told: str) -> SourceFault:
    where = _WHERE.search(told)
    line = int(where[1]) if where and where[1] else 1 + text.rstrip().count("\n")
    why = _WHERE.sub("", told)
    return SourceFault("MLG-S001", file, line, f"cette ligne n'est pas du TOML valide ({why}).",
                       f"this line is not valid TOML ({why}).")


def _source(table: Table, formats: Mapping[str, Traits]) -> Source:
    _tell_unknown(table)
    name, fields, exclude = read_name(table), table.table("map"), table.table("exclude")
    made = Source(
        name=name, title=read_title(table), url=read_url(table), format=read_format(table, formats),
        licence=read_licence(table), file=table.faults.file, kind=read_kind(table),
        language=table.language("language"), publisher=_publisher(table), every=read_every(table),
        expect=_expect(table), allow=read_allow(table), options=read_options(table, formats),
        map=None if fields is None else read_map(fields, exclude, name, load_concepts()),
        enabled=table.flag("enabled", True))
    traits = formats.get(made.format)
    if fields is None and (exclude or (traits and traits.mapped)):
        table.missing("map", '[map] key = "id", title = "nom"')
    if made.map and not made.map.kind and "kind" not in table.values:
        table.missing("kind", 'kind = "hub"')
    return made


def _tell_unknown(table: Table) -> None:
    strayed = [key for key in BESIDE if key in table.values and key not in KEYS]
    for key in strayed:
        table.tell("MLG-S002", key, f"« {key} » se déclare sous [map].", f"“{key}” belongs under [map].")
    table.only((*KEYS, *strayed))


def _publisher(table: Table) -> Publisher | None:
    declared = table.table("publisher")
    if declared is None:
        return None
    declared.only(("name", "ror", "homepage"))
    name = declared.required("name", 'publisher = { name = "Région Bretagne" }')
    return Publisher(name, declared.text("ror"), declared.text("homepage"))


def _expect(table: Table) -> Expect:
    declared = table.table("expect")
    if declared is None:
        return Expect()
    declared.only(("at_least", "max_shrink", "absent_runs"))
    usual = Expect()
    return Expect(declared.whole("at_least", usual.at_least),
                  declared.share("max_shrink", usual.max_shrink),
                  declared.whole("absent_runs", usual.absent_runs, least=1))


def _between(sources: Collection[Source]) -> list[SourceFault]:
    """What is wrong between the files of a folder: a name used twice, a reference to no source."""
    faults = []
    names: dict[str, Path] = {}
    for source in sources:
        first = names.setdefault(source.name, source.file)
        if first != source.file:
            faults.append(_at(source, "MLG-S010", source.name,
                              f"le nom « {source.name} » est déjà celui de {first.name} ; donnez-en un autre.",
                              f"the name “{source.name}” is already that of {first.name}; choose another."))
    for source in sources:
        for name, kind in _references(source.map.fields if source.map else ()):
            if name not in names:
                fr, en = nearest(name, names)
                faults.append(_at(source, "MLG-S011", f"{name}:{kind}", f"« {name} » n'est pas une source ; {fr}",
                                  f"“{name}” is not a source; {en}"))
    return faults


def _references(fields: Collection[Field]) -> Iterator[tuple[str, str]]:
    for entry in fields:
        if entry.ref[0]:
            yield entry.ref
        yield from _references(entry.part)


def _at(source: Source, code: str, word: str, fr: str, en: str) -> SourceFault:
    text = _text(source.file)
    return SourceFault(code, source.file, 1 + text.count("\n", 0, max(0, text.find(word))), fr, en)
