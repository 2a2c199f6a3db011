"""FAIR Signposting: machines find identifier, type, metadata, content, licence and authors without guessing."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import ApiSettings
from catalogue.entry import Entry
from tests.api.demo_view import BASE, demo_view
from tests.api.linked_things import MEDIA_TYPES, THINGS, forms_of

PROFILE = "https://w3id.org/maillage/ns"
SCHEMA = "https://schema.org/"
LINK = re.compile(r'<([^>]*)>((?:; \w+="[^"]*")+)')
DATASET = f"{BASE}id/dataset/registre--fichiers"
DCAT, DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Links = list[tuple[str, dict[str, str]]]


def links_of(header: str) -> Links:
    """The links of a header: targets and attributes."""
    return [(target, dict(re.findall(r'(\w+)="([^"]*)"', told))) for target, told in LINK.findall(header)]


def targets(links: Links, rel: str) -> list[str]:
    """Where the links of a relation lead."""
    return [target for target, told in links if told["rel"] == rel]


class Head(HTMLParser):
    """The links in the head of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: Links = []
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append((told.pop("href"), told))


def page_links(client: TestClient, path: str) -> Links:
    """The links of a page's header."""
    return links_of(client.get(path, headers={"Accept": "text/html"}).headers["link"])


@pytest.mark.parametrize("path", THINGS)
def test_the_page_of_a_thing_leads_machines_on(client: TestClient, path: str) -> None:
    links = page_links(client, path)
    types = targets(links, "type")
    assert len(types) == 2
    assert types[0].startswith(SCHEMA)
    assert types[1] == f"{SCHEMA}AboutPage"
    metadata = {told["type"]: (target, told["profile"]) for target, told in links if told["rel"] == "describedby"}
    assert metadata == {MEDIA_TYPES[suffix]: (f"{path}.{suffix}", PROFILE) for suffix in ("jsonld", "ttl", "rdf", "nt")}
    assert targets(links, "linkset") == [f"{path}.linkset"]
    assert len(targets(links, "license")) <= 1
    for target, told in links:
        if target.startswith("/"):
            answer = client.get(target)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(told.get("type", ""))


@pytest.mark.parametrize(("path", "iri"), THINGS.items())
def test_what_is_to_be_cited_is_an_iri_of_our_own(client: TestClient, path: str, iri: str) -> None:
    ours = iri.startswith((BASE, "https://w3id.org/maillage/concept/"))
    assert targets(page_links(client, path), "cite-as") == ([iri] if ours else [])


