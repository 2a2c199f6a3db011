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
from rich.table import Table

DONE, DATA_PROBLEM, USAGE, UNREACHABLE, PARTIAL, LOCKED = range(6)
INTERRUPTED = 130


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
        _stderr().print(self.pick(fr, en), markup=False, highlight=False)

    def result(self, schema: str, value: Mapping[str, Any]) -> None:
        """A machine-readable result; `schema` names its version."""
        sys.stdout.write(json.dumps({"schema": schema, **value}, ensure_ascii=False, indent=1, default=str) + "\n")

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """A table on stdout; plain when stdout is not a terminal."""
        if not sys.stdout.isatty():
            for row in (columns, *rows):
                sys.stdout.write("\t".join(" ".join(str(cell).split()) for cell in row) + "\n")
            return
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*(str(cell) for cell in row))
        RichConsole().print(table)

    def fail(self, fr: str, en: str, code: int = USAGE) -> NoReturn:
        """Say why the command stops, and stop with its exit code."""
        if self.json:
            self.result("maillage.error/1", {"exit": code, "fr": fr, "en": en})
        self.note(fr, en)
        raise typer.Exit(code)


def _stderr() -> RichConsole:
    return RichConsole(stderr=True, soft_wrap=True, no_color=bool(os.environ.get("NO_COLOR")))
