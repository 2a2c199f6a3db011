"""Every error is a problem document, in the reader's language, with a number."""

import pytest
from starlette.testclient import TestClient

from api.problems import Problem, echo, problem_types

CASES = [
    ("GET", "/nowhere", 404, "MLG-H404"),
    ("GET", "/id/course/none--none", 404, "MLG-R001"),
    ("GET", "/id/source/none", 404, "MLG-R002"),
    ("POST", "/api/v1/search", 405, "MLG-H405"),
    ("DELETE", "/search", 405, "MLG-H405"),
    ("GET", "/api/v1/search?nope=1", 400, "MLG-Q001"),
    ("GET", "/api/v1/search?page=x", 422, "MLG-Q003"),
    ("GET", "/search?q=" + "a" * 9000, 414, "MLG-H414"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), CASES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_error_is_a_problem_document(
        client: TestClient, method: str, path: str, status: int, code: str, language: str) -> None:
    answer = client.request(method, path, headers={"Accept-Language": language})
    told = answer.json()
    assert answer.status_code == told["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]
    assert told["code"] == code
    assert told["title"] == problem_types()[code].title[language]
    assert told["type"] == f"/about#{code}"
    assert told["request_id"] == answer.headers["x-request-id"]
    assert "{" not in told["detail"]
    assert "–" not in told["detail"]


def test_a_refused_method_names_those_that_are_taken(client: TestClient) -> None:
    answer = client.put("/search")
    assert answer.headers["allow"] == "GET"
    assert "PUT" in answer.json()["detail"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_person_reads_an_error_as_a_page(client: TestClient, language: str) -> None:
    answer = client.get("/search?region=Atlantide", headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    assert "MLG-Q002" in answer.text
    assert answer.headers["x-request-id"] in answer.text


def test_a_program_reads_an_error_as_a_document_even_in_a_browser(client: TestClient) -> None:
    answer = client.get("/api/v1/search?page=x", headers={"Accept": "text/html"})
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", problem_types().values(), ids=lambda kind: kind.code)
def test_every_problem_speaks_both_languages_and_is_explained(client: TestClient, kind: object) -> None:
    assert isinstance(kind, type(problem_types()["MLG-H404"]))
    assert set(kind.title) == set(kind.detail) == {"fr", "en"}
    assert 400 <= kind.status < 600
    assert f'id="{kind.code}"' in client.get("/about", headers={"Accept": "text/html"}).text


def test_what_was_received_is_never_a_template(client: TestClient) -> None:
    told = client.get("/api/v1/search", params={"{path.__class__}": "{0}", "region": "{request_id}"}).json()
    assert "{path.__class__}" in told["detail"]
    told = client.get("/api/v1/search", params={"region": "{request_id}"}).json()
    assert "{request_id}" in told["detail"]


def test_what_was_received_is_shown_short_and_harmless() -> None:
    assert echo("a\r\nb\x00\u202e") == "a�\nb��"
    assert len(echo("x" * 5000)) == 201
    assert Problem("MLG-H404", path="x").detail("en").startswith("There is nothing at “x”.")
