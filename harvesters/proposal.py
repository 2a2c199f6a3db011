"""A proposed declaration of a source, as the TOML that a curator reads, completes and keeps."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from ontology.folding import fold
from ontology.kinds import KINDS

_LONGEST_NAME: Final = 60
_WIDTH: Final = 116
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_USUAL: Final = "LO-OL-2.0, CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0, ODbL-1.0 …"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the declaration says. `notes` are remarks on its keys; `unmapped` are columns that its map leaves out."""

    name: str
    title: str
    url: str
    format: str
    kind: str = ""
    licence: str = ""
    language: str = ""
    every: str = ""
    allow: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    map: Mapping[str, Any] = field(default_factory=dict)
    unmapped: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    title_language: str = "fr"

    def toml(self, heading: str, unmapped: str) -> str:
        """The text of the file, `heading` above it; `unmapped` introduces the columns that are left out."""
        keys = {"name": self.name, f"title.{self.title_language}": self.title, "url": self.url, "format": self.format}
        if self.kind or self.map:
            keys["kind"] = self.kind
        keys["licence"] = self.licence
        keys |= {key: value for key, value in (("language", self.language), ("every", self.every)) if value}
        lines = [f"# {heading}", *self._assigned(keys)]
        if self.allow:
            lines.append(f"allow = {inline(list(self.allow))}")
        if self.options:
            lines += ["", "[options]", *self._assigned(self.options)]
        if self.map:
            lines += ["", "[map]", *self._assigned(self.map)]
        if self.unmapped:
            told = f"{unmapped} {', '.join(map(quoted, self.unmapped))}"
            lines += [f"# {line}" for line in textwrap.wrap(told, _WIDTH, break_long_words=False,
                                                            break_on_hyphens=False)]
        return "\n".join(lines) + "\n"

    def _assigned(self, values: Mapping[str, Any]) -> list[str]:
        width = max(map(len, values))
        return [f"{key:{width}} = {inline(value)}" + (f"  # {self.notes[key]}" if key in self.notes else "")
                for key, value in values.items()]


def notes_of(told: Mapping[str, Any], *, licensed: bool, lang: str) -> dict[str, str]:
    """What a curator has to look at, by key; `licensed` when the licence was given, not found."""
    french = lang == "fr"
    notes = {}
    found: Sequence[str] = told.get("licences", ())
    if not licensed and len(found) == 1:
        notes["licence"] = "nommée par le document : vérifiez qu'elle vaut pour toutes les fiches" if french else \
            "named by the document: check that it holds for all records"
    elif not licensed:
        several = f"{', '.join(found)} " if found else _USUAL
        notes["licence"] = f"à remplir, comme l'éditeur la dit : {several}" if french else \
            f"to fill in, as the publisher says it: {several}"
    if told.get("map"):
        notes["kind"] = "deviné : vérifiez" if french else "guessed: check"
        if not told.get("kind"):
            notes["kind"] = f"{'à remplir' if french else 'to fill in'}: {', '.join(KINDS)}"
        notes["key"] = "identifie une fiche pour toujours ; différente à chaque ligne lue" if french else \
            "identifies a record for ever; different in every row that was read"
        if told.get("columns_language"):
            notes["language"] = "des textes sans langue : vérifiez" if french else \
                "of texts that declare none: check"
    return {name: note.rstrip() for name, note in notes.items()}


def slug(text: str) -> str:
    """A text in the grammar of names of sources."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME].rpartition("-")[0] or name[:_LONGEST_NAME]


def name_of(title: str, url: str, taken: Collection[str]) -> str:
    """A name for a source, by its title or its address, that no other one has."""
    name = base = slug(title) or slug(title_of(url)) or "source"
    number = 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def title_of(url: str) -> str:
    """What an address calls the data: the name of the file, and the site that has it."""
    parts = urlsplit(url)
    stem = PurePosixPath(unquote(parts.path)).stem
    words = re.sub(r"[-_\s]+", " ", stem).strip()
    host = (parts.hostname or "").removeprefix("www.")
    if not host:
        return words
    return f"{words} ({host})" if fold(words) else host


def quoted(text: str) -> str:
    """A TOML string, with everything that a terminal or a reader would not show as it is written out."""
    written = []
    for char in text:
        if char in "\"\\":
            written.append(f"\\{char}")
        elif char.isprintable():
            written.append(char)
        else:  # TOML has no way to write a lone surrogate.
            number = 0xFFFD if 0xD800 <= ord(char) <= 0xDFFF else ord(char)
            written.append(f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}")
    return '"' + "".join(written) + '"'


def inline(value: object) -> str:
    """A value on one line of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {inline(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return quoted(str(value))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)
