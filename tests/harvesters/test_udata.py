"""The API of udata: pages, withdrawals, people, zones, and the real records of data.gouv.fr."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Excluded, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from tests.harvesters.json_mutations import survive
from tests.harvesters.records import CASES, SAMPLES, codes, describe, needs_samples, raws, read, source
from tests.harvesters.registers import tally, values, write

URL = "https://donnees.example/api/1/datasets/?tag=culture&page_size=2"
REAL = SAMPLES / "udata" / "udata-results-a.json"


def dataset(**fields: Any) -> dict[str, Any]:
    changed = "2025-01-02T03:04:05+00:00"
    return {"id": "a1", "title": "Fonds", "frequency": "unknown", "last_modified": changed, **fields}


def page(folder: Path, items: list[Any], url: str = URL, **around: Any) -> list[Item]:
    path = write(folder, {"data": items, "page": 1, "page_size": 2, "next_page": None, "total": len(items), **around})
    return read("udata", path, url)


def said(folder: Path, **fields: Any) -> Description:
    [raw] = raws(page(folder, [dataset(**fields)]))
    return describe("udata", raw)


def incomplete(items: list[Item]) -> list[str]:
    return [item.incomplete for item in items if isinstance(item, Listing) and item.incomplete and item.incomplete_fr]


def followed(items: list[Item]) -> list[Follow]:
    return [item for item in items if isinstance(item, Follow)]


def test_a_page_leads_to_the_next_and_says_how_many_there_are(tmp_path: Path) -> None:
    items = page(tmp_path, [dataset()], total=3, next_page=f"{URL}&page=2")
    assert Listing(expected=3) in items
    assert followed(items) == [Follow(f"{URL}&page=2")]
    assert not incomplete(items)


def test_a_next_page_that_a_proxy_made_insecure_is_asked_for_as_the_first_was(tmp_path: Path) -> None:
    items = page(tmp_path, [dataset()], next_page=f"http{URL.removeprefix('https')}&page=2")
    assert followed(items) == [Follow(f"{URL}&page=2")]


@pytest.mark.parametrize(("url", "following"), [
    (URL, "https://ailleurs.example/api/1/datasets/?page=2"), (f"{URL}&page=2", f"{URL}&page=2"),
    (f"{URL}&page=3", f"{URL}&page=2"), (URL, "https://[x"),
], ids=["another host", "the same page", "a former page", "no address"])
def test_a_next_page_that_leads_astray_makes_the_listing_incomplete(
        tmp_path: Path, url: str, following: str) -> None:
    items = page(tmp_path, [dataset()], url, next_page=following)
    assert not followed(items)
    assert incomplete(items)


def test_an_empty_page_before_the_end_makes_the_listing_incomplete(tmp_path: Path) -> None:
    items = page(tmp_path, [], total=5, next_page=f"{URL}&page=2")
    assert not followed(items)
    assert incomplete(items)


def test_a_page_in_a_file_leads_nowhere_and_tells_the_total(tmp_path: Path) -> None:
    items = page(tmp_path, [dataset()], "file:///tmp/page.json", total=3, next_page=f"{URL}&page=2")
    assert not followed(items)
    assert Listing(expected=3) in items


def test_datasets_without_their_files_are_told_once_or_fetched_one_by_one(tmp_path: Path) -> None:
    listed = dataset(resources={"rel": "subsection", "href": "https://donnees.example/api/2/", "total": 4})
    path, url = write(tmp_path, {"data": [listed], "page": 1, "total": 1}), "https://donnees.example/api/2/datasets/"
    plain, detailed = read("udata", path, url), read("udata", path, url, details=True)
    assert [finding.code for item in plain if isinstance(item, Listing) for finding in item.remarks] == ["MLG-E005"]
    assert len(raws(plain)) == 1
    assert followed(detailed) == [Follow("https://donnees.example/api/1/datasets/a1/", "dataset", detail=True,
                                         changed="2025-01-02T03:04:05+00:00")]


@pytest.mark.parametrize("flag", [
    {"deleted": "2025-01-01T00:00:00+00:00"}, {"archived": "2025-01-01T00:00:00+00:00"}, {"private": True},
    {"deleted_at": "2025-01-01"}, {"archived_at": "2025-01-01"}])
def test_what_is_deleted_archived_or_private_is_withdrawn(tmp_path: Path, flag: dict[str, Any]) -> None:
    [raw] = raws(page(tmp_path, [dataset(**flag)]))
    assert raw.deleted
    assert (raw.key, raw.datestamp) == ("a1", "2025-01-02T03:04:05+00:00")


def test_one_element_that_is_no_object_costs_itself_alone(tmp_path: Path) -> None:
    items = page(tmp_path, [dataset(), "a2", {"title": "Sans id"}, None])
    assert [type(item) for item in items[:4]] == [Raw, Fault, Fault, Fault]
    assert {item.finding.code for item in items if isinstance(item, Fault)} == {"MLG-E001"}


def test_names_and_mailboxes_of_people_are_not_even_in_the_payload(tmp_path: Path) -> None:
    [raw] = raws(page(tmp_path, [dataset(
        owner={"first_name": "Jeanne", "last_name": "Martin"}, description="Écrire à jeanne.martin@a.example.",
        contact_points=[{"name": "Jeanne Martin", "email": "jeanne.martin@a.example", "role": "contact"}])]))
    assert b"artin" not in raw.payload
    assert "MLG-E013" in codes(describe("udata", raw))


@pytest.mark.parametrize(("zone", "place"), [
    ("fr:region:53", "region/53"), ("fr/departement/2A", "departement/2A"),
    ("fr:commune:35238@1942-01-01", "commune/35238"), ("fr:collectivite:987", "collectiviteDOutreMer/987")])
def test_a_zone_of_france_is_a_territory_of_the_cog(tmp_path: Path, zone: str, place: str) -> None:
    assert f"http://id.insee.fr/geo/{place}" in values(said(tmp_path, spatial={"zones": [zone]}), "spatial")


def test_a_zone_that_is_no_territory_of_ours_is_told(tmp_path: Path) -> None:
    assert codes(said(tmp_path, spatial={"zones": ["fr:epci:243500139"]}))["MLG-E014"] == "fr:epci:243500139"
    assert not codes(said(tmp_path, spatial={"zones": ["country:fr"]}))


@pytest.mark.parametrize(("word", "code"), [
    ("annual", "ANNUAL"), ({"id": "semiannual", "label": "x"}, "ANNUAL_2"), ("threeTimesAWeek", "WEEKLY_3"),
    ("punctual", "AS_NEEDED"), ("fifteenMinutes", "15MIN")])
def test_a_frequency_is_one_of_the_eu_list(tmp_path: Path, word: object, code: str) -> None:
    assert values(said(tmp_path, frequency=word), "accrualPeriodicity") == {
        f"http://publications.europa.eu/resource/authority/frequency/{code}"}


def test_an_unknown_frequency_is_told_and_a_missing_one_says_nothing(tmp_path: Path) -> None:
    assert codes(said(tmp_path, frequency="parfois")) == {"MLG-E060": "parfois"}
    assert not codes(said(tmp_path, frequency="unknown"))


@pytest.mark.parametrize("item", [
    {"id": "r", "type": "application", "image": None}, {"id": "t", "name": "Un thème", "class": "Topic"}])
def test_what_is_no_dataset_or_service_is_excluded_by_name(tmp_path: Path, item: dict[str, Any]) -> None:
    [raw] = raws(read("udata", write(tmp_path, [item])))
    with pytest.raises(Excluded, match=r"out of scope|no dataset"):
        describe("udata", raw)


@pytest.mark.parametrize(("content", "code"), [
    ({"message": "Not found"}, "MLG-E002"), ({"features": []}, "MLG-E003"), (3, "MLG-E003"), ("x", "MLG-E003")])
def test_what_is_no_answer_is_refused_with_advice(tmp_path: Path, content: object, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read("udata", write(tmp_path, content))
    assert refused.value.code == code


def test_a_whole_platform_is_asked_for_its_datasets() -> None:
    def first(url: str) -> str:
        declared = source("udata")
        return FORMATS["udata"].first(Source("s", declared.title, url, "udata", declared.licence, declared.file))

    assert first("https://donnees.example/") == "https://donnees.example/api/1/datasets/?page_size=100"
    assert first(URL) == URL


@needs_samples
def test_the_real_records_are_all_accounted_for_and_accepted() -> None:
    live, withdrawn, accepted = tally("udata", REAL)
    excluded = 44
    assert (live, withdrawn) == (55, 0)
    assert accepted >= 11
    assert accepted + excluded == live


@needs_samples
def test_no_user_of_the_real_platform_is_in_a_payload() -> None:
    payloads = b"".join(raw.payload for raw in raws(read("udata", REAL)))
    people = {user[name].encode() for item in orjson.loads(REAL.read_bytes()) for found in item["discussions"]
              for user in [found["user"]] for name in ("slug", "id")}
    assert people
    assert not [name for name in people if name in payloads]


@pytest.mark.parametrize(("name", "described"), [("datasets.json", 100), ("dataservices.json", 60), ("reuses.json", 0)])
def test_any_damage_ends_well(name: str, described: int, tmp_path: Path) -> None:
    assert survive("udata", CASES / "udata" / name, URL, tmp_path, range(120)) >= described
