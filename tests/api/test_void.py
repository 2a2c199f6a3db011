"""`/.well-known/void` tells the statistics of the generation that answers, in every form."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, parse

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from catalogue.survey import survey
from tests.api.demo_view import BASE
from tests.catalogue.counting import ntriples

with warnings.catch_warnings():
    # Starlette announces another client library; the project depends on httpx.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

URL = "/.well-known/void"
FORMS = {"text/turtle": RdfFormat.TURTLE, "application/ld+json": RdfFormat.JSON_LD,
         "application/rdf+xml": RdfFormat.RDF_XML, "application/n-triples": RdfFormat.N_TRIPLES}


@pytest.fixture(scope="module")
def told(view: View, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The demo view, as if its generation had been surveyed."""
    building = tmp_path_factory.mktemp("building")
    (building / "graphs").mkdir()
    name = list(view.manifest.sources)[1]
    contents = {name: ntriples(f'<{BASE}id/tool/{name}--1> <http://purl.org/dc/terms/title> "<b>Outil</b>"@fr',
                               f"<{BASE}id/tool/{name}--1> <http://purl.org/dc/terms/isPartOf> <{BASE}id/tool/x--2>"),
                "catalogue": ntriples(f'<{BASE}id/source/{name}> <http://purl.org/dc/terms/title> "T"@fr')}
    files = {}
    for graph, content in contents.items():
        path = building / "graphs" / f"{graph}.nt"
        path.write_bytes(content)
        files[path] = f"{BASE}graph/{graph}"
    statistics = survey(building, files, BASE, None)
    (void,) = (building / "graphs").glob("void.*")
    return replace(view, statistics=statistics, description=void.read_bytes())


@pytest.fixture(scope="module")
def client(told: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(ApiSettings(tmp_path_factory.mktemp("data"), BASE, version="1.2.3"), views=lambda: told)
    with TestClient(app) as made:
        yield made


def triples(content: bytes, form: RdfFormat) -> set[Triple]:
    return {quad.triple for quad in parse(content, format=form)}


@pytest.mark.parametrize("media_type", FORMS)
def test_every_form_says_the_same(client: TestClient, told: View, media_type: str) -> None:
    answer = client.get(URL, headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    assert triples(answer.content, FORMS[media_type]) == triples(told.description, RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "html"])
def test_every_form_has_its_address_and_leads_to_the_others(client: TestClient, suffix: str) -> None:
    answer = client.get(f"{URL}.{suffix}", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    addresses = re.findall(rf"<({re.escape(URL)}\.\w+)>; rel=\"alternate\"", answer.headers["link"])
    assert len(addresses) == 4
    assert all(client.get(one).status_code == 200 for one in addresses)


def test_whoever_asks_for_anything_gets_turtle_that_another_library_reads(client: TestClient) -> None:
    answer = client.get(URL, headers={"Accept": "*/*"})
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    (dataset,) = graph.objects(rdflib.URIRef(f"{BASE}.well-known/void"), rdflib.FOAF.primaryTopic)
    assert graph.value(dataset, void.sparqlEndpoint) == rdflib.URIRef(f"{BASE}sparql")


def test_what_a_client_holds_is_not_sent_again(client: TestClient) -> None:
    tag = client.get(URL, headers={"Accept": "text/turtle"}).headers["etag"]
    again = client.get(URL, headers={"Accept": "text/turtle", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(URL, headers={"Accept": "application/rdf+xml", "If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(("language", "words"), [("fr", "Ce que contient le jeu de données"),
                                                 ("en", "What the dataset holds")])
def test_a_browser_gets_a_page_with_the_numbers(client: TestClient, told: View, language: str, words: str) -> None:
    page = client.get(URL, params={"lang": language}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert words in page.text
    name = list(told.manifest.sources)[1]
    assert f"/search?source={name}" in page.text
    assert "dct:isPartOf" in page.text
    assert "/graph/closure" in page.text


def test_forms_that_are_not_offered_are_refused_with_those_that_are(client: TestClient) -> None:
    assert client.get(URL, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"{URL}.csv").status_code == 404


def test_a_generation_that_was_never_surveyed_says_so(view: View, tmp_path: Path) -> None:
    with TestClient(create_app(ApiSettings(tmp_path, BASE), views=lambda: view)) as bare:
        answer = bare.get(URL, headers={"Accept": "text/turtle"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
