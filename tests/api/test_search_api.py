"""`/api/v1/search`: parameters in, one page of one generation out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

SEARCH = "/api/v1/search"


def test_an_answer_has_what_the_contract_says(client: TestClient) -> None:
    told = client.get(SEARCH, params={"q": "archivage", "region": "53"}).json()
    assert set(told) == {"total", "page", "size", "generation", "items", "facets", "links"}
    assert (told["total"], told["page"], told["size"], told["generation"]) == (2, 1, 20, "g000001")
    assert {item["path"] for item in told["items"]} == {
        "/id/course/catalogue--archivage", "/id/course/catalogue--donnees"}
    assert {"value": "53", "label": {"fr": "Bretagne", "en": "Brittany"}, "count": 2} in told["facets"]["region"]
    assert {"value": "52", "label": {"fr": "Pays de la Loire", "en": "Pays de la Loire"}, "count": 1} in (
        told["facets"]["region"])


def test_codes_of_one_facet_add_up_and_facets_narrow(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"{SEARCH}?{query}").json()["total"])

    assert total("region=53") + total("region=52") == total("region=53&region=52")
    assert total("region=53&type=course") < total("region=53")
    assert total("region=Bretagne") == total("region=53")
    assert total("free=true") == 2
    assert total("tool=registre--sipper") == 1


@pytest.mark.parametrize("facet", ["tool", "source", "type", "region"])
def test_every_count_is_the_total_of_its_search(client: TestClient, facet: str) -> None:
    counts = client.get(SEARCH).json()["facets"][facet]
    assert counts
    for one in counts:
        assert client.get(SEARCH, params={facet: one["value"]}).json()["total"] == one["count"], one


def test_names_of_tools_and_sources_are_theirs(client: TestClient) -> None:
    facets = client.get(SEARCH).json()["facets"]
    assert {"value": "registre--sipper", "label": {"fr": "Sipper", "en": "Sipper"}, "count": 1} in facets["tool"]
    assert facets["source"][0]["label"] == {"fr": "Registre des outils", "en": "Registre des outils"}


def test_pages_follow_their_links_and_never_overlap(client: TestClient) -> None:
    address, seen = f"{SEARCH}?size=7&sort=title", list[str]()
    while address:
        told = client.get(address).json()
        seen += [item["id"] for item in told["items"]]
        address = told["links"].get("next", "")
    assert len(seen) == len(set(seen)) == told["total"] == 30
    assert told["page"] == 5
    links = told["links"]
    assert "prev" in links
    assert urlsplit(links["last"]).path == SEARCH
    assert parse_qs(urlsplit(links["csv"]).query) == {"sort": ["title"], "page": ["5"], "size": ["7"]}


def test_a_page_past_the_last_is_empty_and_points_back(client: TestClient) -> None:
    told = client.get(SEARCH, params={"page": "100000", "size": "100"}).json()
    assert told["items"] == []
    assert told["total"] == 30
    assert "next" not in told["links"]
    assert client.get(told["links"]["prev"]).json()["items"]


def test_a_period_and_an_area_narrow(client: TestClient) -> None:
    def found(**parameters: str) -> set[str]:
        return {item["path"].rpartition("--")[2] for item in client.get(SEARCH, params=parameters).json()["items"]}

    assert found(**{"from": "2026-12-02", "to": "2026-12-08"}) == {"rencontre", "photogrammetrie"}
    assert found(bbox="-5.2,47.2,-1,48.9") == found(near="48.11,-1.68,30")


@pytest.mark.parametrize(("query", "status", "code", "parameter", "near"), [
    ("regoin=53", 400, "MLG-Q001", "regoin", "region"),
    ("region=Bretange", 422, "MLG-Q002", "region", "53"),
    ("type=cours", 422, "MLG-Q002", "type", "course"),
    ("source=registe", 422, "MLG-Q002", "source", "registre"),
    ("tool=registre--siper", 422, "MLG-Q002", "tool", "registre--sipper"),
    ("page=0", 422, "MLG-Q003", "page", ""),
    ("page=٣", 422, "MLG-Q003", "page", ""),
    ("size=101", 422, "MLG-Q003", "size", ""),
    ("size=1e2", 422, "MLG-Q003", "size", ""),
    ("from=2027-13-01", 422, "MLG-Q003", "from", ""),
    ("from=2027-W01-1", 422, "MLG-Q003", "from", ""),
    ("bbox=1,2,3", 422, "MLG-Q003", "bbox", ""),
    ("bbox=nan,0,1,1", 422, "MLG-Q003", "bbox", ""),
    ("near=48,2,inf", 422, "MLG-Q003", "near", ""),
    ("sort=magic", 422, "MLG-Q003", "sort", ""),
    ("q=a&q=b", 422, "MLG-Q004", "q", ""),
    ("q=" + "a" * 501, 422, "MLG-Q003", "q", ""),
])
def test_a_wrong_parameter_is_a_problem_that_helps(
        client: TestClient, query: str, status: int, code: str, parameter: str, near: str) -> None:
    answer = client.get(f"{SEARCH}?{query}")
    told = answer.json()
    assert answer.status_code == told["status"] == status
    assert (told["code"], told["parameter"]) == (code, parameter)
    assert near in told.get("nearest", [""])


@pytest.mark.parametrize("text", [
    "l'encodage", '"non fermé', "a AND (b OR", "{{7*7}}", "}{", "\x00\x1f", "🦆" * 60, "?s ?p ?o }", "%00", "a:b^2~",
])
def test_any_words_can_be_searched(client: TestClient, text: str) -> None:
    for path in (SEARCH, "/search", "/search.csv", "/search.ttl"):
        assert client.get(path, params={"q": text}).status_code == 200


def test_empty_fields_of_a_form_ask_nothing(client: TestClient) -> None:
    assert client.get(f"{SEARCH}?q=&region=&from=&sort=&page=&bbox=").json()["total"] == 30


def test_an_answer_held_already_is_304_and_another_question_is_not(client: TestClient) -> None:
    tag = client.get(SEARCH, params={"q": "archivage"}).headers["etag"]
    assert client.get(SEARCH, params={"q": "archivage"}, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(SEARCH, params={"q": "versement"}, headers={"If-None-Match": tag}).status_code == 200
