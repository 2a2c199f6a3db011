"""The command run as a user runs it, and small sources for it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The machine-readable result."""
        return json.loads(self.out)


def environment(data: Path) -> dict[str, str]:
    """The environment of a command on a data directory, in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
    return kept | {"MAILLAGE_DATA": str(data), "MAILLAGE_LANG": "en"}


def maillage(*arguments: str, data: Path, stdin: str = "", **more: str) -> Ended:
    """Run the command in a process of its own, in English unless told otherwise."""
    done = subprocess.run(
        [sys.executable, "-m", "maillage", *arguments], cwd=ROOT, input=stdin, capture_output=True, text=True,
        timeout=300, check=False, env=environment(data) | more)
    return Ended(done.returncode, done.stdout, done.stderr)


def write_source(folder: Path, name: str, form: str, data: str, content: bytes, more: str = "") -> Path:
    """A source file and its data file beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / data).write_bytes(content)
    declared = folder / f"{name}.toml"
    declared.write_text(f'name = "{name}"\ntitle.fr = "Essai"\nurl = "{data}"\nformat = "{form}"\n'
                        f'licence = "CC0-1.0"\n{more}', "utf-8")
    return declared


def table(rows: Sequence[str]) -> bytes:
    """A small table of tools."""
    return "\n".join(("id;nom;site;date", *rows)).encode()


TABLE_MAP = ('kind = "tool"\nlanguage = "fr"\n[map]\nkey = "id"\ntitle = "nom"\nhomepage = "site"\n'
             'modified = { from = "date" }\n')
