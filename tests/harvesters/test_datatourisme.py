"""Fluxes of DATAtourisme: archives, indexes and objects; dates, prices, people; bounds; the real samples."""

import zipfile
from pathlib import Path
from typing import Any

import orjson
import pytest

from harvesters.description import Description
from harvesters.formats.datatourisme import archive
from harvesters.record import Excluded, Fault, Follow, Listing, Raw, UnreadableDocument
from tests.harvesters.json_mutations import survive
from tests.harvesters.records import CASES, SAMPLES, codes, describe, needs_samples, raws, read
from tests.harvesters.registers import tally, values, write

FOLDER = SAMPLES / "datatourisme"
OBJECTS = sorted(FOLDER.glob("dt-*.json"))


def poi(number: int = 1, *types: str, **fields: Any) -> dict[str, Any]:
    iri = f"https://data.datatourisme.fr/9/0a1b2c3d-0000-3000-8000-{number:012}"
    told = {"@id": iri, "@type": list(types) or ["CulturalEvent", "Concert"], "rdfs:label": {"fr": ["Concert"]}}
    return {**told, **fields}


def entry(number: int) -> dict[str, Any]:
    return {"label": "Concert", "lastUpdateDatatourisme": "2027-01-06T03:00:00Z", "file": f"0/0a/{number}.json"}


def flux(folder: Path, members: dict[str, object]) -> Path:
    path = folder / "flux.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content if isinstance(content, bytes) else orjson.dumps(content))
    return path


def said(folder: Path, *types: str, **fields: Any) -> Description:
    [raw] = raws(read("datatourisme", write(folder, poi(1, *types, **fields))))
    return describe("datatourisme", raw)


def period(start: str, end: str, begins: str = "", ends: str = "") -> dict[str, str]:
    return {"startDate": start, "endDate": end, **({"startTime": begins} if begins else {}),
            **({"endTime": ends} if ends else {})}


@pytest.mark.parametrize("prefix", ["", "flux-12/"])
def test_an_archive_gives_what_its_index_lists_and_what_it_forgot(tmp_path: Path, prefix: str) -> None:
    items = read("datatourisme", flux(tmp_path, {
        f"{prefix}context.jsonld": {"@vocab": "x"}, f"{prefix}index.json": [entry(1), entry(2)],
        **{f"{prefix}objects/0/0a/{number}.json": poi(number) for number in (1, 2, 3)}}))
    assert items[0] == Listing(expected=2)
    assert [raw.key[-1] for raw in raws(items)] == ["1", "2", "3"]
    assert raws(items)[0].place == "flux.zip, objects/0/0a/1.json, 9-0a1b2c3d-0000-3000-8000-000000000001"


def test_an_object_that_is_missing_or_broken_costs_itself_alone(tmp_path: Path) -> None:
    items = read("datatourisme", flux(tmp_path, {
        "index.json": [entry(1), entry(2), entry(3), {"file": "../../etc/passwd.json"}, 5],
        "objects/0/0a/1.json": poi(1), "objects/0/0a/3.json": b"{"}))
    assert items[0] == Listing(expected=5)
    assert [type(item) for item in items[1:]] == [Raw, Fault, Fault, Fault, Fault]
    faults = [item for item in items if isinstance(item, Fault)]
    assert {fault.finding.code for fault in faults} == {"MLG-E201"}
    assert "objects/0/0a/2.json is not in the archive" in faults[0].finding.en


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    path = flux(tmp_path, {"index.json": [entry(1)], "objects/0/0a/1.json": poi(1)})
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UnreadableDocument) as refused:
        read("datatourisme", path)
    assert refused.value.code == "MLG-E203"


@pytest.mark.parametrize("members", [{"index.json": {}}, {"a.txt": b""}, {"index.json": []}])
def test_an_archive_without_objects_is_refused(tmp_path: Path, members: dict[str, object]) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read("datatourisme", flux(tmp_path, members))
    assert refused.value.code == "MLG-E202"


