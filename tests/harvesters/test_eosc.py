"""The catalogue of EOSC: three models, pages, flags that withdraw, contacts that are persons."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Excluded, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from ontology.concepts import load_concepts
from tests.harvesters.records import MINTING, SAMPLES, codes, describe, needs_samples, raws, read, source
from tests.harvesters.registers import tally, values, write

URL = "https://catalogue.example/api/service/all?quantity=2"
CONCEPT = "https://w3id.org/maillage/concept/"


def service(**fields: Any) -> dict[str, Any]:
    return {"id": "soie.coffre", "name": "Coffre", "webpage": "https://coffre.example.org/", **fields}


def one(folder: Path, content: object, url: str = "") -> Raw:
    [raw] = raws(read("eosc", write(folder, [content]), url))
    return raw


def said(folder: Path, **fields: Any) -> Description:
    return describe("eosc", one(folder, {"service": service(**fields)}))


def page(folder: Path, start: int, end: int, given: int, url: str) -> list[Item]:
    results = [{"service": service(id=f"soie.{start + at}")} for at in range(given)]
    return read("eosc", write(folder, {"total": 5, "from": start, "to": end, "results": results}), url)


def test_a_page_leads_to_the_one_that_begins_where_it_ends(tmp_path: Path) -> None:
    items = page(tmp_path, 0, 2, 2, URL)
    assert Listing(expected=5) in items
    assert Follow(f"{URL}&from=2") in items


def test_the_last_page_leads_nowhere(tmp_path: Path) -> None:
    items = page(tmp_path, 4, 5, 1, f"{URL}&from=4")
    assert [item for item in items if isinstance(item, Listing | Follow)] == [Listing(expected=5)]


@pytest.mark.parametrize(("start", "end", "given", "url"), [
    (2, 2, 0, f"{URL}&from=2"), (0, 2, 2, f"{URL}&from=2"), (2, 4, 0, f"{URL}&from=2"), (0, 2, 2, "file:///tmp/x.json"),
], ids=["does not advance", "is not the one asked for", "is empty", "is a file"])
def test_a_page_that_leads_no_further_makes_the_listing_incomplete(
        tmp_path: Path, start: int, end: int, given: int, url: str) -> None:
    items = page(tmp_path, start, end, given, url)
    assert any(isinstance(item, Listing) and item.incomplete and item.incomplete_fr for item in items)
    assert not any(isinstance(item, Follow) for item in items)


@pytest.mark.parametrize("bundle", [
    {"active": False}, {"suspended": True}, {"latest": False}, {"status": "rejected resource"}])
def test_what_is_switched_off_is_withdrawn(tmp_path: Path, bundle: dict[str, Any]) -> None:
    assert one(tmp_path, {"service": service(), **bundle}).deleted
    assert one(tmp_path, service(**bundle)).deleted is ("status" not in bundle)
    assert not one(tmp_path, {"service": service(), "active": True, "suspended": False, "latest": True}).deleted


def test_a_service_that_was_terminated_is_withdrawn(tmp_path: Path) -> None:
    assert one(tmp_path, service(lifeCycleStatus="life_cycle_status-termination")).deleted
    assert not one(tmp_path, service(lifeCycleStatus="production")).deleted


@pytest.mark.parametrize(("content", "code"), [
    ({"interoperabilityRecord": {"id": "soie.guide"}}, "MLG-Z210"),
    ({"service": service(), "status": "pending resource"}, "MLG-Z211"),
    ({"service": service(), "draft": True}, "MLG-Z211"),
    ({"datasource": {"id": "soie.base", "serviceId": "soie.coffre"}}, "MLG-Z212")])
def test_what_is_out_of_scope_is_excluded_by_name(tmp_path: Path, content: dict[str, Any], code: str) -> None:
    with pytest.raises(Excluded) as told:
        describe("eosc", one(tmp_path, content))
    assert told.value.code == code


@pytest.mark.parametrize(("fields", "path", "kind"), [
    ({"webpage": "https://a.example/"}, "all", "service"), ({"learningOutcomes": []}, "all", "material"),
    ({"legalEntity": True}, "all", "organization"), ({"linkedResource": {}}, "all", "tool"),
    ({"datasourceClassification": "x"}, "all", "data-service"), ({}, "trainingResource/all", "material"),
    ({}, "public/deployableApplication/all", "tool"), ({}, "organisation/all", "organization")])
def test_the_kind_is_told_by_the_fields_or_the_address(
        tmp_path: Path, fields: dict[str, Any], path: str, kind: str) -> None:
    raw = one(tmp_path, {"id": "a.b", "name": "A", **fields}, f"https://catalogue.example/api/{path}")
    assert raw.kind == kind
    assert describe("eosc", raw).iri == MINTING.thing(kind, "s", "a.b")


def test_persons_are_not_kept_and_role_mailboxes_are(tmp_path: Path) -> None:
    contact = {"firstName": "Ada", "lastName": "Encre", "email": "ada.encre@soie.example", "phone": "+33 4 72 00 00 00"}
    raw = one(tmp_path, {"service": service(
        mainContact=contact, publicContacts=[contact, {"email": "info@soie.example"}],
        helpdeskEmail="help@soie.example", securityContactEmail="ada@soie.example",
        description="&lt;p&gt;Ask ada.encre@soie.example&lt;/p&gt;"),
        "metadata": {"registeredBy": "Ada Encre"}})
    assert b"Ada" not in raw.payload
    assert b"ada" not in raw.payload
    assert b"72 00" not in raw.payload
    assert values(describe("eosc", raw), "hasEmail") == {"mailto:info@soie.example", "mailto:help@soie.example"}


@pytest.mark.parametrize(("told", "read_as"), [
    (1533513600000, "2018-08-06T00:00:00+00:00"), ("1533513600000", "2018-08-06T00:00:00+00:00"),
    ("2018-09-05T00:00:00.000Z", "2018-09-05T00:00:00.000Z"), ("2018-09-05", "2018-09-05")])
def test_dates_are_milliseconds_or_written_out(tmp_path: Path, told: object, read_as: str) -> None:
    raw = one(tmp_path, service(lastUpdate=told))
    assert raw.datestamp == read_as
    assert values(describe("eosc", raw), "modified") == {read_as}


def test_terms_may_be_one_or_several(tmp_path: Path) -> None:
    assert values(said(tmp_path, termsOfUse="https://a.example/"), "termsOfService") == {"https://a.example/"}
    assert values(said(tmp_path, termsOfUse=["https://a.example/", "https://b.example/"]), "termsOfService") == {
        "https://a.example/", "https://b.example/"}


def test_codes_that_are_none_of_ours_become_keywords_or_are_told(tmp_path: Path) -> None:
    told = said(tmp_path, targetUsers=["target_user-funders", "target_user-other", "students"],
                categories=[{"category": "category-processing_and_analysis-data_analysis", "subcategory": "x-other"}],
                scientificDomains=[{"scientificDomain": "scientific_domain-natural_sciences",
                                    "scientificSubdomain": "scientific_subdomain-natural_sciences-mathematics"}])
    assert values(told, "keyword") == {"data analysis", "natural sciences", "mathematics"}
    assert values(told, "audience") == {f"{CONCEPT}audience/student"}
    assert codes(told)["MLG-Z220"] == "funders"


def test_providers_are_records_of_the_source_that_is_named(tmp_path: Path) -> None:
    raw = one(tmp_path, service(resourceOrganisation="soie"))
    named = replace(source("eosc"), options={"providers": "eosc-providers"})
    told = FORMATS["eosc"].describe(raw, named, load_concepts(), MINTING)
    assert values(told, "provider") == {MINTING.thing("organization", "eosc-providers", "soie")}
    faulty = replace(source("eosc"), options={"providers": "no such <name>"})
    assert values(FORMATS["eosc"].describe(raw, faulty, load_concepts(), MINTING), "title") == {"Coffre", "soie"}


@pytest.mark.parametrize("content", [{"TRL": [{"id": "trl-1", "name": "1"}]}, {"error": "no"}, 3, None])
def test_json_of_another_kind_is_refused(tmp_path: Path, content: object) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read("eosc", write(tmp_path, content))
    assert told.value.code == "MLG-Z201"


def test_an_element_without_id_costs_one_element(tmp_path: Path) -> None:
    first, second = read("eosc", write(tmp_path, [{"service": {"name": "A"}}, service()]))
    assert isinstance(first, Fault)
    assert first.finding.code == "MLG-Z202"
    assert isinstance(second, Raw)


@needs_samples
@pytest.mark.parametrize(("name", "live"), [
    ("eosc-registry-services.json", 3), ("eosc-jms-service.json", 1), ("eosc_registry_import_output.json", 1)])
def test_every_service_of_the_samples_is_accepted(name: str, live: int) -> None:
    assert tally("eosc", SAMPLES / "eosc" / name) == (live, 0, live)


@needs_samples
def test_the_vocabularies_are_no_listing() -> None:
    with pytest.raises(UnreadableDocument, match="vocabularies are no resources"):
        read("eosc", SAMPLES / "eosc" / "eosc-registry-vocabularies.json")


@needs_samples
def test_markup_that_was_escaped_twice_is_gone() -> None:
    [raw] = raws(read("eosc", SAMPLES / "eosc" / "eosc-jms-service.json"))
    [text] = values(describe("eosc", raw), "description")
    assert "<" not in text
    assert "&" not in text
    assert values(describe("eosc", raw), "serviceType") == {f"{CONCEPT}service-type/compute"}
