"""Files are counted in blocks, as a store reads them."""

from pathlib import Path

import pytest

from catalogue import figures
from catalogue.figures import count_files, count_lines
from tests.catalogue.counting import ntriples

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize("block", [1, 200, 1 << 20])
def test_a_thing_counts_once_wherever_a_block_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int,
) -> None:
    monkeypatch.setattr(figures, "_BLOCK", block)
    told = [statement for number in range(50) for statement in (
        f"<http://x/{number}> {TYPE} <http://x/A>",
        *(f'<http://x/{number}> <http://x/p> "{value}"' for value in range(number % 7)))]
    (tmp_path / "things.nt").write_bytes(ntriples(*told))
    counted = count_files([tmp_path / "things.nt"]).figures
    assert (counted.triples, counted.subjects, counted.objects, counted.entities) == (len(told), 50, 7, 50)
    assert counted.classes == {"http://x/A": 50}
    assert counted.properties["http://x/p"] == (len(told) - 50, 42)
    assert counted.within["http://x/A"]["http://x/p"] == len(told) - 50


def test_an_empty_file_counts_nothing(tmp_path: Path) -> None:
    (tmp_path / "none.nt").write_bytes(b"")
    assert count_files([tmp_path / "none.nt"]).figures == figures.Figures()


@pytest.mark.parametrize(("first", "second"), [
    (f'"1"^^<{XSD}boolean>', f'"true"^^<{XSD}boolean>'), (f'"1.50"^^<{XSD}decimal>', f'"1.5"^^<{XSD}decimal>'),
    (f'"2026-05-02T10:00:00.0Z"^^<{XSD}dateTime>', f'"2026-05-02T10:00:00+00:00"^^<{XSD}dateTime>'),
])
def test_two_spellings_of_a_value_are_one_object_of_one_statement(first: str, second: str) -> None:
    counted = count_lines([f"<http://x/a> <http://x/p> {one} .\n".encode() for one in (first, second)]).figures
    assert (counted.triples, counted.objects) == (1, 1)


def test_text_that_looks_like_a_typed_value_is_text() -> None:
    lines = [f"<http://x/a> <http://x/p> {text} .\n".encode() for text in ('"1 <b>"', '"\\"1\\"^^<b>"', '"é > è"@fr')]
    assert count_lines(lines).figures.objects == 3
