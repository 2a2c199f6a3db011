"""Registers of organisations and services: recognised by themselves alone, and read whatever stands in them."""

from pathlib import Path

import orjson
import pytest

from harvesters.formats import FORMATS
from harvesters.record import Excluded, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from tests.harvesters.json_mutations import mutated
from tests.harvesters.records import CASES, SAMPLES, describe, needs_samples, raws, read, triples
from tests.harvesters.registers import write

REGISTERS = ("eosc", "re3data", "rnsr", "ror")
_START = 65_536
# Beside the listings: a table, vocabularies.
_NO_LISTINGS = {"ror-relationships.csv", "eosc-registry-vocabularies.json"}


def _sound(form: str, items: list[Item]) -> None:
    """Every item is one of the four, and every record is mapped the same twice."""
    assert all(isinstance(item, Raw | Fault | Follow | Listing) for item in items)
    for raw in raws(items):
        assert raw.key
        try:
            first, second = describe(form, raw), describe(form, raw)
        except Excluded:
            continue
        assert first.serialize() == second.serialize()
        assert triples(first)


@needs_samples
@pytest.mark.parametrize("form", REGISTERS)
def test_a_register_recognises_its_own_samples_and_no_other(form: str) -> None:
    recognised = {path for path in SAMPLES.rglob("*") if path.is_file()
                  and FORMATS[form].recognise(path.read_bytes()[:_START], "")}
    own = {path for path in (SAMPLES / form).iterdir() if path.name not in _NO_LISTINGS}
    assert recognised == own


@pytest.mark.parametrize("form", REGISTERS)
def test_a_register_recognises_its_cases_also_when_cut(form: str) -> None:
    for path in (CASES / form).glob("*.[jx]*"):
        whole = path.read_bytes()
        assert FORMATS[form].recognise(whole, "")
        assert FORMATS[form].recognise(whole[:len(whole) * 3 // 4], "")


@pytest.mark.parametrize("times", [2, 12])
@pytest.mark.parametrize("form", ["eosc", "rnsr", "ror"])
def test_values_of_any_kind_at_any_place_are_survived(tmp_path: Path, form: str, times: int) -> None:
    [path] = (CASES / form).glob("*.json")
    whole = orjson.loads(path.read_bytes())
    for seed in range(60):
        try:
            _sound(form, read(form, write(tmp_path, mutated(whole, seed, times))))
        except UnreadableDocument as told:
            assert told.fr != told.en  # noqa: PT017  either outcome is sound


@pytest.mark.parametrize("form", REGISTERS)
def test_a_document_cut_anywhere_is_read_or_refused(tmp_path: Path, form: str) -> None:
    [whole, *_] = [path.read_bytes() for path in sorted((CASES / form).glob("*.[jx]*"))]
    path = tmp_path / "cut"
    for end in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:end])
        with pytest.raises(UnreadableDocument):
            read(form, path)


def test_elements_in_any_disorder_are_survived(tmp_path: Path) -> None:
    path = tmp_path / "record.xml"
    names = ("repositoryName", "institution", "policy", "policyURL", "databaseLicense", "repositoryIdentifier",
             "api", "endDate", "lastUpdate", "repositoryLanguage", "institutionIdentifier", "subject", "contentType")
    for text in ("", " ", "\u202e", "https://[x", "10.1/", "doi:", "x" * 5_000, "<a><b/>t</a>", "9999-99-99", "&#233;"):
        fields = "".join(f"<{outer} language='{outer}'>{text}<{inner}>{text}</{inner}></{outer}>"
                         for outer in names for inner in names[:4])
        path.write_text("<re3data><repository><re3data.orgIdentifier>r3d100000001</re3data.orgIdentifier>"
                        f"{fields}</repository></re3data>", "utf-8")
        _sound("re3data", read("re3data", path))
