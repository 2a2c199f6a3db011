"""The pages on schedules: units that systemd takes, a line that cron takes, commands that exist, every exit code."""

import re
import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
import typer.main

from maillage import console
from maillage.cli import app
from tests.docs.pages import ROOT, Block, blocks

PAGES = {"en": ROOT / "docs" / "schedule.md", "fr": ROOT / "docs" / "planification.md"}
# The keys of the units, by section, as systemd.unit(5), systemd.service(5) and systemd.timer(5) name them.
_KEYS = {"Unit": {"Description", "Wants", "After"}, "Install": {"WantedBy"},
         "Service": {"Type", "User", "WorkingDirectory", "Environment", "EnvironmentFile", "ExecStart"},
         "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"}}


def units() -> dict[str, str]:
    """The unit files by name."""
    return {block.file: block.text for block in blocks(PAGES["en"]) if block.language == "ini"}


def sections(text: str) -> dict[str, list[tuple[str, str]]]:
    """The keys of a unit file; one may stand several times."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    section = ""
    for line in filter(None, text.splitlines()):
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        else:
            key, equals, value = line.partition("=")
            assert equals, line
            found[section].append((key, value))
    return found


def commands(text: str) -> list[list[str]]:
    """The commands of ours in a text, as words."""
    return [shlex.split(found) for found in re.findall(r"(?<=maillage )(?:links check|harvest)[a-z0-9 -]*", text)]


def test_both_pages_show_the_same() -> None:
    english, french = ([Block(block.language, block.file, block.text) for block in blocks(PAGES[lang])]
                       for lang in ("en", "fr"))
    assert english == french
    assert {block.language for block in english} == {"sh", "ini", "crontab"}


def test_the_units_are_complete_and_hold_only_keys_that_systemd_knows() -> None:
    assert set(units()) == {"maillage.service", "maillage.timer"}
    for text in units().values():
        for section, pairs in sections(text).items():
            assert {key for key, _ in pairs} <= _KEYS[section]
    timer = dict(sections(units()["maillage.timer"])["Timer"])
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["OnCalendar"])


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed; the keys are checked all the same")
    for name, text in units().items():
        (tmp_path / name).write_text(text.replace("/usr/local/bin/maillage", shutil.which("true") or ""), "utf-8")
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in units())],
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_cron_takes_the_line() -> None:
    [line] = [block.text.strip() for block in blocks(PAGES["en"]) if block.language == "crontab"]
    *moment, command = line.split(maxsplit=5)
    assert all(re.fullmatch(r"\d+|\*", field) for field in moment)
    assert "%" not in command, "cron would end the line there"
    assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0


@pytest.mark.parametrize("lang", PAGES)
def test_the_commands_exist_with_their_options(lang: str) -> None:
    tree = typer.main.get_command(app)
    shown = [words for block in blocks(PAGES[lang]) for words in commands(block.text)]
    assert len(shown) == 6
    for words in shown:
        command = tree
        while words and hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


@pytest.mark.parametrize("lang", PAGES)
def test_every_exit_code_is_told(lang: str) -> None:
    text = PAGES[lang].read_text("utf-8")
    for code in (console.DONE, console.DATA_PROBLEM, console.USAGE, console.UNREACHABLE, console.PARTIAL,
                 console.LOCKED):
        assert re.search(rf"^\| {code} \|", text, re.MULTILINE)