@pytest.mark.parametrize("path", THINGS)
def test_the_head_of_a_page_says_what_its_headers_say(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    told = Head(answer.text).links
    for link in links_of(answer.headers["link"]):
        target, attributes = link
        attributes.pop("formats", "")
        assert (target, attributes) in told


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/n-triples"])
def test_the_page_and_what_is_negotiated_at_its_address_lead_to_the_same(
        client: TestClient, path: str, accept: str) -> None:
    def led(header: str) -> list[str]:
        return sorted(target for target, told in links_of(header) if told["rel"] not in ("alternate", "profile"))

    page = client.get(path, headers={"Accept": "text/html"}).headers["link"]
    assert led(client.get(path, headers={"Accept": accept}).headers["link"]) == led(page)


@pytest.mark.parametrize("path", THINGS)
def test_metadata_leads_back_to_what_it_describes(client: TestClient, path: str) -> None:
    for suffix in ("jsonld", "ttl", "rdf", "nt"):
        links = links_of(client.get(f"{path}.{suffix}").headers["link"])
        assert targets(links, "describes") == [path]
        assert targets(links, "linkset") == [f"{path}.linkset"]
        assert targets(links, "cite-as") == targets(links, "type") == []


@pytest.mark.parametrize("path", THINGS)
def test_the_link_set_has_every_link_with_absolute_addresses(client: TestClient, path: str) -> None:
    told = client.get(f"{path}.linkset").json()["linkset"]
    contexts: dict[str, dict[str, Any]] = {one["anchor"]: one for one in told}
    assert len(contexts) == len(told)
    here = f"{BASE}{path[1:]}"
    assert set(contexts) == {here, *(f"{here}.{suffix}" for suffix in forms_of(path)
                                     if suffix not in ("html", "linkset"))}
    for target, attributes in page_links(client, path):
        if attributes["rel"] not in ("alternate", "item"):
            absolute = f"{BASE}{target[1:]}" if target.startswith("/") else target
            assert absolute in [one["href"] for one in contexts[here][attributes["rel"]]]
    for context in contexts.values():
        for relation, found in context.items():
            for one in found if relation != "anchor" else ():
                assert one["href"].startswith(("http://", "https://"))
                assert isinstance(one.get("type", ""), str)
                assert isinstance(one.get("profile", []), list)


def described(downloads: int = 1, creator: str = "", licences: tuple[str, ...] = ()) -> Entry:
    """A dataset with files to be had."""
    lines = [f'<{DATASET}> <{DCT}title> "Fichiers"@fr .', f"<{DATASET}> <{RDF_TYPE}> <{DCAT}Dataset> ."]
    for number in range(downloads):
        part = f"{DATASET}#distribution-{number}"
        lines += [f"<{DATASET}> <{DCAT}distribution> <{part}> .", f"<{part}> <{RDF_TYPE}> <{DCAT}Distribution> .",
                  f"<{part}> <{DCAT}downloadURL> <https://www.example.org/données/{number}.csv> .",
                  f'<{part}> <{DCAT}mediaType> <https://www.iana.org/assignments/media-types/text/csv> .']
    lines += [f"<{DATASET}> <{DCT}license> <{licence}> ." for licence in licences]
    lines += [creator] if creator else []
    return Entry(DATASET, "dataset", "registre", "fichiers", "".join(f"{line}\n" for line in sorted(lines)).encode(),
                 "2026-11-20T03:12:00Z", "", 7, "LO-OL-2.0")


WHO = f"<{DATASET}> <{DCT}creator> <{DATASET}#who> .\n<{DATASET}#who> <{RDF_TYPE}>"


def signposted(folder: Path, entry: Entry) -> TestClient:
    """A client of a catalogue of one dataset."""
    view = demo_view(folder / "index", entries=[entry])
    return TestClient(create_app(ApiSettings(folder, BASE), views=lambda: view))


def test_files_are_items_and_belong_to_the_page(tmp_path: Path) -> None:
    client = signposted(tmp_path, described())
    path = "/id/dataset/registre--fichiers"
    file = "https://www.example.org/donn%C3%A9es/0.csv"
    assert [(target, told) for target, told in page_links(client, path) if told["rel"] == "item"] == [
        (file, {"rel": "item", "type": "text/csv"})]
    told = {one["anchor"]: one for one in client.get(f"{path}.linkset").json()["linkset"]}
    assert told[file]["collection"] == [{"href": DATASET, "type": "text/html"}]


def test_headers_stay_short_and_the_link_set_whole(tmp_path: Path) -> None:
    client = signposted(tmp_path, described(downloads=300))
    path = "/id/dataset/registre--fichiers"
    answer = client.get(path, headers={"Accept": "text/html"})
    assert len(answer.headers["link"]) < 7_000
    assert 10 < len(targets(links_of(answer.headers["link"]), "item")) < 300
    page, *_ = client.get(f"{path}.linkset").json()["linkset"]
    assert len(page["item"]) == 300


@pytest.mark.parametrize(("line", "expected"), [
    (f"<{DATASET}> <{DCT}creator> <{BASE}id/organization/registre--ecole> .", f"{BASE}id/organization/registre--ecole"),
    (f"<{DATASET}> <{DCT}creator> <https://ror.org/02feahw73> .", "https://ror.org/02feahw73"),
    (f"<{DATASET}> <{DCT}creator> <https://orcid.org/0000-0002-1825-0097> .", ""),
    (f"<{DATASET}> <{DCT}creator> <{BASE}id/tool/registre--scriba> .", ""),
    (f"{WHO} <http://www.w3.org/ns/org#Organization> .", f"{DATASET}#who"),
    (f"{WHO} <http://xmlns.com/foaf/0.1/Agent> .", ""),
])
def test_authors_are_organisations(tmp_path: Path, line: str, expected: str) -> None:
    client = signposted(tmp_path, described(creator=line))
    assert targets(page_links(client, "/id/dataset/registre--fichiers"), "author") == ([expected] if expected else [])


@pytest.mark.parametrize(("licences", "expected"), [
    (("https://www.example.org/l",), ["https://www.example.org/l"]),
    # Nobody says which of two applies, or that a work may be used as its description may.
    (("https://www.example.org/l", "https://www.example.org/m"), []), ((), [])])
def test_the_licence_of_a_work_is_its_own(tmp_path: Path, licences: tuple[str, ...], expected: list[str]) -> None:
    client = signposted(tmp_path, described(licences=licences))
    path = "/id/dataset/registre--fichiers"
    assert targets(page_links(client, path), "license") == expected
    # Its metadata are under the licence of their source.
    assert targets(links_of(client.get(f"{path}.ttl").headers["link"]), "license") == [
        "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"]


def test_what_is_no_work_is_under_the_licence_of_its_description(client: TestClient) -> None:
    assert targets(page_links(client, "/id/course/catalogue--archivage"), "license") == [
        "http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"]


@pytest.mark.parametrize(("path", "collection"), [
    ("/id/course/catalogue--archivage", "/id/source/catalogue"), ("/id/source/registre", "/id/catalogue"),
    ("/id/concept/topic/metadata", "/id/concept/topic"), ("/id/concept/topic", "/id/concept"),
    ("/id/run/catalogue--14", "/id/source/catalogue"), ("/graph/registre", "/id/catalogue")])
def test_a_thing_leads_to_what_it_belongs_to(client: TestClient, path: str, collection: str) -> None:
    assert targets(page_links(client, path), "collection") == [collection]
    assert client.get(collection).status_code == 200
