"""A theme: a folder whose templates and static files go before the built-in ones."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from tests.api.demo_view import BASE


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "static").mkdir()
    return tmp_path


def themed(theme: Path, view: View) -> TestClient:
    return TestClient(create_app(ApiSettings(theme, BASE, "Un portail", theme), views=lambda: view))


def test_a_theme_replaces_a_template_and_a_style(theme: Path, view: View) -> None:
    (theme / "templates" / "problem.html").write_text("<!doctype html><h1>{{ site }} : {{ heading }}</h1>")
    (theme / "static" / "site.css").write_text(":root { --brand: red }")
    client = themed(theme, view)
    assert client.get("/no", headers={"Accept": "text/html"}).text == (
        "<!doctype html><h1>Un portail : Page introuvable</h1>")
    assert client.get("/static/site.css").text == ":root { --brand: red }"
    assert client.get("/static/icons.svg").status_code == 200
    assert "<title>Un portail" in client.get("/").text


def test_a_changed_theme_changes_the_tags_of_pages(theme: Path, view: View) -> None:
    before = themed(theme, view).get("/").headers["etag"]
    assert themed(theme, view).get("/").headers["etag"] == before
    (theme / "templates" / "home.html").write_text("autre")
    assert themed(theme, view).get("/").headers["etag"] != before


def test_a_style_sheet_is_kept_for_ever_under_its_stamp_only(client: TestClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "?v=" in address
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/site.css").headers["cache-control"] == "no-cache"
    held = client.get(address).headers["etag"]
    assert client.get(address, headers={"If-None-Match": held}).status_code == 304
