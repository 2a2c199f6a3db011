"""The page on rejects shows what happens, in both languages, and names every option of the command."""

import re
from pathlib import Path

import pytest
import typer.main

from maillage.cli import app
from tests.docs.pages import ROOT, Reader, blocks, command_on_path, steps
from tests.e2e.conftest import environment

PAGES = {"fr": ROOT / "docs" / "rejets.md", "en": ROOT / "docs" / "rejects.md"}


@pytest.mark.parametrize("language", PAGES)
def test_a_curator_who_follows_the_page_sees_what_it_shows(language: str, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    reader = Reader(tmp_path / "desk", command_on_path(tmp_path / "bin", environment(tmp_path / "desk" / "data")))
    reader.environment["MAILLAGE_LANG"] = language
    assert reader.follow(PAGES[language]) > 6


def test_both_pages_give_the_same_commands_and_files() -> None:
    french, english = ([(block.file, block.text if block.file else [re.sub(r"\s+#.*", "", step.command)
                                                                    for step in steps(block)])
                        for block in blocks(page)] for page in PAGES.values())
    assert french == english


@pytest.mark.parametrize("language", PAGES)
def test_every_option_of_its_own_is_told_and_the_page_is_short(language: str) -> None:
    page = PAGES[language].read_text("utf-8")
    command = typer.main.get_command(app).commands["rejects"]  # type: ignore[attr-defined]
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    shared = {"--sources", "--data", "--engine", "--help"}
    assert [option for option in sorted(options - shared) if not re.search(rf"{option}\b", page)] == []
    assert page.count("\n") <= 150
