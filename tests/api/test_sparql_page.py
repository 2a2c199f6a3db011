"""The query page as the server makes it: every view, both languages, without scripts."""

import gzip
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from sparql.named_queries import named_queries
from tests.api.demo_view import BASE
from tests.api.sparql_stand_in import stand_in
from tests.api.test_pages import Reading

HTML = {"Accept": "text/html", "Accept-Language": "fr"}
COUNTS = "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type ORDER BY DESC(?n)"
TOWNS = """SELECT ?name ?where {
  VALUES (?name ?where) {
    ("Rennes" "POINT(-1.68 48.11)"^^geo:wktLiteral)
    ("Lyon" "<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(45.76 4.83)"^^geo:wktLiteral)
    ("Saint-Denis" "POINT(55.45 -20.88)"^^geo:wktLiteral)
    ("Partout" "POLYGON((0 0, 1 0, 1 1, 0 0))"^^geo:wktLiteral)
  }
}"""
YEARS = 'SELECT * { VALUES (?year ?n) { ("2024"^^xsd:gYear 3) ("2026"^^xsd:gYear 9) ("2025"^^xsd:gYear 5) } }'


@pytest.fixture(scope="module")
def asking(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(ApiSettings(tmp_path_factory.mktemp("data"), BASE), [stand_in()], views=lambda: view)
    with TestClient(app) as client:
        yield client


def ask(client: TestClient, query: str, **fields: str) -> httpx.Response:
    answer: httpx.Response = client.get("/sparql", params={"query": query, **fields}, headers=HTML)
    return answer


def text_of(html: str) -> str:
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("fields", [
    {}, {"query": COUNTS}, {"query": COUNTS, "format": "chart"}, {"query": YEARS, "format": "chart"},
    {"query": TOWNS, "format": "map"}, {"query": "ASK {}"}, {"query": "SELECT"}, {"query": "SELECT * {}  # slow"},
    {"query": "CONSTRUCT WHERE { ?s a ?o }"}, {"find": "région"}, {"named": named_queries()[0].slug},
], ids=str)
def test_a_page_is_whole_in_its_language_and_asks_nothing_of_another_host(
        asking: TestClient, fields: dict[str, str], language: str) -> None:
    answer = asking.get("/sparql", params=fields, headers={**HTML, "Accept-Language": language})
    reading = Reading(answer.text)
    assert reading.elements[0] == ("html", {"lang": language})
    tags = [tag for tag, _ in reading.elements]
    assert tags.count("h1") == tags.count("main") == tags.count("textarea") == 1
    identifiers = reading.values("id")
    assert len(identifiers) == len(set(identifiers))
    assert set(" ".join(reading.values("aria-labelledby", "aria-describedby", "for")).split()) <= set(identifiers)
    assert not [name for _, attributes in reading.elements for name in attributes
                if name.startswith("on") or name == "style"]
    loaded = [attributes for tag, attributes in reading.elements if tag in ("script", "link", "img", "iframe")]
    assert all(attributes.get("src", attributes.get("href", "/"))[:1] in "/?" for attributes in loaded)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["content-language"] == language


def test_the_page_without_a_query_is_small_and_may_be_kept(asking: TestClient) -> None:
    page = asking.get("/sparql", headers=HTML)
    assert len(gzip.compress(page.content)) <= 15_000
    assert asking.get("/sparql", headers={**HTML, "If-None-Match": page.headers["etag"]}).status_code == 304


def test_own_scripts_and_styles_fit_their_budgets(asking: TestClient) -> None:
    scripts = [asking.get(f"/static/{name}").content for name in ("sparql.js", "sparql-editor.js")]
    assert sum(len(gzip.compress(script)) for script in scripts) <= 25_000
    style = asking.get("/static/sparql.css").text
    assert len(gzip.compress(style.encode())) <= 8_000
    assert "url(" not in style


def test_rows_are_a_table_whose_own_things_are_links(asking: TestClient) -> None:
    page = ask(asking, f"SELECT ?s ?title ?p {{ VALUES ?s {{ <{BASE}id/course/catalogue--archivage> }} "
                       "?s dct:title ?title ; dct:spatial ?p FILTER (lang(?title) = 'en') }")
    assert '<a href="/id/course/catalogue--archivage" title="https://data.example.org/id/course/' in page.text
    assert '<span lang="en">Digital archiving' in page.text
    assert '<a href="/id/concept/region/53"' in page.text
    assert "1 ligne" in text_of(page.text)


def test_terms_of_the_vocabulary_lead_to_its_page_and_other_iris_to_the_web(asking: TestClient) -> None:
    page = ask(asking, "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (m:ResourceHub dct:title <javascript:alert(1)>) } }").text
    assert '<a href="/ns/#ResourceHub"' in page
    assert '<a href="http://purl.org/dc/terms/title" rel="external nofollow"' in page
    assert "javascript:alert(1)</td>" in page


def test_hostile_values_stay_text(asking: TestClient) -> None:
    page = ask(asking, 'SELECT * { VALUES ?x { "<img src=x onerror=alert(1)>" "</textarea><script>1</script>" } }').text
    reading = Reading(page)
    assert "img" not in [tag for tag, _ in reading.elements]
    scripts = [attributes for tag, attributes in reading.elements if tag == "script"]
    assert [attributes.get("type") for attributes in scripts] == ["module", "application/json"]
    assert page.count("<script") == page.count("</script") == 2


def test_a_long_answer_says_how_much_of_it_is_shown_and_where_the_rest_is(asking: TestClient) -> None:
    page = ask(asking, "SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 1500")
    text = text_of(page.text)
    assert "1\u202f500 lignes" in text
    assert "Les 1\u202f000 premières lignes sur 1\u202f500" in text
    assert page.text.count('<td class="num soft">') == 1000
    links = [urlsplit(href) for href in Reading(page.text).values("href") if "format=csv" in href]
    assert parse_qs(links[0].query) == {"query": ["SELECT ?a ?b { ?a a ?x . ?b a ?y } LIMIT 1500"], "format": ["csv"]}


def test_an_answer_too_long_to_be_read_whole_is_not_given_a_total(asking: TestClient) -> None:
    text = text_of(ask(asking, "SELECT * { ?a a ?x . ?b a ?y . ?c a ?z } LIMIT 12000 # cut").text)
    assert "Les 1\u202f000 premières lignes\N{NO-BREAK SPACE}; il y en a davantage" in text
    assert "12" not in text[text.index("Réponse", text.index("Exécuter")):].partition("Télécharger")[0][:60]


def test_truth_and_graphs_are_told_with_their_own_files(asking: TestClient) -> None:
    assert "Oui (true)" in ask(asking, "ASK { ?s a schema:Course }").text
    assert "Non (false)" in ask(asking, "ASK { ?s a <urn:no> }").text
    page = ask(asking, "CONSTRUCT WHERE { ?s a schema:Course }").text
    assert "format=ttl" in page
    assert "format=csv" not in page
    assert "<th scope=\"col\">predicate</th>" in page


def test_a_fault_is_shown_beside_its_line_with_its_status(asking: TestClient) -> None:
    page = ask(asking, "SELECT ?s {\r\n  ?s dct:title\r\n}")
    assert page.status_code == 400
    text = unescape(page.text)
    assert "Ligne 3, colonne" in text
    assert re.search(r"   2    \?s dct:title\n   3  }\n", text)
    assert 'aria-invalid="true"' in page.text
    assert 'data-line="3"' in page.text
    assert "SELECT ?s {\n  ?s dct:title\n}</textarea>" in text


def test_the_place_of_a_fault_is_marked_under_its_character(asking: TestClient) -> None:
    page = unescape(ask(asking, "SELECT *\r\n{\t?s dct:title\t'é😀' ?x }", lang="en").text)
    assert 'data-line="2" data-column="21"' in page
    assert "Line 2, column 21" in page
    assert f"\n{' ' * 7}\t{' ' * 12}\t{' ' * 5}^\n" in page


def test_an_answer_that_breaks_off_is_a_fault_and_shows_no_row(asking: TestClient) -> None:
    page = ask(asking, "SELECT * { ?s ?p ?o } # slow")
    assert page.status_code == 504
    assert "La requête dépassait 10 s." in page.text
    assert "<tbody" not in page.text


def test_counts_are_bars_with_their_numbers(asking: TestClient) -> None:
    page = ask(asking, COUNTS, format="chart").text
    assert page.count("<rect ") == page.count('<th scope="row">') > 5
    widths = [float(width) for width in re.findall(r'<rect x="[\d.]+%" width="([\d.]+)%"', page)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == 100
    assert "n par type" in page


def test_moments_are_a_line_in_their_order_with_a_table(asking: TestClient) -> None:
    page = ask(asking, YEARS, format="chart").text
    assert re.findall(r"<title>(\d{4}) : (\d)</title>", page) == [("2024", "3"), ("2025", "5"), ("2026", "9")]
    assert [float(x) for x in re.findall(r'<circle cx="([\d.]+)%"', page)] == pytest.approx([0, 50, 100], abs=0.1)
    assert re.findall(r'<th scope="row">\s*(\d{4})', page) == ["2024", "2025", "2026"]
    assert "<rect " in ask(asking, YEARS, format="chart", shape="bars").text


def test_points_are_maps_of_each_part_of_the_earth_with_a_table(asking: TestClient) -> None:
    page = ask(asking, TOWNS, format="map").text
    assert page.count("<figure") == 2
    assert page.count("<circle ") == 3
    assert page.count('<path class="land" d="M') == 2
    assert "1 ligne n’a pas de coordonnées" in page
    assert re.search(r"Lyon.*45\.76.*4\.83", text_of(page))


def test_a_view_that_an_answer_cannot_have_is_explained_and_its_table_shown(asking: TestClient) -> None:
    page = ask(asking, "SELECT ?t { ?s dct:title ?t } LIMIT 3", format="map").text
    assert "Pas de carte\N{NO-BREAK SPACE}:" in page
    assert page.count('<td class="num soft">') == 3


def test_questions_are_listed_in_the_readers_language_and_filtered_without_scripts(asking: TestClient) -> None:
    everything = asking.get("/sparql", headers=HTML).text
    for query in named_queries():
        assert f"/sparql?named={query.slug}" in everything
    english = asking.get("/sparql", params={"lang": "en"}, headers=HTML).text
    assert query.question["en"].replace("'", "&#39;") in english
    words = " ".join(sorted(query.question["en"].upper().strip("?").split(), key=len)[-2:])
    some = asking.get("/sparql", params={"find": words}, headers=HTML).text
    assert f'data-slug="{query.slug}"' in some
    assert some.count("data-slug=") < everything.count("data-slug=")
    assert "Aucune question" in asking.get("/sparql", params={"find": "zzz"}, headers=HTML).text


def test_a_named_query_fills_the_text_and_its_values_are_fields(asking: TestClient) -> None:
    query = next(query for query in named_queries() if any(
        "/geo/region/" in parameter.default for parameter in query.parameters))
    region = next(one for one in query.parameters if "/geo/region/" in one.default)
    page = asking.get("/sparql", params={"named": query.slug, f"p_{region.name}": "http://id.insee.fr/geo/region/94"},
                      headers=HTML)
    assert page.status_code == 200
    text = unescape(page.text)
    assert "<http://id.insee.fr/geo/region/94>" in text
    assert '<option value="http://id.insee.fr/geo/region/94" selected>Corse</option>' in text
    wrong = asking.get("/sparql", params={"named": query.slug, f"p_{region.name}": "no iri > at all"}, headers=HTML)
    assert "une valeur est à corriger" in wrong.text
    assert "no iri > at all" not in unescape(wrong.text.partition("<textarea")[2].partition("</textarea>")[0])


def test_a_text_too_long_for_an_address_is_posted_with_all_its_views(asking: TestClient) -> None:
    query = f"SELECT * {{ VALUES (?name ?n) {{ ('a' 1) ('b' 2) }} }} # {'x' * 9000}"
    page = asking.post("/sparql", data={"query": query, "format": "chart"}, headers=HTML).text
    assert page.count("<rect ") == 2
    reading = Reading(page)
    assert not [href for href in reading.values("href") if "format=" in href]
    assert ("button", {"class": "button", "name": "format", "value": "csv"}) in reading.elements


def test_the_page_stands_in_the_menu_only_where_the_endpoint_is(asking: TestClient, client: TestClient) -> None:
    assert 'href="/sparql"' in asking.get("/", headers=HTML).text
    assert 'href="/sparql"' not in client.get("/", headers=HTML).text


def test_before_the_first_publication_a_person_is_told_so(tmp_path: Path) -> None:
    with TestClient(create_app(ApiSettings(tmp_path, BASE), [stand_in()])) as client:
        page = client.get("/sparql", headers=HTML)
    assert page.status_code == 503
    assert page.headers["content-type"].startswith("text/html")
