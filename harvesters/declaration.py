"""Reading a declaration in TOML so that every fault is told at once, with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import langcodes

from harvesters.toml_lines import TomlLines
from ontology.nearest import nearest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceFault:
    """One fault of a source file, by its line (counted from 1), said in both languages."""

    code: str
    file: Path
    line: int
    fr: str
    en: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.en}"


class Faults:
    """What is wrong with one file, gathered while it is read."""

    def __init__(self, file: Path, lines: TomlLines) -> None:
        self.file = file
        self.all: list[SourceFault] = []
        self._lines = lines

    def line(self, path: tuple[str, ...], word: str = "") -> int:
        """The line of the key at `path`, or of `word` within its value."""
        return self._lines.line(path, word)

    def tell(self, code: str, path: tuple[str, ...], fr: str, en: str, word: str = "") -> None:
        """A fault at the key `path`, or at `word` within its value."""
        self.all.append(SourceFault(code, self.file, self.line(path, word), fr, en))


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file. A getter gives a value of its type; what is not one is told, and left out."""

    values: Mapping[str, object]
    path: tuple[str, ...]
    faults: Faults

    def only(self, known: Iterable[str]) -> None:
        """Tell every key that is not one of `known`."""
        names = tuple(known)
        for key in self.values:
            if key not in names:
                fr, en = nearest(key, names)
                self.tell("MLG-S002", key, f"« {key} » n'est pas une clé connue ici ; {fr}",
                          f"“{key}” is not a key known here; {en}")

    def text(self, key: str) -> str:
        """A string; empty when absent."""
        value = self._typed(key, str, "un texte entre guillemets", "a string in quotes")
        if value == "":
            self.tell("MLG-S003", key, f"« {key} » est vide ; donnez sa valeur ou retirez la ligne.",
                      f"“{key}” is empty; give its value or remove the line.")
        return value or ""

    def required(self, key: str, example: str) -> str:
        """A string that must be there; `example` is a line to copy."""
        if key not in self.values:
            self.missing(key, example)
        return self.text(key)

    def missing(self, key: str, example: str) -> None:
        """Tell that a key is not there."""
        self.tell("MLG-S004", key, f"il manque « {key} » ; ajoutez par exemple : {example}",
                  f"“{key}” is missing; add for example: {example}")

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._typed(key, bool, "true ou false", "true or false")
        return default if value is None else value

    def whole(self, key: str, default: int, *, least: int = 0) -> int:
        """A whole number, `least` or more."""
        value = self.values.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= least:
            return value
        self.wrong_type(key, f"un nombre entier, {least} ou plus", f"a whole number, {least} or more")
        return default

    def share(self, key: str, default: float) -> float:
        """A number between 0 and 1."""
        value = self.values.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.wrong_type(key, "un nombre entre 0 et 1", "a number between 0 and 1")
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; one string stands for a list of one."""
        value = self.values.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if isinstance(listed, list) and all(isinstance(one, str) for one in listed):
            return tuple(listed)
        self.wrong_type(key, "une liste de textes", "a list of strings")
        return ()

    def table(self, key: str) -> Table | None:
        """A table, `{ … }` or `[key]`; None where it is absent."""
        value = self._typed(key, dict, "une table { … }", "a table { … }")
        return None if value is None else Table(value, (*self.path, key), self.faults)

    def one_of(self, key: str, value: str, known: Collection[str], fr: str, en: str) -> bool:
        """Whether `value` is one of `known`; if not, a fault names what is nearest."""
        if value in known:
            return True
        near_fr, near_en = nearest(value, known)
        self.tell("MLG-S005", key, f"« {value} » n'est pas {fr} ; {near_fr}",
                  f"“{value}” is not {en}; {near_en}", word=value)
        return False

    def language(self, key: str) -> str:
        """A language tag; empty when absent."""
        tag = self.text(key)
        if tag:
            self.check_language(key, tag)
        return tag

    def check_language(self, key: str, tag: str) -> None:
        """Tell a tag that is not BCP 47."""
        if not langcodes.tag_is_valid(tag):
            self.tell("MLG-S008", key, f"« {tag} » n'est pas une étiquette de langue ; écrivez fr, en ou pt-BR.",
                      f"“{tag}” is not a language tag; write fr, en or pt-BR.")

    def tell(self, code: str, key: str, fr: str, en: str, word: str = "") -> None:
        """A fault at a key of this table, or at a word within its value."""
        self.faults.tell(code, (*self.path, key), fr, en, word)

    def wrong_type(self, key: str, fr: str, en: str) -> None:
        """Tell what was expected and what was received."""
        received_fr, received_en = _received(self.values.get(key))
        self.tell("MLG-S003", key, f"« {key} » doit être {fr} ; reçu : {received_fr}.",
                  f"“{key}” must be {en}; received: {received_en}.")

    def _typed(self, key: str, kind: type[T], fr: str, en: str) -> T | None:
        value = self.values.get(key)
        if value is None or isinstance(value, kind):
            return value
        self.wrong_type(key, fr, en)
        return None


def _received(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return str(value).lower(), str(value).lower()
    match value:
        case int() | float():
            return f"le nombre {value}", f"the number {value}"
        case str():
            return f"le texte « {value} »", f"the string “{value}”"
        case list():
            return "une liste", "a list"
        case dict():
            return "une table", "a table"
        case _:
            return f"la date {value}", f"the date {value}"
