"""The pages on named queries list all of them, and show what happens."""

import shutil
from pathlib import Path

import pytest

from tests.demo import Demo
from tests.docs.pages import ROOT, Reader, blocks, command_on_path, steps
from tests.docs.query_tables import PAGES, below_heading, tables
from tests.e2e.conftest import environment


@pytest.mark.parametrize("language", PAGES)
def test_the_page_lists_every_query_with_question_and_parameters(language: str) -> None:
    written = "write them anew with `python -m tests.docs.query_tables`"
    assert below_heading(PAGES[language], language) == tables(language), written


@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("language", PAGES)
def test_the_queries_answer_on_the_demo_as_the_page_shows(
        language: str, demo: Demo, served: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "sparql").symlink_to(ROOT / "sparql")
    reader = Reader(desk, command_on_path(tmp_path / "bin", environment(demo.data)), served)
    assert reader.follow(PAGES[language]) == 5


def test_both_pages_give_the_same_commands() -> None:
    told = [[step.command.replace("&p_language=en", "") for block in blocks(page) for step in steps(block)]
            for page in PAGES.values()]
    assert told[0] == told[1]
