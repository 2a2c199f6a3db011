"""The register of organisations: dump, archive, pages and single records; whoever has ended is withdrawn."""

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harvesters.formats import FORMATS, json_items
from harvesters.record import Fault, Follow, Item, Listing, Raw, UnreadableDocument
from tests.harvesters.records import CASES, SAMPLES, describe, document, needs_samples, raws, read, source
from tests.harvesters.registers import tally, values, write

DUMP = CASES / "ror" / "dump.json"
PAGE = "https://api.ror.example/v2/organizations?query=laine&page=2"


def organisation(key: str = "0abcdef12", country: str = "FR", **fields: Any) -> dict[str, Any]:
    return {"id": f"https://ror.org/{key}", "names": [{"value": "Laine", "types": ["label"], "lang": "fr"}],
            "locations": [{"geonames_details": {"country_code": country, "name": "Mazamet"}}], **fields}


def of_countries(path: Path, *countries: str) -> list[Item]:
    chosen = replace(source("ror"), options={"country": countries})
    return list(FORMATS["ror"].read(document(path), chosen))


def page(folder: Path, number: int, given: int, total: int, url: str = "") -> list[Item]:
    items = [organisation(f"0{number:02}{at:04}12") for at in range(given)]
    path = write(folder, {"number_of_results": total, "items": items})
    return read("ror", path, url or f"https://api.ror.example/v2/organizations?query=laine&page={number}")


def listings(items: list[Item]) -> list[Listing]:
    return [item for item in items if isinstance(item, Listing)]


def test_the_key_is_the_bare_id_and_the_record_tells_when_it_changed() -> None:
    first = raws(read("ror", DUMP))[0]
    assert (first.key, first.kind, first.datestamp) == ("0aaaaaa11", "organization", "2026-04-14")


def test_inactive_and_withdrawn_organisations_are_withdrawn(tmp_path: Path) -> None:
    told = [organisation("0abcdef01", status="inactive"), organisation("0abcdef02", status="Withdrawn"),
            organisation("0abcdef03", status="active")]
    assert [raw.deleted for raw in raws(read("ror", write(tmp_path, told)))] == [True, True, False]


def test_a_large_dump_gives_the_same_records_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    small = read("ror", DUMP)
    monkeypatch.setattr(json_items, "LARGE", 100)
    assert read("ror", DUMP) == small


def test_the_published_archive_gives_the_records_of_its_dump(tmp_path: Path) -> None:
    path = tmp_path / "v2.0-ror-data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v2.0-ror-data.csv", "id,names\n")
        archive.writestr("v2.0-ror-data.json", b"[" + b" " * 9_000 + b"]")
        archive.write(DUMP, "v2.0-ror-data_schema_v2.json")
    assert [raw.payload for raw in raws(read("ror", path))] == [raw.payload for raw in raws(read("ror", DUMP))]


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 200, None])
def test_an_archive_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "dump.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "nothing here")
    else:
        path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as told:
        read("ror", path)
    assert told.value.code in ("MLG-Z005", "MLG-Z006")


def test_only_the_countries_asked_for_are_listed_and_the_others_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path, [organisation("0abcdef01", "FR"), organisation("0abcdef02", "CH"),
                            organisation("0abcdef03", "RE"), organisation("0abcdef04", "CH", status="inactive")])
    items = of_countries(path, "FR", "RE")
    assert [raw.key for raw in raws(items)] == ["0abcdef01", "0abcdef03"]
    [told] = listings(items)
    assert told.remarks[0].code == "MLG-Z010"
    assert "2 organisations" in told.remarks[0].en
    assert told.expected is None


@pytest.mark.parametrize("wrong", ["france", "fr", ("FR", "Suisse"), 3, True])
def test_an_option_that_is_no_country_is_refused(wrong: str | int | tuple[str, ...]) -> None:
    declared = replace(source("ror"), options={"country": wrong})
    with pytest.raises(UnreadableDocument) as told:
        list(FORMATS["ror"].read(document(DUMP), declared))
    assert told.value.code == "MLG-Z004"


