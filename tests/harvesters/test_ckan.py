"""The action API of CKAN and DKAN: pages, names, errors in their words, withdrawals, people, and the real samples."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Fault, Follow, Item, Listing, UnreadableDocument
from harvesters.source import Source
from tests.harvesters.json_mutations import survive
from tests.harvesters.records import CASES, SAMPLES, codes, describe, needs_samples, raws, read, source
from tests.harvesters.registers import tally, values, write

API = "https://portail.example/data/api/3/action"
SEARCH = f"{API}/package_search?q=culture&rows=2"


def package(**fields: Any) -> dict[str, Any]:
    return {"id": "a1", "name": "fonds", "title": "Fonds", "metadata_modified": "2025-01-02T03:04:05.6", **fields}


def search(folder: Path, given: list[Any], count: object, url: str = SEARCH) -> list[Item]:
    return read("ckan", write(folder, {"success": True, "result": {"count": count, "results": given}}), url)


def show(folder: Path, result: object, url: str = f"{API}/package_show?id=fonds") -> list[Item]:
    return read("ckan", write(folder, {"help": "…", "success": True, "result": result}), url)


def said(folder: Path, **fields: Any) -> Description:
    [raw] = raws(show(folder, package(**fields)))
    return describe("ckan", raw)


def followed(items: list[Item]) -> list[Follow]:
    return [item for item in items if isinstance(item, Follow)]


def refusal(folder: Path, content: object, status: int = 200) -> UnreadableDocument:
    document = Document(write(folder, content), SEARCH, status=status)
    with pytest.raises(UnreadableDocument) as refused:
        list(FORMATS["ckan"].read(document, source("ckan")))
    return refused.value


def test_a_search_goes_on_behind_the_rows_that_were_given(tmp_path: Path) -> None:
    items = search(tmp_path, [package(), package(id="a2")], 5)
    assert Listing(expected=5) in items
    assert followed(items) == [Follow(f"{SEARCH}&start=2")]
    assert followed(search(tmp_path, [package()], 5, f"{SEARCH}&start=2")) == [Follow(f"{SEARCH}&start=3")]
    assert not followed(search(tmp_path, [package()], 5, f"{SEARCH}&start=4"))


@pytest.mark.parametrize(("given", "count"), [(0, 5), (1, None), (1, "5"), (1, -1), (1, True),
                                             (2, 1), (1, 0)])
def test_a_search_that_gives_nothing_or_a_false_count_is_incomplete(tmp_path: Path, given: int, count: object) -> None:
    items = search(tmp_path, [package()] * given, count)
    assert not followed(items)
    assert [item for item in items if isinstance(item, Listing) and item.incomplete and item.incomplete_fr]


def test_an_empty_portal_is_a_whole_listing(tmp_path: Path) -> None:
    assert search(tmp_path, [], 0) == [Listing(expected=0)]


def test_a_list_of_names_leads_to_each_package(tmp_path: Path) -> None:
    items = show(tmp_path, ["fonds", "a b/c"], f"{API}/package_list")
    assert items == [Follow(f"{API}/package_show?id=fonds", "package", detail=True),
                     Follow(f"{API}/package_show?id=a%20b%2Fc", "package", detail=True)]


def test_a_list_of_names_in_a_file_is_no_list_of_datasets(tmp_path: Path) -> None:
    [fault] = show(tmp_path, ["fonds"], "file:///tmp/names.json")
    assert isinstance(fault, Fault)
    assert fault.finding.code == "MLG-E120"


def test_lists_by_offset_are_read_until_they_end(tmp_path: Path) -> None:
    url = f"{API}/current_package_list_with_resources?limit=2"
    full, short = [package(), package(id="a2")], [package()]
    assert followed(show(tmp_path, full, url)) == [Follow(f"{url}&offset=2")]
    assert followed(show(tmp_path, full, f"{url}&offset=2")) == [Follow(f"{url}&offset=4")]
    assert not followed(show(tmp_path, short, f"{url}&offset=4"))


def test_dkan_puts_lists_into_lists(tmp_path: Path) -> None:
    assert [raw.key for raw in raws(show(tmp_path, [[package()], [package(id="a2")]]))] == ["a1", "a2"]


def test_dumps_are_read_as_a_list_or_line_by_line(tmp_path: Path) -> None:
    lines = tmp_path / "dump.jsonl"
    lines.write_bytes(b"\n".join(orjson.dumps(package(id=f"a{number}")) for number in range(3)) + b"\n")
    assert [raw.key for raw in raws(read("ckan", lines))] == ["a0", "a1", "a2"]
    assert len(raws(read("ckan", write(tmp_path, [package(), package(id="a2")])))) == 2


@pytest.mark.parametrize(("content", "status", "words"), [
    ({"success": False, "error": {"__type": "Search Error", "message": "Bad sort"}}, 409, "Search Error: Bad sort"),
    ({"success": False, "error": {"rows": ["Must be a number"]}}, 409, "rows: Must be a number"),
    ({"success": False, "error": "Access denied"}, 200, "Access denied"),
    ({"success": False, "error": "x", "result": []}, 200, "x"),
    ("Bad request - JSON Error", 400, "Bad request"), ({}, 418, "HTTP 418")])
def test_an_error_is_told_in_the_words_of_the_portal(
        tmp_path: Path, content: object, status: int, words: str) -> None:
    refused = refusal(tmp_path, content, status)
    assert refused.code == "MLG-E121"
    assert words in refused.fr
    assert words in refused.en


@pytest.mark.parametrize("content", [{"features": []}, 3, None, {"success": True, "result": 3}])
def test_what_is_no_answer_is_refused_with_advice(tmp_path: Path, content: object) -> None:
    assert refusal(tmp_path, content).code == "MLG-E122"


@pytest.mark.parametrize(("fields", "withdrawn"), [
    ({"state": "deleted"}, True), ({"state": "draft"}, True), ({"state": "active", "private": True}, True),
    ({"state": "active", "private": False}, False), ({"state": "Active", "private": True}, False)])
def test_what_is_deleted_or_private_is_withdrawn_unless_dkan_says_so(
        tmp_path: Path, fields: dict[str, Any], withdrawn: bool) -> None:
    [raw] = raws(show(tmp_path, package(**fields)))
    assert raw.deleted is withdrawn
    assert raw.datestamp == "2025-01-02T03:04:05.6"


def test_mailboxes_of_people_are_not_even_in_the_payload(tmp_path: Path) -> None:
    [raw] = raws(show(tmp_path, package(
        author="Léa Petit", author_email="lea.petit@a.example", maintainer="Léa Petit", creator=[{"name": "Léa Petit"}],
        notes="Écrire à lea.petit@a.example", extras=[{"key": "contact-email", "value": "lea.petit@a.example"}],
        contact=[{"name": "Léa Petit", "email": "lea.petit@a.example"}],
        resources=[{"url": "https://a.example/", "description": "lea.petit@a.example"}])))
    assert b"etit" not in raw.payload


def test_a_package_has_the_page_of_its_portal_and_its_own(tmp_path: Path) -> None:
    assert values(said(tmp_path, url="https://ailleurs.example/"), "landingPage") == {
        "https://portail.example/data/dataset/fonds", "https://ailleurs.example/"}


@pytest.mark.parametrize("extras", [[{"key": "frequency", "value": "weekly"}], {"frequency": "R/P1W"}])
def test_extras_are_pairs_or_an_object(tmp_path: Path, extras: object) -> None:
    assert values(said(tmp_path, extras=extras), "accrualPeriodicity") == {
        "http://publications.europa.eu/resource/authority/frequency/WEEKLY"}


def test_texts_by_language_stand_in_objects_or_in_packed_text(tmp_path: Path) -> None:
    for title in ({"fr": "Cartes", "en_GB": "Maps"}, '{"fr": "Cartes", "en_GB": "Maps"}'):
        assert values(said(tmp_path, title=title), "title") == {"Cartes", "Maps"}
    assert values(said(tmp_path, title="{ Cartes }"), "title") == {"{ Cartes }"}


def test_a_licence_that_all_files_carry_is_the_datasets(tmp_path: Path) -> None:
    told = said(tmp_path, resources=[{"url": f"https://a.example/{n}", "license": "odc-odbl"} for n in range(2)])
    assert values(told, "license") == {"http://publications.europa.eu/resource/authority/licence/ODC_BL"}
    assert "MLG-E131" in codes(told)


def test_a_showcase_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(Excluded, match="showcase"):
        said(tmp_path, type="showcase")


@pytest.mark.parametrize(("written", "read_as"), [
    ("mar, 10/12/2019 - 09:23", "2019-12-10T09:23:00"), ("Tue, 12/10/2019 - 09:23", "2019-12-10T09:23:00"),
    ("Date changed  jeu, 19/12/2019 - 03:00", "2019-12-19T03:00:00")])
def test_the_weekday_tells_the_order_of_day_and_month(tmp_path: Path, written: str, read_as: str) -> None:
    assert values(said(tmp_path, metadata_created=written), "issued") == {read_as}


def test_a_date_whose_weekday_is_wrong_is_told(tmp_path: Path) -> None:
    assert codes(said(tmp_path, metadata_created="lun, 10/12/2019 - 09:23")) == {"MLG-D001": "lun, 10/12/2019 - 09:23"}


def test_a_whole_portal_is_searched_oldest_first() -> None:
    def first(url: str) -> str:
        declared = source("ckan")
        return FORMATS["ckan"].first(Source("s", declared.title, url, "ckan", declared.licence, declared.file))

    everything = "https://portail.example/api/3/action/package_search?sort=metadata_created+asc&rows=100"
    assert first("https://portail.example/") == everything
    assert first("https://portail.example/api/3/action/package_search") == everything
    assert first(SEARCH) == SEARCH
    assert first(f"{API}/package_list") == f"{API}/package_list"


@needs_samples
@pytest.mark.parametrize(("name", "records"), [
    ("catalog_datasets_list.json", 2), ("ckan_dataset_multilingual.json", 1), ("ckan_full_dataset_dcat_ap.json", 1),
    ("dkan-french-w-license.json", 1)])
def test_every_sample_is_read_and_accepted(name: str, records: int) -> None:
    assert tally("ckan", SAMPLES / "ckan" / name) == (records, 0, records)


@needs_samples
@pytest.mark.parametrize("name", ["ckan_full_dataset_dcat_ap.json", "dkan-french-w-license.json"])
def test_any_damage_to_a_sample_ends_well(name: str, tmp_path: Path) -> None:
    assert survive("ckan", SAMPLES / "ckan" / name, SEARCH, tmp_path, range(80)) > 40


def test_any_damage_to_a_search_ends_well(tmp_path: Path) -> None:
    assert survive("ckan", CASES / "ckan" / "search.json", SEARCH, tmp_path, range(150)) > 150
