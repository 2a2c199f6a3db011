"""What commands print: results on stdout, everything else on stderr; French or English; JSON on demand."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import typer
from rich.console import Console as RichConsole
from rich.table import Column, Table
from rich.text import Text

DONE, DATA_PROBLEM, USAGE, UNREACHABLE, PARTIAL, LOCKED = range(6)
INTERRUPTED = 130
# Line ends, spaces of French typography, joiners of scripts and emoji.
_HARMLESS = "\n\t\xa0\u202f\u2009\u200c\u200d"


def language(setting: str, environment: Mapping[str, str]) -> str:
    """`fr` or `en`: the setting, else the system's locale."""
    if setting:
        return setting
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


@dataclass(frozen=True, slots=True)
class Console:
    """Prints for people, or for programs when `json` is asked for."""

    lang: str
    json: bool = False

    def pick(self, fr: str, en: str) -> str:
        """The sentence in the language of this console."""
        return fr if self.lang == "fr" else en

    def note(self, fr: str, en: str) -> None:
        """A sentence for people, on stderr."""
        _stderr().print(visible(self.pick(fr, en)), markup=False, highlight=False)

    def result(self, schema: str, value: Mapping[str, Any]) -> None:
        """A machine-readable result; `schema` names its version."""
        text = json.dumps({"schema": schema, **value}, ensure_ascii=False, indent=1, default=str)
        sys.stdout.flush()
        # JSON is UTF-8 whatever the terminal speaks; a lone surrogate, as in a strange path, stays an escape.
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table on stdout; plain when stdout is not a terminal."""
        if not sys.stdout.isatty():
            for row in (columns, *rows):
                sys.stdout.write("\t".join(visible(" ".join(str(cell).split())) for cell in row) + "\n")
            return
        table = Table(*(Column(Text(visible(column))) for column in columns), box=None, pad_edge=False,
                      header_style="bold")
        for row in rows:
            table.add_row(*(Text(visible(str(cell))) for cell in row))  # A cell like `[/b]` is no markup.
        RichConsole().print(table)

    def fail(self, fr: str, en: str, code: int = USAGE, **more: object) -> NoReturn:
        """Say why the command stops, and stop with its exit code; programs are told `more`."""
        if self.json:
            self.result("maillage.error/1", {"exit": code, "fr": fr, "en": en, **more})
        self.note(fr, en)
        raise typer.Exit(code)


def visible(text: str) -> str:
    """`text` with its control characters and bidi overrides written out: terminals obey what sources wrote."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in _HARMLESS else char.encode("unicode_escape").decode()
                   for char in text)


def _stderr() -> RichConsole:
    return RichConsole(stderr=True, soft_wrap=True, no_color=bool(os.environ.get("NO_COLOR")))
