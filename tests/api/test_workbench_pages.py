"""The pages of the workbench say what needs somebody, in words, with every figure a link."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.pages.elapsed import ago, lasted, moment
from api.pages.strings import Words
from api.pages.workbench.naming import named
from api.pages.workbench.sparkline import sparkline
from api.settings import ApiSettings
from tests.api.demo_desk import DemoDesk
from tests.api.demo_ledger import demo_ledger
from tests.api.demo_view import BASE
from tests.api.test_pages import Reading

NOW = datetime(2026, 11, 22, 5, 12, tzinfo=UTC)
HTML = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def desked(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The application with a desk, which knows all demo sources but `agenda`."""
    data = tmp_path_factory.mktemp("data")
    demo_ledger(data)
    app = create_app(ApiSettings(data, BASE), views=lambda: view, desk=DemoDesk(), today=lambda: date(2026, 11, 22),
                     now=lambda: NOW)
    with TestClient(app) as made:
        yield made


def text(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("&#39;", "'").split())


def row(client: TestClient, source: str) -> str:
    page = client.get("/sources", headers=HTML).text
    found = next(part for part in page.split("<tr")[1:] if f'href="/sources/{source}"' in part)
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_the_dashboard_begins_with_what_needs_somebody(client: TestClient) -> None:
    shown = text(client, "/sources")
    assert "2 sources need an action" in shown
    order = re.findall(r'href="/sources/([\w-]+)"', client.get("/sources", headers=HTML).text)
    assert order == ["agenda", "registre", "catalogue", "eco", "poles"]


def test_a_row_says_the_last_run_in_a_word_when_it_was_and_what_it_changed(client: TestClient) -> None:
    assert "Applied 2 h ago" in row(client, "catalogue")
    assert "+0 0 added" in row(client, "catalogue")
    assert "Waiting 2 h ago nothing written" in row(client, "registre")
    assert "Everything would disappear." in row(client, "registre")
    assert "Failed" in row(client, "agenda")
    assert "Applied 2 days ago" in row(client, "eco")


def test_refusals_lead_to_their_causes_and_records_to_their_search(client: TestClient) -> None:
    page = client.get("/sources", headers=HTML).text
    assert '<a href="/sources/catalogue#rejects">3</a>' in page
    assert 'href="/search?source=catalogue">10</a>' in page
    assert 'id="rejects"' in client.get("/sources/catalogue", headers=HTML).text


def test_a_line_of_two_weeks_has_words_for_it(client: TestClient) -> None:
    lines = [attributes for tag, attributes in Reading(client.get("/sources", headers=HTML).text).elements
             if tag == "svg" and "spark" in attributes.get("class", "")]
    assert len(lines) == 5
    assert all(line["role"] == "img" and "Records on line by day: " in line["aria-label"] for line in lines)


def test_a_server_without_a_desk_offers_no_action(client: TestClient, desked: TestClient) -> None:
    for path in ("/sources", "/sources/catalogue", "/runs/catalogue--14"):
        assert "<form method" not in client.get(path, headers=HTML).text
        assert '<form method="post"' in desked.get(path, headers=HTML).text


def test_each_action_asks_for_a_token_in_a_field_that_hides_it(desked: TestClient) -> None:
    for path in ("/sources", "/sources/catalogue", "/runs/catalogue--14"):
        elements = Reading(desked.get(path, headers=HTML).text).elements
        (token,) = [attributes for tag, attributes in elements if tag == "input" and attributes.get("name") == "token"]
        assert (token["type"], token["autocomplete"], "required" in token) == ("password", "off", True)
        assert any(tag == "label" and attributes.get("for") == token["id"] for tag, attributes in elements)


def test_each_declared_source_can_be_tried_from_its_row(desked: TestClient) -> None:
    elements = Reading(desked.get("/sources", headers=HTML).text).elements
    buttons = [attributes for tag, attributes in elements if tag == "button" and "formaction" in attributes]
    assert {button["formaction"] for button in buttons} == {
        f"/sources/{name}/harvest" for name in ("registre", "catalogue", "eco", "poles")}
    assert all((button["name"], button["value"]) == ("dry_run", "true") for button in buttons)
    assert len({button["aria-label"] for button in buttons}) == 4


def test_sources_that_are_disabled_undeclared_or_never_read_are_told(desked: TestClient) -> None:
    assert "Disabled" in row(desked, "poles")
    assert "No longer declared" in row(desked, "agenda")
    page = desked.get("/sources", headers=HTML).text
    assert "1 declared source never harvested" in page
    assert "Source &lt;jamais&gt;" in page
    assert "No source file declares it any more" in text(desked, "/sources/agenda")


def test_a_source_tells_its_causes_with_what_was_received_and_where(client: TestClient) -> None:
    shown = text(client, "/sources/catalogue")
    assert "3 refused records, 2 causes" in shown
    assert "Blocking, 2 records" in shown
    assert "offres.csv, row sans-titre" in shown
    assert "point to improve" in shown
    page = client.get("/sources/catalogue", headers=HTML).text
    assert 'href="/history?source=catalogue&amp;record=sans-titre"' in page
    assert 'href="/api/v1/sources/catalogue/rejects.ttl"' in page