def test_an_archive_that_would_fill_the_memory_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read("datatourisme", flux(tmp_path, {"index.json": [entry(1)], "objects/0/0a/1.json": bytes(20 << 20)}))
    assert refused.value.code == "MLG-E204"


def test_an_archive_is_bounded_in_size_and_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = flux(tmp_path, {"index.json": [entry(1)], "objects/0/0a/1.json": poi(1)})
    for bound in ("_MOST_BYTES", "_MOST_MEMBERS"):
        with monkeypatch.context() as lower:
            lower.setattr(archive, bound, 1)
            with pytest.raises(UnreadableDocument) as refused:
                read("datatourisme", path)
        assert refused.value.code == "MLG-E204"


def test_a_member_whose_size_lies_costs_itself_alone(tmp_path: Path) -> None:
    path = flux(tmp_path, {"objects/0/0a/1.json": poi(1), "objects/0/0a/2.json": poi(2)})
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 24:at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(content)
    assert [type(item) for item in read("datatourisme", path)] == [Fault, Raw]


def test_an_index_leads_to_its_objects_and_says_when_each_changed(tmp_path: Path) -> None:
    path = write(tmp_path, [entry(1), entry(2)])
    wanted = Follow("objects/0/0a/1.json", "object", detail=True, changed="2027-01-06T03:00:00Z")
    assert read("datatourisme", path, "https://a.example/flux/index.json")[0] == wanted
    beside = read("datatourisme", path, folder="")
    assert [item.url for item in beside if isinstance(item, Follow)] == ["0/0a/1.json", "0/0a/2.json"]


@pytest.mark.parametrize("file", ["../x.json", "/etc/x.json", "https://b.example/x.json", "a/../../x.json", "x.xml", 3])
def test_an_index_leads_nowhere_but_below_itself(tmp_path: Path, file: object) -> None:
    [item] = read("datatourisme", write(tmp_path, [{"label": "x", "file": file}]))
    assert isinstance(item, Fault)


def test_the_context_of_a_folder_is_no_object_and_other_files_are_refused(tmp_path: Path) -> None:
    assert read("datatourisme", write(tmp_path, {"@vocab": "https://a.example/", "kb": "x"})) == []
    with pytest.raises(UnreadableDocument) as refused:
        read("datatourisme", write(tmp_path, {"name": "x"}))
    assert refused.value.code == "MLG-E202"


def test_when_the_register_touched_an_object_does_not_change_its_payload(tmp_path: Path) -> None:
    first, second = (raws(read("datatourisme", write(tmp_path, poi(1, lastUpdateDatatourisme=moment))))[0]
                     for moment in ("2027-01-06T03:00:00Z", "2027-01-07T03:00:00Z"))
    assert first.payload == second.payload
    assert second.datestamp == "2027-01-07T03:00:00Z"


@pytest.mark.parametrize(("periods", "start", "end"), [
    ([period("2027-03-12", "2027-03-12", "20:30:00", "22:00:00")], "2027-03-12T20:30:00", "2027-03-12T22:00:00"),
    ([period("2027-03-12", "2027-03-12", "20:30:00", "00:30:00")], "2027-03-12", "2027-03-12"),
    ([period("2027-03-12", "2027-03-12", "20:30:00")], "2027-03-12T20:30:00", "2027-03-12"),
    ([period("2027-04-01", "2027-04-30", "09:00"), period("2027-03-01", "2027-03-02")], "2027-03-01", "2027-04-30"),
], ids=["an evening", "past midnight", "no end", "several periods"])
def test_an_event_lasts_from_its_first_moment_to_its_last(
        tmp_path: Path, periods: list[dict[str, str]], start: str, end: str) -> None:
    told = said(tmp_path, takesPlaceAt=periods)
    assert (values(told, "startDate"), values(told, "endDate")) == ({start}, {end})


def offer(price: str = "", policy: str = "") -> dict[str, Any]:
    return {"schema:price": price, "schema:priceCurrency": "EUR",
            **({"hasEligiblePolicy": {"@id": f"kb:{policy}"}} if policy else {})}


