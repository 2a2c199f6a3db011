"""The API describes itself, and its page works without the rest of the web."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from api.parameters import PARAMETERS


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/openapi.json").json()
    return told


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{method} {path}": operation for path, methods in described["paths"].items()
            for method, operation in methods.items()}


def test_operations_have_stable_names(described: dict[str, Any]) -> None:
    names = {told["operationId"] for told in operations(described).values()}
    assert names == {"search", "getRecord", "listSources", "searchPage", "getThing", "getSource", "sourcesPage",
                     "getContext", "getVocabulary", "getVoid", "home", "about", "health", "ready", "listRuns", "getRun",
                     "listChanges", "listRejects", "getHistory", "sourceDesk", "runsPage", "runPage", "historyPage",
                     "getRunThing", "getCatalogue", "getGraph", "listConcepts", "getConceptScheme", "getConcept"}


def test_json_answers_have_a_schema_and_an_example_that_fits_its_required_members(described: dict[str, Any]) -> None:
    for name in ("get /api/v1/search", "get /api/v1/records/{id}", "get /api/v1/sources",
                 "get /api/v1/runs", "get /api/v1/runs/{run}", "get /api/v1/runs/{run}/changes", "get /api/v1/history",
                 "get /api/v1/sources/{name}/rejects"):
        content = operations(described)[name]["responses"]["200"]["content"]["application/json"]
        assert set(content["schema"]["required"]) <= set(content["example"])


def test_every_parameter_of_a_search_is_described_with_an_example(described: dict[str, Any]) -> None:
    told = {one["name"]: one for one in operations(described)["get /api/v1/search"]["parameters"]}
    assert list(told) == list(PARAMETERS)
    assert all(one["description"] and one["example"] for one in told.values())


def test_problems_are_described_as_they_are_answered(client: TestClient, described: dict[str, Any]) -> None:
    for operation in operations(described).values():
        for status, told in operation["responses"].items():
            if status not in ("200", "303"):
                assert list(told["content"]) == ["application/problem+json"]
    schema = operations(described)["get /api/v1/search"]["responses"]["422"]["content"]["application/problem+json"]
    answered = client.get("/api/v1/search?page=x").json()
    assert set(schema["schema"]["required"]) <= set(answered)
    assert "ValidationError" not in str(described)


def test_the_page_of_the_api_is_served_whole_from_here(client: TestClient) -> None:
    page = client.get("/docs").text
    for address in ("/static/vendor/swagger-ui-bundle.js", "/static/vendor/swagger-ui.css", "/static/docs.js"):
        assert address in page
        assert client.get(address).status_code == 200
    assert "validatorUrl: null" in client.get("/static/docs.js").text
