"""The pages: both languages, nothing foreign, nothing live, small, every link answered."""

import gzip
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from api.pages.record_page import changed_on
from tests.api.demo_view import demo_entries

HTML = {"Accept": "text/html"}
FIXED = ["/", "/search", "/search?q=archivage&region=53&from=2026-12-01", "/search?q=introuvable", "/sources",
         "/id/source/registre", "/about", "/ns/", "/sources/catalogue", "/sources/registre", "/runs",
         "/runs?source=catalogue&outcome=applied", "/runs/catalogue--14", "/runs/registre--8", "/runs/catalogue--7",
         "/history?record=archivage", "/history?record=sans-titre&source=catalogue", "/nowhere", "/id/catalogue",
         "/id/run/catalogue--14", "/id/concept", "/id/concept/topic", "/id/concept/topic/metadata",
         "/id/concept/region/53", "/graph/registre", "/id/tool/registre--scriba?_profile=alt"]
# Links in the head that lead somewhere without a browser following them.
SIGNPOSTS = ("alternate", "author", "canonical", "cite-as", "collection", "describedby", "item", "license", "linkset",
             "profile", "type")
RECORDS = [f"/id/{entry.iri.partition('/id/')[2]}" for entry in demo_entries()]


class Reading(HTMLParser):
    """What a browser would make of a page: elements, their attributes, identifiers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, *names: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements for name in names if name in attributes]


def page(client: TestClient, path: str, language: str = "fr") -> str:
    answer = client.get(path, headers={**HTML, "Accept-Language": language})
    return str(answer.text)


@pytest.mark.parametrize("path", FIXED + RECORDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_whole_in_its_language(client: TestClient, path: str, language: str) -> None:
    text = page(client, path, language)
    reading = Reading(text)
    assert text.startswith("<!doctype html>")
    assert reading.elements[0] == ("html", {"lang": language})
    tags = [tag for tag, _ in reading.elements]
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    assert reading.elements[tags.index("a")][1]["class"] == "skip"
    identifiers = reading.values("id")
    assert len(identifiers) == len(set(identifiers))
    assert set(reading.values("aria-labelledby", "for")) <= set(identifiers)


@pytest.mark.parametrize("path", [*FIXED, *RECORDS, "/docs"])
def test_a_page_asks_nothing_of_another_host(client: TestClient, path: str) -> None:
    loaded = {"img", "script", "iframe", "source", "video", "audio", "embed", "use", "input"}
    for tag, attributes in Reading(page(client, path)).elements:
        for name in ("src", "srcset", "data", "action", "poster", "style", "background"):
            assert "//" not in attributes.get(name, ""), (tag, attributes)
        if tag in loaded or (tag == "link" and attributes["rel"] not in SIGNPOSTS):
            assert attributes.get("href", "/").startswith("/"), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)


@pytest.mark.parametrize("path", [*FIXED, *RECORDS])
def test_every_link_within_is_answered_and_every_link_out_is_web_or_mail(client: TestClient, path: str) -> None:
    reading = Reading(page(client, path))
    for href in reading.values("href"):
        parts = urlsplit(href)
        assert parts.scheme in ("", "http", "https", "mailto"), href
        if not parts.scheme and path in FIXED[:3] + RECORDS[:3]:
            target = urljoin(path, href)
            answer = client.get(target.partition("#")[0])
            assert answer.status_code in (200, 404 if path == "/nowhere" else 200), href
            if parts.fragment and parts.path.endswith((".svg", "about")):
                assert f'id="{parts.fragment}"' in answer.text, href


@pytest.mark.parametrize("path", ["/id/tool/registre--hostile", "/sources/catalogue", "/search?q=piège",
                                  "/history?record=%3Cb%3Einconnu%3C%2Fb%3E", "/runs/catalogue--14",
                                  "/search?tool=registre--hostile",
                                  "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/search?type=tool",
                                  "/id/tool/registre--%3Cscript%3E", "/search?%3Cscript%3E=1"])
def test_hostile_text_stays_text(client: TestClient, path: str) -> None:
    text = page(client, path)
    elements = Reading(text).elements
    scripts = [attributes for tag, attributes in elements if tag == "script"]
    assert all(attributes == {"type": "application/ld+json"} for attributes in scripts)
    assert len(scripts) == text.count("</script>") <= 1
    assert "img" not in [tag for tag, _ in elements]
    live = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
    assert not [href for href in Reading(text).values("href") if live.match(href)]


def test_template_syntax_in_a_description_is_shown_as_it_is(client: TestClient) -> None:
    assert "{{ 7*7 }} ?s ?p ?o" in page(client, "/id/tool/registre--hostile")


@pytest.mark.parametrize("path", FIXED + RECORDS)
def test_a_page_fits_its_budget(client: TestClient, path: str) -> None:
    assert len(gzip.compress(page(client, path).encode())) <= 15_000


def test_the_style_sheet_fits_its_budget_and_needs_nothing_foreign(client: TestClient) -> None:
    style = client.get("/static/site.css").text
    assert len(gzip.compress(style.encode())) <= 8_000
    addresses = re.findall(r'url\("([^"]+)"\)', style)
    assert len(addresses) == 3
    for address in addresses:
        font = client.get(f"/static/{address}")
        assert font.headers["content-type"] == "font/woff2"
        assert "immutable" in font.headers["cache-control"]
    assert "@import" not in style


def test_the_record_page_acts_first_and_tells_what_is_coming(client: TestClient) -> None:
    text = page(client, "/id/course/catalogue--archivage")
    assert text.index("Voir sur le site de l’organisme") < text.index("Prochaines sessions") < text.index("En bref")
    assert "14 et 15 janvier 2027" in text
    assert text.index("14 et 15 janvier") < text.index("3 et 4 juin") < text.index("1 session passée")
    assert 'href="mailto:formation@example.org"' in text
    assert "240\N{NO-BREAK SPACE}€" in text
    assert "14 heures" in text
    assert 'href="/search?audience=archivist"' in text
    assert 'href="/id/tool/registre--sipper"' in text
    assert "20 novembre 2026" in text


def test_a_record_in_another_language_is_marked_as_such(client: TestClient) -> None:
    text = page(client, "/id/course/catalogue--htr")
    assert '<span lang="en">Handwritten text recognition for archives</span>' in text
    english = page(client, "/id/course/catalogue--archivage", "en")
    assert "Digital archiving of creative collections" in english
    assert '<span lang="fr">La formation alterne' in english


@pytest.mark.parametrize(("said", "told", "expected"), [
    ([], "20260901", ""), ([], "2026-09-01", "2026-09-01"), (["2026-11-18"], "2026-09-01", "2026-11-18"),
    ([], "hier", ""), ([{"@value": "2026-11", "@type": "xsd:gYearMonth"}], "", "2026-11"),
])
def test_a_change_is_dated_only_by_dates(said: list[object], told: str, expected: str) -> None:
    assert changed_on({"modified": said}, told) == expected


def test_of_two_places_of_one_name_the_one_that_leads_somewhere_is_shown(client: TestClient) -> None:
    text = page(client, "/id/place/poles--site")
    assert text.count(">Bretagne<") == 1
    assert "Quimper" in text


def test_a_tool_leads_to_what_uses_it(client: TestClient) -> None:
    text = page(client, "/id/tool/registre--sipper")
    assert 'href="/search?tool=registre--sipper&amp;type=course"' in text


def test_a_stale_record_says_so(client: TestClient) -> None:
    assert "dernière version valide" in page(client, "/id/course/catalogue--versement")
    assert "Dernière version valide" in page(client, "/search?q=versement")


def test_the_home_page_counts_what_its_links_show(client: TestClient) -> None:
    text = page(client, "/")
    for kind, count in re.findall(r'href="/search\?type=([\w-]+)".*?<b>(\d+)</b>', text, re.DOTALL):
        assert client.get(f"/api/v1/search?type={kind}").json()["total"] == int(count)
    assert text.index("Rencontre des pôles") < text.index("Photogrammétrie d&#39;objets") < text.index("Archivage num")
    assert "2025" not in text


def test_the_searched_words_are_marked_whatever_their_form(client: TestClient) -> None:
    text = page(client, "/search?q=archivages")
    assert "<mark>Archivage</mark> numérique" in text
    assert "l&#39;<mark>archivage</mark>" in text


def test_an_empty_search_says_what_to_drop(client: TestClient) -> None:
    text = page(client, "/search?q=archivage&region=94")
    assert "Sans « Corse »".replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»") in text
    assert 'href="/search?q=archivage"' in text


@pytest.mark.parametrize("path", ["/", "/search?q=archivage", "/sources", *RECORDS[:4], "/id/tool/registre--sipper"])
def test_the_language_chosen_in_the_address_follows_along(client: TestClient, path: str) -> None:
    joint = "&" if "?" in path else "?"
    text = client.get(f"{path}{joint}lang=en", headers=HTML).text
    assert '<html lang="en">' in text
    data = re.compile(r"/(id/[\w/-]+|search)\.\w+")
    linked = [attributes["href"] for tag, attributes in Reading(text).elements if tag == "a"]
    own = [href for href in linked if href.startswith(("/search", "/id/", "/sources"))]
    pages = [href for href in own if not data.match(href)]
    assert pages
    assert [href for href in pages if "lang=" not in href] == []