def test_a_page_leads_to_the_next_one_and_tells_the_total(tmp_path: Path) -> None:
    items = page(tmp_path, 2, 20, 45)
    assert Follow(PAGE.replace("page=2", "page=3")) in items
    assert listings(items) == [Listing(expected=45)]


def test_the_last_page_leads_nowhere(tmp_path: Path) -> None:
    items = page(tmp_path, 3, 5, 45)
    assert listings(items) == [Listing(expected=45)]
    assert not any(isinstance(item, Follow) for item in items)


@pytest.mark.parametrize(("number", "given", "total"), [(1, 0, 45), (2, 7, 45), (500, 20, 45_000)])
def test_a_page_that_ends_too_early_makes_the_listing_incomplete(
        tmp_path: Path, number: int, given: int, total: int) -> None:
    items = page(tmp_path, number, given, total)
    assert any(listing.incomplete for listing in listings(items))
    assert not any(isinstance(item, Follow) for item in items)


def test_pages_without_a_query_are_followed_but_never_trusted_to_be_whole(tmp_path: Path) -> None:
    items = page(tmp_path, 1, 20, 45, "https://api.ror.example/v2/organizations?filter=country.country_code:FR")
    assert any("dump" in listing.incomplete for listing in listings(items))
    assert any(isinstance(item, Follow) for item in items)


def test_the_payload_does_not_depend_on_the_order_of_relations_nor_on_parts(tmp_path: Path) -> None:
    parents = [{"type": "parent", "id": f"https://ror.org/0abcdef{at:02}"} for at in range(3)]
    parts = [{"type": "child", "id": "https://ror.org/0zzzzzz12"}]
    made = [raws(read("ror", write(tmp_path, [organisation(relationships=relations)])))[0].payload
            for relations in (parents, parents[::-1] + parts)]
    assert made[0] == made[1]


def test_the_mailbox_of_the_retired_schema_is_not_kept(tmp_path: Path) -> None:
    [raw] = raws(read("ror", write(tmp_path, [organisation(email_address="ada@laine.example")])))
    assert b"ada" not in raw.payload


@pytest.mark.parametrize("content", [{"errors": ["no"]}, "text", 3, None, {"id": "https://ror.org/nonsense"}])
def test_json_of_another_kind_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read("ror", write(tmp_path, content))
    assert told.value.code == "MLG-Z001"


def test_an_element_without_id_costs_one_element(tmp_path: Path) -> None:
    first, second, third = read("ror", write(tmp_path, [None, {"names": []}, organisation()]))
    assert isinstance(first, Fault)
    assert isinstance(second, Fault)
    assert second.finding.code == "MLG-Z003"
    assert isinstance(third, Raw)


@needs_samples
def test_the_table_of_relationships_is_refused_by_name() -> None:
    with pytest.raises(UnreadableDocument) as told:
        read("ror", SAMPLES / "ror" / "ror-relationships.csv")
    assert told.value.code == "MLG-Z002"
    assert "relationships" in told.value.en


@needs_samples
def test_french_organisations_of_the_samples_lie_in_their_regions() -> None:
    regions = [values(describe("ror", raw), "spatial") for name in ("ror-v2-records-a.json", "ror-v1-records.json")
               for raw in raws(read("ror", SAMPLES / "ror" / name)) if b'"country":"FR"' in raw.payload]
    assert len(regions) == 19
    assert all(any("/region/" in iri for iri in found) for found in regions)


@needs_samples
@pytest.mark.parametrize(("name", "live", "withdrawn"), [
    ("ror-v2-records-a.json", 22, 0), ("ror-v1-records.json", 6, 0), ("ror-inactive-withdrawn.json", 0, 4),
    ("ror-api-search-netherlands-escience.json", 20, 0), ("ror-api-test_data_create_valid.json", 0, 1)])
def test_every_live_organisation_of_the_samples_is_accepted(name: str, live: int, withdrawn: int) -> None:
    assert tally("ror", SAMPLES / "ror" / name) == (live, withdrawn, live)
