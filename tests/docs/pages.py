"""The pages of documentation: their code blocks, and whether an answer is the one that a page shows.

In a `console` block a line that starts with `$ ` is a command, what follows is its answer. A comment that ends in a
digit tells the exit code, where it is not 0. `…` stands for what was left out. A block whose fence names a file
after its language is that file.
"""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
API = ROOT / "docs" / "api.md"
GUIDES = {"fr": ROOT / "docs" / "guide-curateurs.md", "en": ROOT / "docs" / "curators-guide.md"}
PAGES = (README, API, *GUIDES.values())

_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_EXIT_CODE = re.compile(r"  #.*?(\d)$")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block; `file` is the path that its fence names, if any."""

    language: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a page, how it ends, and what it answers."""

    command: str
    code: int
    answer: str


def blocks(page: Path) -> list[Block]:
    """The code blocks of a page in their order."""
    return [Block(found["language"], found["file"] or "", found["text"])
            for found in _BLOCK.finditer(page.read_text("utf-8"))]


def steps(block: Block) -> list[Step]:
    """The commands of a console block; a backslash at its end continues a line."""
    told = []
    for piece in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, answer = re.split(r"(?<!\\)\n", piece, maxsplit=1)
        code = _EXIT_CODE.search(command)
        told.append(Step(command, int(code[1]) if code else 0, answer))
    return told


def agrees(shown: str, answered: str) -> bool:
    """Whether an answer is what a page shows. Widths of spaces do not count, nor spaces around JSON's signs."""
    first, *others = (_even(piece) for piece in shown.split("…"))
    rest = _even(answered)
    if not others:
        return rest == first
    if len(first) + len(others[-1]) > len(rest) or not (rest.startswith(first) and rest.endswith(others[-1])):
        return False
    rest = rest[len(first):len(rest) - len(others[-1])]
    for piece in filter(None, others[:-1]):
        _, found, rest = rest.partition(piece)
        if found != piece:
            return False
    return True


def _even(text: str) -> str:
    return re.sub(r"\s*([][{},:])\s*", r"\1", " ".join(text.split()))


@dataclass(slots=True)
class Reader:
    """Somebody who does in a folder what a page says."""

    folder: Path
    environment: dict[str, str]
    address: str = "http://127.0.0.1:8000/"

    def follow(self, page: Path) -> int:
        """Write the files of a page and run its commands; the number of commands."""
        count = 0
        for block in blocks(page):
            if block.file:
                (self.folder / block.file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / block.file).write_text(block.text, "utf-8")
            for step in steps(block) if block.language == "console" else ():
                self._run(step)
                count += 1
        return count

    def _run(self, step: Step) -> None:
        if step.command.startswith("export "):
            self.environment |= dict(told.split("=", 1) for told in step.command.split()[1:])
            return
        done = subprocess.run(
            ["sh", "-c", step.command.replace("http://127.0.0.1:8000/", self.address)], cwd=self.folder,
            env=self.environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == step.code, f"{step.command}\n{done.stdout}{done.stderr}"
        # A terminal shows both; which comes first depends on the command.
        answers = (f"{done.stdout}\n{done.stderr}", f"{done.stderr}\n{done.stdout}")
        assert any(agrees(step.answer, told) for told in answers), f"{step.command}\n{answers[0]}"


def command_on_path(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which `maillage` is this checkout's command."""
    command = folder / "maillage"
    folder.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m maillage "$@"\n', "utf-8")
    command.chmod(0o755)
    return {**environment, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
