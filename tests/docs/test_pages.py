"""What the pages show is what happens: their commands are run and their answers compared."""

import re
import shutil
from pathlib import Path

import pytest

from tests.demo import Demo
from tests.docs.pages import API, GUIDES, PAGES, README, ROOT, Reader, agrees, blocks, command_on_path, steps
from tests.e2e.conftest import environment

pytestmark = pytest.mark.xdist_group("demo")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "sparql").symlink_to(ROOT / "sparql")
    return Reader(folder, command_on_path(tmp_path / "bin", environment(folder / "data")))


@pytest.mark.parametrize("page", [README, API], ids=lambda page: page.name)
def test_commands_and_addresses_answer_on_the_demo_as_the_page_shows(
        page: Path, reader: Reader, demo: Demo, served: str) -> None:
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    reader.environment["MAILLAGE_DATA"] = str(demo.data)
    reader.address = served
    assert reader.follow(page) > 4


@pytest.mark.parametrize("language", GUIDES)
def test_a_curator_who_follows_the_guide_sees_what_it_shows(language: str, reader: Reader) -> None:
    reader.environment["MAILLAGE_LANG"] = language
    assert reader.follow(GUIDES[language]) > 10


def test_both_guides_give_the_same_commands_and_files() -> None:
    french, english = ([(block.file, block.text if block.file else [re.sub(r"\s+#.*", "", step.command)
                                                                    for step in steps(block)])
                        for block in blocks(GUIDES[language])] for language in ("fr", "en"))
    assert french == english


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_is_told_only_what_it_knows(page: Path) -> None:
    for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


@pytest.mark.parametrize(("page", "most"), [(README, 200), (GUIDES["fr"], 150), (GUIDES["en"], 150)],
                         ids=lambda told: getattr(told, "name", ""))
def test_a_page_is_short(page: Path, most: int) -> None:
    assert page.read_text("utf-8").count("\n") <= most


@pytest.mark.parametrize(("shown", "answered", "same"), [
    ("a  b\nc", "a b c\n", True), ("a … c", "a b c", True), ("a … d", "a b c", False), ("a b", "a b c", False),
    ('{"a": [1, …], …}', '{"a":[1,2],"b":{}}', True), ("1 2", "12", False), ("… b … b", "a b c", False),
    ("…\nb\n…", "a b c", True), ("a…a", "a", False), ("… c … b …", "a b c", False), ("", "a", False),
])
def test_an_answer_agrees_with_what_is_shown_but_for_what_was_left_out(shown: str, answered: str, same: bool) -> None:
    assert agrees(shown, answered) is same