def test_a_run_shows_both_sums_in_words(client: TestClient) -> None:
    shown = text(client, "/runs/catalogue--14")
    assert "12 listed = 0 created + 0 changed + 9 unchanged + 3 refused + 0 left out" in shown
    assert "10 on line before + 0 created + 0 back − 0 gone = 10 on line after" in shown
    assert "Both sums hold." in shown
    assert "22 November 2026 at 03:12 UTC" in shown


def test_a_run_shows_what_was_told_of_the_whole_listing(client: TestClient) -> None:
    assert "MLG-F016 2 documents that the listing names exist no more." in text(client, "/runs/catalogue--14")


def test_a_run_that_waits_says_what_it_would_do(client: TestClient) -> None:
    shown = text(client, "/runs/registre--8")
    assert "Nothing was written: the figures say what the run would do." in shown
    assert "MLG-U002 Everything would disappear." in shown


def test_a_run_shows_the_fields_that_differ(client: TestClient) -> None:
    shown = text(client, "/runs/catalogue--9")
    assert "1 record moved Changed" in shown
    assert "title Titre 1@fr Titre 2@fr" in shown


def test_a_long_run_is_told_in_pages(client: TestClient) -> None:
    page = client.get("/runs/catalogue--7?size=4", headers=HTML).text
    assert page.count('class="move"') == 4
    address = re.search(r'rel="next" href="([^"]+)"', page)
    assert address
    assert client.get(address[1].replace("&amp;", "&"), headers=HTML).text.count('class="move"') == 4


def test_the_journal_keeps_its_filter_in_view(client: TestClient) -> None:
    page = client.get("/runs?source=eco", headers=HTML).text
    assert "<option selected>eco</option>" in page
    assert "eco--7" in page
    assert "agenda--9" not in page
    assert "No run matches." in text(client, "/runs?source=eco&outcome=failed")


def test_a_history_shows_what_was_received_read_and_judged(client: TestClient) -> None:
    shown = text(client, "/history?record=sans-titre")
    assert '{"nom":""}' in shown.replace("&#34;", '"')
    assert "MLG-R103 title The title is missing: add it." in shown
    assert "Nothing could be read." in shown
    page = client.get("/history?record=archivage", headers=HTML).text
    assert 'href="/id/course/catalogue--archivage"' in page


def test_a_record_leads_to_its_history_and_to_the_run_that_brought_it(client: TestClient) -> None:
    page = client.get("/id/course/catalogue--archivage", headers=HTML).text
    assert 'href="/history?source=catalogue&amp;record=archivage"' in page
    assert 'href="/runs/catalogue--7"' in page


def test_a_page_is_the_same_for_a_minute(view: View, tmp_path: Path) -> None:
    demo_ledger(tmp_path)
    instants = iter([NOW, NOW.replace(second=59), NOW.replace(minute=13)])
    fresh = TestClient(create_app(ApiSettings(tmp_path, BASE), views=lambda: view, now=lambda: next(instants)))
    answers = [fresh.get("/runs", headers=HTML)]
    answers += [fresh.get("/runs", headers={**HTML, "If-None-Match": answers[0].headers["etag"]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 304, 200]


@pytest.mark.parametrize(("lexical", "fr", "en"), [
    ("2026-11-22T05:11:30Z", "à l’instant", "just now"), ("2026-11-22T05:12:30Z", "à l’instant", "just now"),
    ("2026-11-22T04:30:00Z", "il y a 42 min", "42 min ago"), ("2026-11-22T03:12:00Z", "il y a 2 h", "2 h ago"),
    ("2026-11-21T03:12:00Z", "hier", "yesterday"), ("2026-11-12T03:12:00Z", "il y a 10 jours", "10 days ago"),
    ("2026-10-01T03:12:00Z", "1er octobre 2026", "1 October 2026"),
])
def test_an_instant_is_told_by_how_long_ago_it_was(lexical: str, fr: str, en: str) -> None:
    assert (ago(lexical, NOW, Words("fr")), ago(lexical, NOW, Words("en"))) == (fr, en)


def test_an_instant_and_a_lapse_are_told_exactly() -> None:
    assert moment("2026-11-22T03:12:40Z", Words("fr")) == "22 novembre 2026 à 03:12 UTC"
    lapses = [lasted("2026-11-22T03:00:00Z", f"2026-11-22T{end}Z", Words("en")) for end in (
        "03:00:01", "03:00:40", "03:02:05", "05:02:00")]
    assert lapses == ["1 second", "40 seconds", "2 min 05 s", "2 h 02 min"]


def test_a_line_starts_at_zero_so_that_a_loss_shows() -> None:
    line = sparkline([44, 44, 0])
    assert line is not None
    assert line.points == "4,4.0 60,4.0 116,24.0"
    assert (line.falls, line.first, line.last) == (True, 44, 0)
    assert sparkline([]) is None
    level = sparkline([3])
    assert level is not None
    assert (level.points, level.falls) == ("4,4.0 116,4.0", False)


def test_a_concept_is_named_where_values_are_compared() -> None:
    assert named("http://id.insee.fr/geo/region/53", "fr") == "Bretagne (53)"
    assert named("Bretagne@fr", "fr") == "Bretagne@fr"
