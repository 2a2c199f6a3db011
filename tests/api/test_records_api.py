"""`/api/v1/records/{id}` and hostile identifiers."""

from urllib.parse import quote

import orjson
import pytest
from pyoxigraph import Dataset, RdfFormat, parse
from starlette.testclient import TestClient

from tests.api.demo_view import BASE

IRI = f"{BASE}id/course/catalogue--archivage"
RECORDS = "/api/v1/records"


@pytest.mark.parametrize("name", [
    "course/catalogue--archivage", "catalogue--archivage", quote(IRI, safe=""), IRI, "id/course/catalogue--archivage",
])
def test_a_record_is_found_by_each_of_its_names(client: TestClient, name: str) -> None:
    told = client.get(f"{RECORDS}/{name}").json()
    assert told["id"] == IRI
    assert told["generation"] == "g000001"


def test_a_record_tells_where_it_comes_from_and_where_its_forms_are(client: TestClient) -> None:
    told = client.get(f"{RECORDS}/course/catalogue--archivage").json()
    assert told["provenance"] == {
        "source": "catalogue", "title": {"fr": "Catalogue de l'Atelier des fonds", "en": "Catalogue of the workshop"},
        "key": "archivage", "licence": "LO-OL-2.0", "run": 7, "read": "2026-11-20T03:12:00Z", "changed": "2026-11-18",
        "warnings": 2, "stale": False,
    }
    for address in told["links"].values():
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 200
    described = client.get(f"{RECORDS}/course/catalogue--archivage").json()["description"]
    assert described["title"]["fr"] == "Archivage numérique des fonds de création"


def test_the_description_is_json_ld_by_itself(client: TestClient) -> None:
    described = orjson.dumps(client.get(f"{RECORDS}/catalogue--archivage").json()["description"])
    plain = client.get("/id/course/catalogue--archivage.nt").content
    assert Dataset(parse(described, format=RdfFormat.JSON_LD)) == Dataset(parse(plain, format=RdfFormat.N_TRIPLES))


HOSTILE = [
    "%2e%2e", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cwindows", "a%00b", "%00", "A--B", "é--é",
    "catalogue--archivage%0d%0aX-Evil:1", "catalogue--archivage;x", "a" * 129, "%F0%9F%A6%86", "%ff%fe", "%E2%80%AE",
    "catalogue--archivage%2f..", "{{7*7}}", "<script>", "' OR 1=1--", "no-such-thing", "catalogue--archivage.ttl.nt",
    " ", "*",
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("path", ["/id/course/{}", "/id/{}/catalogue--archivage", "/id/source/{}", f"{RECORDS}/{{}}",
                                  f"{RECORDS}/course/{{}}", "/static/{}", "/ns/{}", "/search.{}"])
def test_a_hostile_identifier_is_not_found(client: TestClient, path: str, name: str) -> None:
    answer = client.get(path.format(name), headers={"Accept": "text/html"})
    assert answer.status_code in (400, 404)
    assert "x-evil" not in answer.headers
    assert "<script>alert" not in answer.text
    assert "root:" not in answer.text


def test_a_record_that_is_gone_names_neighbours_of_its_source(client: TestClient) -> None:
    told = client.get("/id/course/catalogue--archivage-ancien").json()
    assert told["code"] == "MLG-R001"
    assert len(told["neighbours"]) == 5
    assert {neighbour["kind"] for neighbour in told["neighbours"]} == {"course"}
    page = client.get("/id/course/catalogue--archivage-ancien", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert f'href="{told["neighbours"][0]["path"]}"' in page.text


def test_sources_are_listed(client: TestClient) -> None:
    told = client.get("/api/v1/sources").json()
    assert told["total"] == 5
    for source in told["items"]:
        assert client.get(source["links"]["records"]).json()["total"] == source["records"]
