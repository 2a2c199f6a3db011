"""What holds for every request and response."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.edge import LONGEST_BODY
from api.part import Part
from api.settings import ApiSettings
from tests.api.demo_view import BASE

PATHS = ["/", "/search", "/id/course/catalogue--archivage", "/api/v1/search", "/openapi.json", "/static/site.css",
         "/nowhere", "/health", "/docs"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_common_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "'unsafe-inline'" not in headers["content-security-policy"] or path == "/docs"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-maillage-generation"] == "g000001"
    assert len(headers["x-request-id"]) == 16


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert head.headers.get("etag") == whole.headers.get("etag")
    assert head.headers.get("content-length") == whole.headers.get("content-length")


def test_other_origins_may_read_and_nothing_else(client: TestClient) -> None:
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    answer = client.options("/api/v1/search", headers=asked)
    assert answer.status_code == 204
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert client.post("/sparql").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.post("/api/v1/search").headers


@pytest.mark.parametrize("host", ["evil.example", "[", "a b", "", "x" * 300, "evil.example/<script>"])
@pytest.mark.parametrize("path", ["/", "/no", "//evil.example/", "/sources/", "/api/v1/search", "/search.ttl", "/docs"])
def test_the_name_of_the_host_is_never_believed(client: TestClient, path: str, host: str) -> None:
    answer = client.get(f"http://testserver{path}", headers={"Host": host, "Accept": "text/html"})
    assert answer.status_code in (200, 404, 406)
    assert 'href="//' not in answer.text
    assert "http://evil" not in answer.text + str(answer.headers)


def test_answers_are_compressed_for_those_who_can_read_it(client: TestClient) -> None:
    packed = client.get("/search", headers={"Accept-Encoding": "gzip", "Accept": "text/html"})
    plain = client.get("/search", headers={"Accept-Encoding": "identity", "Accept": "text/html"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["etag"] == plain.headers["etag"]
    assert packed.headers["etag"].startswith("W/")


@pytest.fixture
def part_client(tmp_path: Path, view: View) -> Iterator[TestClient]:
    """An application with a part that reads bodies and one that fails."""
    router = APIRouter()

    @router.post("/read")
    async def read(body: dict[str, str]) -> dict[str, str]:
        return body

    @router.get("/broken")
    async def broken() -> None:
        raise RuntimeError("a secret of the house")

    app = create_app(ApiSettings(tmp_path, BASE), [Part("part", router, lambda: False)], views=lambda: view)
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def test_a_body_is_bounded_whether_or_not_it_says_its_length(part_client: TestClient) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(LONGEST_BODY // 1024 + 2):
            yield b" " * 1024

    announced = part_client.post("/read", content=b" " * (LONGEST_BODY + 1))
    assert (announced.status_code, announced.json()["code"]) == (413, "MLG-H413")
    assert part_client.post("/read", content=pieces()).status_code in (400, 413)
    assert part_client.post("/read", json={"a": "b"}).json() == {"a": "b"}


def test_a_body_of_the_wrong_shape_is_a_problem(part_client: TestClient) -> None:
    answer = part_client.post("/read", json=["a"])
    assert (answer.status_code, answer.json()["code"]) == (422, "MLG-H422")


def test_an_unforeseen_error_is_logged_under_the_number_that_is_told(
        part_client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    answer = part_client.get("/broken")
    told = answer.json()
    assert (answer.status_code, told["code"]) == (500, "MLG-H500")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert told["request_id"] in told["detail"]
    assert told["request_id"] in caplog.text
    assert "a secret of the house" in caplog.text
    assert "a secret of the house" not in answer.text


def test_a_part_that_is_not_ready_makes_the_service_wait(part_client: TestClient, client: TestClient) -> None:
    waiting = part_client.get("/ready")
    assert (waiting.status_code, waiting.json()["waiting"]) == (503, ["part"])
    assert waiting.headers["retry-after"] == "5"
    assert client.get("/ready").json() == {"status": "ready", "generation": "g000001", "records": 30}


def test_without_a_generation_the_process_lives_and_nothing_is_answered(empty_client: TestClient) -> None:
    assert empty_client.get("/health").json() == {"status": "alive"}
    for path in ("/ready", "/", "/search", "/api/v1/search", "/id/course/a--b", "/sources", "/ns/"):
        answer = empty_client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (503, "MLG-H503"), path
        assert answer.headers["retry-after"] == "5"
    page = empty_client.get("/", headers={"Accept": "text/html"})
    assert page.status_code == 503
    assert "<html" in page.text
