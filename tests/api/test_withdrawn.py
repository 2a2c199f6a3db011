"""What was on line and is gone: 410 with its last known description, in every form; nothing else is remembered."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from pyoxigraph import Dataset, Literal, NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from tests.api.demo_view import BASE, demo_view
from tests.api.demo_withdrawals import ODD_KEY, iri, path, withdrawals_ledger

SYNTAXES = {"jsonld": RdfFormat.JSON_LD, "ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML, "nt": RdfFormat.N_TRIPLES}
DCT = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
GONE = path("course", "partie")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a catalogue that some records have left."""
    data = tmp_path_factory.mktemp("data")
    view = demo_view(tmp_path_factory.mktemp("index"), entries=withdrawals_ledger(data))
    with TestClient(create_app(ApiSettings(data, BASE), views=lambda: view)) as made:
        yield made


@pytest.mark.parametrize("key", ["partie", ODD_KEY, "exclue", "refusee", "defaite"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/ld+json", "application/json"])
def test_what_left_the_catalogue_is_gone_in_every_form(left: TestClient, key: str, accept: str) -> None:
    answer = left.get(path("course", key), headers={"Accept": accept})
    assert answer.status_code == 410
    assert iri("course", key) in answer.text


@pytest.mark.parametrize(("name", "status"), [
    ("course/catalogue--reste", 200), ("course/catalogue--revenue", 200), ("course/catalogue--jamais", 404),
    ("material/catalogue--partie", 404), ("course/catalogue--inconnue", 404), ("course/autre--partie", 404),
    ("course/partie", 404), ("course/catalogue--", 404), ("course/catalogue--inconnue-0123456789", 404),
    ("course/catalogue--partie.docx", 404),
])
def test_what_is_there_or_never_was_is_not_gone(left: TestClient, name: str, status: int) -> None:
    assert left.get(f"/id/{name}").status_code == status


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_the_last_known_description_is_the_same_in_every_syntax(left: TestClient, suffix: str) -> None:
    plain = Dataset(parse(left.get(f"{GONE}.nt").content, format=RdfFormat.N_TRIPLES))
    assert Dataset(parse(left.get(f"{GONE}.{suffix}").content, format=SYNTAXES[suffix])) == plain
    itself, record = NamedNode(iri("course", "partie")), NamedNode(f"{iri('course', 'partie')}#record")
    said = {(quad.subject, quad.predicate.value): quad.object for quad in plain}
    assert said[itself, f"{DCT}title"] == Literal("Dernier titre connu", language="fr")
    assert said[record, f"{PROV}wasInvalidatedBy"] == NamedNode(f"{BASE}id/run/catalogue--3")
    assert said[record, f"{PROV}wasGeneratedBy"] == NamedNode(f"{BASE}id/run/catalogue--2")
    assert str(said[record, f"{PROV}invalidatedAtTime"].value) == "2026-11-22T03:12:00Z"
    assert left.get("/id/run/catalogue--3").status_code == 200


@pytest.mark.parametrize(("language", "said"), [
    ("fr", "Retirée du catalogue le 22 novembre 2026 par le passage catalogue--3"),
    ("en", "Withdrawn from the catalogue on 22 November 2026 by run catalogue--3")])
def test_a_person_reads_since_when_and_by_which_run(left: TestClient, language: str, said: str) -> None:
    answer = left.get(GONE, headers={"Accept": "text/html", "Accept-Language": language})
    assert (answer.status_code, answer.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert said in answer.text
    assert "Dernier titre connu" in answer.text


@pytest.mark.parametrize("address", [f"{GONE}.json", "/api/v1/records/course/catalogue--partie",
                                     "/api/v1/records/catalogue--partie",
                                     "/api/v1/records/https%3A%2F%2Fdata.example.org%2Fid%2Fcourse%2Fcatalogue--partie"])
def test_a_program_reads_a_problem_with_the_last_known_description(left: TestClient, address: str) -> None:
    answer = left.get(address)
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
    assert (told["code"], told["since"], told["run"]) == ("MLG-R006", "2026-11-22T03:12:00Z", "catalogue--3")
    assert (told["state"], told["task"]) == ("gone", "harvest")
    assert told["description"]["title"] == {"fr": "Dernier titre connu"}
    assert len(list(parse(orjson.dumps(told["description"]), format=RdfFormat.JSON_LD))) == 3


def test_why_it_left_is_told(left: TestClient) -> None:
    told = {key: left.get(f"{path('course', key)}.json").json() for key in ("exclue", "refusee", "defaite")}
    assert {key: (one["state"], one["task"]) for key, one in told.items()} == {
        "exclue": ("excluded", "harvest"), "refusee": ("gone", "harvest"), "defaite": ("gone", "rollback")}
    assert told["defaite"]["run"] == "catalogue--6"


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_what_is_gone_is_never_unchanged(left: TestClient, header: str) -> None:
    held = {"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}[header]
    assert left.get(f"{GONE}.ttl", headers={header: held}).status_code == 410
    assert left.get(GONE, headers={header: held, "Accept": "text/html"}).status_code == 410


def test_a_record_that_its_source_now_gives_as_another_kind_has_moved(left: TestClient) -> None:
    for suffix in ("", ".ttl"):
        moved = left.get(path("course", "muee") + suffix, follow_redirects=False)
        assert (moved.status_code, moved.headers["location"]) == (301, path("material", "muee") + suffix)
        assert left.get(moved.headers["location"]).status_code == 200


def test_what_is_gone_is_found_by_no_search(left: TestClient) -> None:
    found = {item["id"] for item in left.get("/api/v1/search?size=100").json()["items"]}
    assert found == {iri("course", "reste"), iri("course", "revenue"), iri("material", "muee")}


def test_without_a_ledger_nothing_is_known_to_be_gone(tmp_path: Path) -> None:
    view = demo_view(tmp_path / "index", entries=[])
    with TestClient(create_app(ApiSettings(tmp_path, BASE), views=lambda: view)) as client:
        assert client.get(GONE).status_code == 404


def test_a_form_that_does_not_exist_is_refused_for_what_is_gone_too(left: TestClient) -> None:
    assert left.get(GONE, headers={"Accept": "application/pdf"}).status_code == 406
