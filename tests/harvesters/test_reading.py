"""Settling items: each is counted once under a key of its own, in batches of bounded size, with short reasons."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.received import Received
from harvesters.description import Description
from harvesters.reading import MOST_FAULTS, Reader
from harvesters.record import Listing
from harvesters.source import Source
from ontology.concepts import load_concepts
from ontology.minting import Minting
from ontology.terms import DCT, FOAF
from shapes.gate import Gate
from tests.harvesters.records import document
from tests.harvesters.tabular import declare

MAP = '[map]\nkey = "id"\ntitle = "nom"\nhomepage = "site"\n'


@pytest.fixture(scope="module")
def gate() -> Gate:
    return Gate()


def source(folder: Path) -> Source:
    return declare(folder, MAP, kind="tool")


def batches(folder: Path, gate: Gate, rows: Iterator[str] | list[str]) -> list[list[Received]]:
    """The batches of a table of these rows."""
    path = folder / "table.csv"
    path.write_text("\n".join(("id;nom;site", *rows)), "utf-8")
    reader = Reader(source(folder), load_concepts(), Minting("https://data.example/"), gate, {})
    return [event for event in reader.read(document(path)) if isinstance(event, list)]


def test_a_batch_of_long_records_is_a_short_batch(tmp_path: Path, gate: Gate) -> None:
    told = batches(tmp_path, gate, (f"k{number};{'x' * 3_000_000};" for number in range(12)))
    assert [len(batch) for batch in told] == [6, 6]


def test_a_reason_quotes_the_start_and_the_end_of_an_endless_value(tmp_path: Path, gate: Gate) -> None:
    endless = f"javascript:{'x' * 100_000}!"
    (settled,) = batches(tmp_path, gate, [f"{'k' * 100_000};A;{endless}"])
    for finding in (finding for item in settled for finding in item.findings):
        assert max(map(len, (finding.value, finding.fr, finding.en))) < 1_500
    bad_link = next(finding for finding in settled[0].findings if finding.code == "MLG-I001")
    assert bad_link.en.startswith("“javascript:x")
    assert "x!” is not a valid web address" in bad_link.en


def test_a_short_value_is_quoted_whole() -> None:
    made = Description.of_record("https://data.example/id/tool/s--a", "tool", "a", load_concepts())
    made.link(FOAF.homepage, "javascript:alert(1)")
    made.link(DCT.relation, "no address")
    assert [finding.value for finding in made.findings] == ["javascript:alert(1)", "no address"]


def test_a_document_full_of_what_is_no_item_is_not_read_to_its_end(tmp_path: Path, gate: Gate) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(("id;nom;site", "a;A;", *[";B;"] * (MOST_FAULTS + 2_000), "z;Z;")), "utf-8")
    reader = Reader(source(tmp_path), load_concepts(), Minting("https://data.example/"), gate, {})
    told = list(reader.read(document(path)))
    assert MOST_FAULTS < sum(len(event) for event in told if isinstance(event, list)) < MOST_FAULTS + 1_000
    assert [str(MOST_FAULTS) in event.incomplete for event in told if isinstance(event, Listing)] == [True]
