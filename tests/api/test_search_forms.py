"""The same search as page, JSON, CSV and linked data."""

import csv
import io
import re

import pytest
from pyoxigraph import Dataset, NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from ontology.terms import HYDRA
from tests.api.demo_view import BASE

SEARCHES = ["", "q=archivage", "region=53", "type=course&region=53&region=52", "free=true", "q=introuvable",
            "from=2026-12-01", "type=course&sort=title&size=2"]


def rows(client: TestClient, query: str, language: str = "fr") -> list[dict[str, str]]:
    answer = client.get(f"/search.csv?{query}&lang={language}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


@pytest.mark.parametrize("query", SEARCHES)
def test_page_json_and_csv_count_the_same(client: TestClient, query: str) -> None:
    total = client.get(f"/api/v1/search?{query}").json()["total"]
    page = client.get(f"/search?{query}", headers={"Accept": "text/html"}).text
    shown = re.search(r'role="status">(\d+)', page)
    assert shown is not None
    assert int(shown[1]) == total == len(rows(client, query))
    assert client.get(f"/search.json?{query}").json()["total"] == total


@pytest.mark.parametrize("query", ["q=archivage", "type=course&size=3&page=2"])
def test_linked_data_describes_the_page(client: TestClient, query: str) -> None:
    told = client.get(f"/search.json?{query}").json()
    turtle = Dataset(parse(client.get(f"/search.ttl?{query}").content, format=RdfFormat.TURTLE))
    jsonld = Dataset(parse(client.get(f"/search.jsonld?{query}").content, format=RdfFormat.JSON_LD))
    assert turtle == jsonld
    members = {quad.object.value for quad in turtle.quads_for_predicate(HYDRA.member)
               if isinstance(quad.object, NamedNode)}
    assert members == {item["id"] for item in told["items"]}
    [count] = [quad.object for quad in turtle.quads_for_predicate(HYDRA.totalItems)]
    assert getattr(count, "value", "") == str(told["total"])


def test_accept_chooses_the_form_of_a_search(client: TestClient) -> None:
    for accept, expected in [("text/html", "text/html"), ("application/json", "application/json"),
                             ("text/csv", "text/csv"), ("text/turtle", "text/turtle")]:
        answer = client.get("/search?q=archivage", headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(expected)
        assert "Accept" in answer.headers["vary"]
    assert client.get("/search", headers={"Accept": "application/pdf"}).status_code == 406


def test_a_table_names_things_in_the_readers_language(client: TestClient) -> None:
    [french] = rows(client, "tool=registre--sipper")
    [english] = rows(client, "tool=registre--sipper", "en")
    assert french["title"] == "Archivage numérique des fonds de création"
    assert english["title"] == "Digital archiving of creative collections"
    assert (french["modes"], english["modes"]) == ("Hybride | Sur place", "Blended | On site")
    assert (french["next_start"], french["next_place"], french["session_count"]) == ("2027-01-14", "Rennes", "3")
    [linked] = rows(client, "q=froid&type=course")
    assert linked["providers"] == "Réseau des archives de l'Ouest"


def test_no_cell_of_a_table_starts_a_formula(client: TestClient) -> None:
    every = rows(client, "")
    assert len(every) == 30
    assert any(row["title"] == "'=1+1" and row["description"] == "'@SUM(1)" for row in every)
    for row in every:
        for cell in row.values():
            assert not cell.lstrip().startswith(("=", "+", "-", "@")), cell


def test_data_forms_link_their_neighbours(client: TestClient) -> None:
    links = client.get("/search.ttl?size=10&page=2").links
    assert links["next"]["url"] == "/search.ttl?page=3&size=10"
    assert links["prev"]["url"] == "/search.ttl?size=10"
    assert BASE not in links["last"]["url"]
