"""The question at the top of the README has the answers that the README shows."""

import csv
import io
import re

import httpx
import pytest

from tests.docs.pages import README, blocks

pytestmark = pytest.mark.xdist_group("demo")


def rows(text: str) -> list[list[list[str]]]:
    """The rows of a table; a group's order is nobody's promise."""
    return [[sorted(cell.split(", ")) for cell in row] for row in csv.reader(io.StringIO(text))]


def test_the_query_has_the_shown_answers(served: str) -> None:
    shown = {block.language: block.text for block in reversed(blocks(README))}
    answered = httpx.get(f"{served}sparql", params={"query": shown["sparql"]}, headers={"Accept": "text/csv"})
    assert rows(answered.text) == rows(shown["csv"])


def test_the_told_number_is_that_of_the_shown_answers() -> None:
    text = README.read_text("utf-8")
    told = re.search(r"it has (\d+) answers", text)
    shown = next(block.text for block in blocks(README) if block.language == "csv")
    assert told
    assert int(told[1]) == len(rows(shown)) - 1 > 0


def test_the_told_number_of_records_is_that_of_the_demo(served: str) -> None:
    told = re.search(r"bundled sources \((\d+) records\)", README.read_text("utf-8"))
    assert told
    assert httpx.get(f"{served}ready").json()["records"] == int(told[1])
