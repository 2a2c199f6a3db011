"""Concepts at home: every one of them, its neighbours, the records that it finds, and what is no concept."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ontology.concepts import Scheme, load_concepts
from tests.api.linked_things import by_oxigraph

HTML = {"Accept": "text/html"}
SKOS = "http://www.w3.org/2004/02/skos/core#"


@pytest.mark.parametrize("scheme", load_concepts().schemes(), ids=lambda scheme: scheme.code)
def test_every_concept_is_told_alone_and_in_its_list(client: TestClient, scheme: Scheme) -> None:
    whole = by_oxigraph(client.get(f"/id/concept/{scheme.code}.nt").content, "nt")
    assert f"<{scheme.iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SKOS}ConceptScheme>" in whole
    for concept in scheme.concepts:
        told = by_oxigraph(client.get(f"/id/concept/{scheme.code}/{concept.code}.nt").content, "nt")
        assert f'<{concept.iri}> <{SKOS}notation> "{concept.code}"' in told
        assert told <= whole


def test_every_list_is_listed(client: TestClient) -> None:
    told = by_oxigraph(client.get("/id/concept.nt").content, "nt")
    page = client.get("/id/concept", headers=HTML).text
    for scheme in load_concepts():
        assert any(statement.startswith(f"<{scheme.iri}> ") for statement in told)
        assert f'href="/id/concept/{scheme.code}"' in page


@pytest.mark.parametrize(("language", "name", "other"), [
    ("fr", "Métadonnées", "Metadata"), ("en", "Metadata", "Métadonnées")])
def test_a_concept_is_named_in_both_languages(client: TestClient, language: str, name: str, other: str) -> None:
    page = client.get("/id/concept/topic/metadata", headers={**HTML, "Accept-Language": language}).text
    assert f"<h1>{name}</h1>" in page
    assert other in page
    assert 'href="/id/concept/topic"' in page
    assert 'href="/id/concept/tool-family/databases"' in page


def test_a_narrower_concept_leads_to_the_broader_and_back(client: TestClient) -> None:
    assert 'href="/id/concept/region/53"' in client.get("/id/concept/department/35", headers=HTML).text
    parent = next(concept for concept in load_concepts().scheme("research-activity").concepts if concept.broader)
    broader = load_concepts().get(parent.broader[0])
    assert broader is not None
    page = client.get(f"/id/concept/research-activity/{broader.code}", headers=HTML).text
    assert f'href="/id/concept/research-activity/{parent.code}"' in page


@pytest.mark.parametrize(("path", "search"), [
    ("/id/concept/topic/digital-archiving", "/search?topic=digital-archiving"),
    ("/id/concept/region/53", "/search?region=53"), ("/id/concept/licence/CC-BY-4.0", "/search?licence=CC-BY-4.0")])
def test_a_concept_leads_to_its_records(client: TestClient, path: str, search: str) -> None:
    total = client.get(search.replace("/search?", "/api/v1/search?")).json()["total"]
    page = client.get(path, headers={**HTML, "Accept-Language": "en"}).text
    assert (f'href="{search}">See {total} record' in page) is (total > 0)


@pytest.mark.parametrize("path", ["", "/", "/topic", "/topic/", "/topic/metadata", "/topic/metadata.ttl",
                                  "/licence/CC-BY-4.0"])
def test_the_path_of_an_iri_leads_to_what_tells_of_it(client: TestClient, path: str) -> None:
    answer = client.get(f"/concept{path}?labels=1", follow_redirects=False)
    where = f"/id/concept{path.rstrip('/')}?labels=1"
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    assert client.get(where).status_code == 200


@pytest.mark.parametrize(("path", "nearest"), [
    ("/id/concept/topic/metadatas", "metadata"), ("/id/concept/topics", "topic"),
    ("/id/concept/licence/CC-BY-5.0.ttl", "CC-BY-4.0")])
def test_an_unknown_concept_is_told_with_the_nearest(client: TestClient, path: str, nearest: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "MLG-R007")
    assert nearest in answer.json()["nearest"]


@given(st.text(max_size=40), st.sampled_from(["/id/concept/", "/id/concept/topic/", "/id/course/", "/graph/",
                                              "/id/source/", "/id/run/", "/concept/"]))
def test_no_text_makes_a_name_fail(client: TestClient, text: str, folder: str) -> None:
    name = quote(text.encode("utf-8", "surrogatepass"), safe="")
    assert client.get(folder + name, follow_redirects=False).status_code < 500
