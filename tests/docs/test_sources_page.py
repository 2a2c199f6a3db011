"""The page on source files: its examples load, and it tells every key."""

import re
from pathlib import Path

import pytest

from harvesters import field_declaration, source
from harvesters.formats import FORMATS
from harvesters.map_declaration import BESIDE
from harvesters.source import load_sources
from harvesters.tables.grid import GridOptions

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def test_the_examples_load_together(tmp_path: Path) -> None:
    for number, example in enumerate(EXAMPLES):
        (tmp_path / f"{number}.toml").write_text(example, "utf-8")
    assert [loaded.name for loaded in load_sources(tmp_path, FORMATS)] == ["poles-bretagne", "formations-ecole"]


@pytest.mark.parametrize("key", [*source.KEYS, *BESIDE, *field_declaration.KEYS, *GridOptions.__slots__])
def test_every_key_stands_in_a_table_of_the_page(key: str) -> None:
    firsts = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    assert any(f"`{key}`" in first for first in firsts)


def test_every_key_that_the_page_tells_exists() -> None:
    firsts = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    told = {key for first in firsts for key in re.findall(r"`(\w+)`", first)}
    assert told == {*source.KEYS, *BESIDE, *field_declaration.KEYS, *GridOptions.__slots__}


def test_the_page_is_short() -> None:
    assert PAGE.count("\n") <= 150