@pytest.mark.parametrize(("prices", "free"), [
    ([offer("0", "Free")], {"true"}), ([offer(policy="Free")], {"true"}), ([offer("5"), offer("0", "Free")], {"false"}),
    ([offer(policy="Free"), offer(policy="BaseRateFullRate")], set()), ([], set())])
def test_only_what_costs_nobody_anything_is_free(tmp_path: Path, prices: list[dict[str, Any]], free: set[str]) -> None:
    told = said(tmp_path, offers=[{"schema:priceSpecification": prices}])
    assert values(told, "isAccessibleForFree") == free


def test_people_and_their_numbers_are_not_even_in_the_payload(tmp_path: Path) -> None:
    person = {"@type": ["schema:Person", "Agent"], "schema:familyName": "Martin", "schema:legalName": "Jeanne Martin",
              "schema:email": ["jeanne.martin@a.example"], "schema:telephone": ["+33 6 00 00 00 00"]}
    [raw] = raws(read("datatourisme", write(tmp_path, poi(
        hasContact=[person], hasBookingContact=[person], hasBeenCreatedBy=person,
        hasDescription=[{"dc:description": {"fr": ["jeanne.martin@a.example ou 06 00 00 00 00 (1835-1893)"]}}]))))
    assert b"artin" not in raw.payload
    assert b"00 00" not in raw.payload
    assert b"(1835-1893)" in raw.payload


@pytest.mark.parametrize(("address", "region"), [
    ({"hasAddressCity": {"insee": "97411"}}, "04"), ({"schema:postalCode": "20600"}, "94"),
    ({"hasAddressCity": [{"isPartOfDepartment": [{"insee": "29"}]}]}, "53")])
def test_an_event_lies_in_the_region_of_its_commune_department_or_postcode(
        tmp_path: Path, address: dict[str, Any], region: str) -> None:
    told = said(tmp_path, isLocatedAt=[{"schema:address": [address]}])
    assert f"http://id.insee.fr/geo/region/{region}" in values(told, "spatial")


def test_a_position_that_is_none_is_told(tmp_path: Path) -> None:
    geo = {"schema:latitude": "91", "schema:longitude": "2"}
    assert codes(said(tmp_path, isLocatedAt=[{"schema:geo": geo}])) == {"MLG-E211": "91 2"}


@pytest.mark.parametrize(("types", "theme", "kind"), [
    (["SportsEvent"], "", ""), (["CulturalEvent", "SportsEvent"], "", "event"), (["CulturalSite"], "", "place"),
    (["Course"], "Ceramic", "course"), (["Course"], "Gastronomy", ""), (["EquipmentRental"], "", ""),
    (["Restaurant"], "", "")])
def test_culture_is_in_scope_and_the_rest_is_excluded_by_name(
        tmp_path: Path, types: list[str], theme: str, kind: str) -> None:
    themes = [{"@id": f"kb:{theme}", "@type": ["CulturalTheme"]}] if theme else []
    [raw] = raws(read("datatourisme", write(tmp_path, poi(1, *types, hasTheme=themes))))
    assert raw.kind == kind
    if not kind:
        with pytest.raises(Excluded, match=types[0]):
            describe("datatourisme", raw)


@needs_samples
@pytest.mark.parametrize("path", OBJECTS, ids=lambda path: path.name[3:30])
def test_every_real_object_is_accepted(path: Path) -> None:
    assert tally("datatourisme", path) == (1, 0, 1)


@needs_samples
def test_the_real_index_leads_to_all_its_objects() -> None:
    items = read("datatourisme", FOLDER / "index-first-200.json")
    assert len(items) == 200
    assert len({item.url for item in items if isinstance(item, Follow) and item.detail and item.changed}) == 200


@needs_samples
def test_any_damage_to_a_real_object_ends_well(tmp_path: Path) -> None:
    assert sum(survive("datatourisme", path, "", tmp_path, range(15)) for path in OBJECTS) > 120


def test_any_damage_to_a_list_of_objects_ends_well(tmp_path: Path) -> None:
    assert survive("datatourisme", CASES / "datatourisme" / "objects.json", "", tmp_path, range(100)) > 200
