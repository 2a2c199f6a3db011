"""`maillage query`: named queries with their parameters, files and standard input."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo import Demo
from tests.e2e.conftest import maillage

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a schema:Course }"


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Which training sessions start on or after a date"), ("fr", "Quelles sessions de formation")])
def test_without_an_argument_the_named_queries_are_listed(demo: Demo, language: str, words: str) -> None:
    listed = maillage("query", data=demo.data, MAILLAGE_LANG=language)
    assert (listed.code, words in listed.out) == (0, True), listed.out


def test_a_value_of_a_parameter_may_be_a_name_or_a_code(demo: Demo) -> None:
    told = [maillage("query", "trainings-of-a-region", "--param", f"region={region}", data=demo.data)
            for region in ("Bretagne", "53")]
    assert told[0].out == told[1].out
    assert told[0].out.count("\n") > 2


def test_a_text_of_ones_own_comes_from_a_file_or_from_standard_input(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text(COUNT, "utf-8")
    from_file = maillage("query", str(tmp_path / "own.rq"), data=demo.data)
    assert from_file.code == 0
    assert from_file.out == maillage("query", "-", data=demo.data, stdin=COUNT).out


@pytest.mark.parametrize(("arguments", "words"), [
    (("trainings-of-a-regio",), "the nearest known name is “trainings-of-a-region”"),
    (("trainings-of-a-region", "-p", "regio=53"), "the nearest known name is “region”"),
    (("trainings-of-a-region", "-p", "region"), "NAME=VALUE"),
    (("-", "-p", "region=53"), "Only named queries have parameters"),
    (("no/such/file.rq",), "cannot be read"),
    (("trainings-of-a-region", "--format", "cvs"), "csv")])
def test_a_mistake_is_told_with_what_was_meant(demo: Demo, arguments: tuple[str, ...], words: str) -> None:
    told = maillage("query", *arguments, data=demo.data, stdin=COUNT)
    assert told.code == 2
    assert words in told.err
    assert "Traceback" not in told.err
