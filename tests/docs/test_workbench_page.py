"""The pages on the workbench: what they show happens, in both languages, and they tell every option and limit."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.workbench.asked import LARGEST_PAGE
from api.workbench.desk import OPTIONS
from maillage import jobs
from tests.demo import serving
from tests.docs.pages import ROOT, Reader, blocks, command_on_path, steps
from tests.e2e.conftest import environment, maillage

pytestmark = pytest.mark.xdist_group("workbench")
PAGES = {"fr": ROOT / "docs" / "atelier.md", "en": ROOT / "docs" / "workbench.md"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbench page") / "data"
    assert maillage("harvest", "exemples-poles", data=folder).code == 0
    return folder


@pytest.fixture(scope="module")
def token(data: Path) -> str:
    return maillage("token", "create", "docs", data=data).out.strip()


@pytest.fixture(scope="module")
def address(data: Path, token: str) -> Iterator[str]:
    assert token
    with serving(data) as where:
        for _ in range(600):
            if httpx.get(f"{where}ready").status_code == 200:
                break
            time.sleep(0.1)
        yield where


@pytest.mark.parametrize("language", PAGES)
def test_a_curator_who_follows_the_page_sees_what_it_shows(
        language: str, data: Path, token: str, address: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    told = environment(data) | {"MAILLAGE_LANG": language, "TOKEN": token}
    reader = Reader(tmp_path, command_on_path(tmp_path / "bin", told), address)
    assert reader.follow(PAGES[language]) > 10


def test_both_pages_give_the_same_commands() -> None:
    french, english = ([step.command for block in blocks(PAGES[language]) for step in steps(block)]
                       for language in ("fr", "en"))
    assert french == english


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_every_action_option_and_limit_is_told(page: Path) -> None:
    text = page.read_text("utf-8")
    for verb, options in OPTIONS.items():
        row = re.search(rf"^\| `/api/v1/\S+/{verb}` \|.*\| (.*) \|$", text, re.MULTILINE)
        assert row, verb
        assert re.findall(r"`(\w+)`", row[1]) == list(options)
    assert re.search(rf"\(50, (au plus|at most) {LARGEST_PAGE}\)", text)
    assert re.search(rf"\s{jobs.WAITING} (peuvent attendre|may wait)", text)
    assert text.count("\n") <= 150


def test_the_told_bounds_of_a_job_are_those_in_force() -> None:
    text = " ".join(PAGES["en"].read_text("utf-8").split())
    assert f"more than {jobs._LONGEST_OUTPUT >> 20} MiB" in text
    assert f"more than {jobs._LONGEST_JOB / 3600:.0f} hours" in text
