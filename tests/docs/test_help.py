"""`--help` is a page too: its examples can be copied line by line, and name what exists."""

import inspect
import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from maillage.cli import app
from tests.docs.pages import ROOT


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group with the words that call it."""
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


TREE = dict(commands(typer.main.get_command(app)))
COMMANDS = {path: command for path, command in TREE.items() if not hasattr(command, "commands")}
EXAMPLES = [example for command in COMMANDS.values()
            for example in re.findall(r"^ +(.*maillage .*)$", inspect.cleandoc(command.help), re.MULTILINE)]


def shown(path: tuple[str, ...]) -> str:
    """The help of a command on a narrow terminal."""
    return CliRunner(env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"}).invoke(app, [*path, "--help"]).output


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_example_stands_on_a_line_of_its_own(path: tuple[str, ...]) -> None:
    examples = [line.strip() for line in shown(path).splitlines() if line.startswith("    ") and "maillage " in line]
    assert examples
    assert set(examples) <= set(EXAMPLES)


@pytest.mark.parametrize("path", TREE, ids=lambda path: " ".join(path) or "maillage")
def test_no_promise_of_a_command_is_cut_short(path: tuple[str, ...]) -> None:
    assert "..." not in re.sub(r"^Usage:.*$", "", shown(path), flags=re.MULTILINE)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_calls_a_command_with_options_that_it_has(example: str) -> None:
    words = shlex.split(example)
    words = words[words.index("maillage") + 1:]
    path = max((path for path in COMMANDS if tuple(words[:len(path)]) == path), key=len)
    known = {option for parameter in COMMANDS[path].params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
    for file in re.findall(r"sparql/\S+", example):
        assert (ROOT / file).exists()
