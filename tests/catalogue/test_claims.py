"""Claims are groups of records of different sources, by their surest reason."""

from pathlib import Path

import pytest

from catalogue.claims import Claim, Claims, claims
from catalogue.datadir import DataDirectoryFault
from catalogue.generation import Generation, Manifest
from catalogue.inspection import Inspection, source_of
from shapes.finding import Finding
from shapes.rules import load_rules

BASE = "https://data.example/id/"
RULES = {rule.name: rule for rule in load_rules()}


def lapses(rule: str, value: str, *records: str) -> tuple[tuple[str, Finding], ...]:
    told = RULES[rule]
    return tuple((BASE + record, Finding(told.code, told.severity, told.fr, told.en, told.path, value))
                 for record in records)


def others(told: tuple[tuple[str, Finding], ...], record: str) -> list[tuple[str, str, str]]:
    found = Claims(lambda: Inspection(told)).of(BASE + record)
    return [(claim.iri.removeprefix(BASE), claim.because, claim.level) for claim in found]


def test_a_claim_names_the_other_record_its_source_and_the_reason() -> None:
    told = lapses("identifier-twice", "ROR 05nq3dm39", "hub/one--a", "organization/two--b")
    assert Claims(lambda: Inspection(told)).of(f"{BASE}hub/one--a") == (
        Claim(f"{BASE}organization/two--b", "two", "ROR 05nq3dm39", "identifier"),)
    assert others(told, "organization/two--b") == [("hub/one--a", "ROR 05nq3dm39", "identifier")]
    assert others(told, "hub/one--other") == []


def test_a_record_is_named_once_by_its_surest_reason_and_the_surest_come_first() -> None:
    told = (*lapses("title-twice", "T – P", "course/one--a", "course/two--b"),
            *lapses("title-twice", "T – P", "course/five--e"),
            *lapses("page-twice", "https://s.example/", "course/one--a", "course/two--b", "course/six--f"),
            *lapses("same-as-twice", "https://s.example/1", "course/one--a", "course/two--b"))
    assert others(told, "course/one--a") == [
        ("course/two--b", "https://s.example/1", "identifier"), ("course/six--f", "https://s.example/", "page"),
        ("course/five--e", "T – P", "title")]


def test_records_of_one_source_are_no_claim() -> None:
    assert others(lapses("identifier-twice", "DOI 1", "course/one--a", "course/one--b"), "course/one--a") == []


@pytest.mark.parametrize(("rule", "shown"), [("identifier-twice", 0), ("title-twice", 0), ("page-twice", 2)])
def test_what_a_source_gives_to_several_records_tells_for_none_of_them_but_a_page(rule: str, shown: int) -> None:
    told = lapses(rule, "1", "course/parent--a", "course/parent--b", "course/two--c")
    assert len(others(told, "course/two--c")) == shown


def test_a_page_or_title_of_two_kinds_is_no_claim() -> None:
    for rule in ("page-twice", "title-twice"):
        assert others(lapses(rule, "1", "course/one--a", "organization/two--b"), "course/one--a") == []


def test_lapses_that_claim_nothing_are_left_to_curators() -> None:
    assert others(lapses("dangling-link", "x", "course/one--a", "course/two--b"), "course/one--a") == []
    assert others(lapses("identifier-twice", "1", "course/one--a#p", "course/two--b#p"), "course/one--a#p") == []


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    made = Inspection(lapses("page-twice", "\u202ehttps://s.example/\0", "course/one--a"), ("MLG-J101",))
    (tmp_path / "findings.json").write_bytes(made.serialize())
    assert Inspection.read(tmp_path / "findings.json") == made


@pytest.mark.parametrize("content", [
    b"", b"\xff", b"[]", b"{}", b'{"quads":1,"findings":[]}',
    b'{"quads":1,"lapses":[["i","C","p","v"]],"rules":{},"more":[]}', b'{"quads":1,"lapses":[],"more":1,"rules":{}}',
    b'{"quads":1,"rules":{"C":["odd","",""]},"lapses":[],"more":[]}'])
def test_a_damaged_file_is_told_by_name_and_costs_readers_only_the_claims(tmp_path: Path, content: bytes) -> None:
    manifest = Manifest("g000001", 1, "", "", 1, 0, 0, "", "")
    for name in ("damaged", "gone"):
        generation = Generation(tmp_path / name, manifest)
        if name == "damaged":
            generation.path.mkdir()
            generation.findings.write_bytes(content)
        with pytest.raises(DataDirectoryFault, match="rebuild"):
            Inspection.read(generation.findings)
        assert claims(generation).of(f"{BASE}course/one--a") == ()


def test_claims_are_read_once_for_a_generation_and_only_when_asked_for(tmp_path: Path) -> None:
    generation = Generation(tmp_path, Manifest("g000001", 1, "", "", 1, 0, 0, "", ""))
    made = claims(generation)
    told = lapses("identifier-twice", "1", "course/one--a", "course/two--b")
    generation.findings.write_bytes(Inspection(told).serialize())
    assert len(made.of(f"{BASE}course/one--a")) == 1
    generation.findings.unlink()
    assert len(claims(generation).of(f"{BASE}course/two--b")) == 1


def test_the_source_of_a_record_stands_in_its_address() -> None:
    assert source_of("https://data.example/id/x/id/course/a-source--key-1#p") == "a-source"
