"""Pages that do not answer are told where their record is shown."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from catalogue.links import Unreachable, own_pages
from search.query import SearchQuery
from tests.api.demo_view import BASE


@pytest.fixture
def dead(view: View) -> tuple[str, str]:
    """A record that leads to a page, and that page."""
    for item in view.every(SearchQuery(), 100):
        iri = orjson.loads(item)["id"]
        stored = view.get(iri)
        for url in own_pages(stored.ntriples) if stored else ():
            return iri.removeprefix(BASE), url
    raise AssertionError("no record of the demo leads to a page")


@pytest.fixture
def known() -> dict[str, Unreachable]:
    return {}


@pytest.fixture
def client(view: View, known: Mapping[str, Unreachable], tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(ApiSettings(tmp_path, BASE), views=lambda: view)
    app.state.unreachable = lambda: known
    with TestClient(app) as made:
        yield made


def missed(url: str) -> Unreachable:
    return Unreachable(url, "2026-11-19T03:12:00Z", "2026-11-21T03:12:00Z", 404, "MLG-N121",
                       "l'adresse n'existe <plus>", "the address is <gone>")


def test_a_record_tells_since_when_its_page_does_not_answer_and_why(
        client: TestClient, dead: tuple[str, str], known: dict[str, Unreachable]) -> None:
    name, url = dead
    known[url] = missed(url)
    for lang, words in (("fr", "Page injoignable.*19 novembre 2026.*&lt;plus&gt;"),
                        ("en", "Page unreachable.*19 November 2026.*&lt;gone&gt;")):
        page = client.get(f"/{name}", headers={"Accept": "text/html", "Accept-Language": lang}).text
        assert re.search(words, page, re.DOTALL)
    told = client.get(f"/{name}.json").json()["unreachable"]
    assert told == [{"url": url, "since": "2026-11-19T03:12:00Z", "status": 404,
                     "reason": {"fr": "l'adresse n'existe <plus>", "en": "the address is <gone>"}}]


def test_a_page_that_comes_back_makes_another_answer_of_the_same_generation(
        client: TestClient, dead: tuple[str, str], known: dict[str, Unreachable]) -> None:
    name, url = dead
    known[url] = missed(url)
    for address in (f"/{name}", f"/{name}.json"):
        tag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        found = known.pop(url)
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
        known[url] = found


def test_a_record_whose_pages_answer_says_nothing_of_it(client: TestClient, dead: tuple[str, str]) -> None:
    name, _ = dead
    assert client.get(f"/{name}.json").json()["unreachable"] == []
    assert "injoignable" not in client.get(f"/{name}", headers={"Accept-Language": "fr"}).text
