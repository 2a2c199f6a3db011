"""Content negotiation by profile: what there is is listed, what is not is not promised."""

import re

import pytest
from starlette.testclient import TestClient

from tests.api.demo_view import BASE
from tests.api.linked_things import SYNTAXES, THINGS, by_oxigraph, by_rdflib, forms_of

PROFILE = "https://w3id.org/maillage/ns"
ALTR = "http://www.w3.org/ns/dx/connegp/altr#"
TOOL = "/id/tool/registre--scriba"


@pytest.mark.parametrize("path", THINGS)
def test_every_form_of_a_thing_is_listed_with_its_profile(client: TestClient, path: str) -> None:
    told = by_oxigraph(client.get(f"{path}?_profile=alt", headers={"Accept": "text/turtle"}).content, "ttl")
    here = f"{BASE}{path[1:]}"
    iri = THINGS[path]
    listed = {suffix for suffix in forms_of(path) if suffix != "linkset"}
    assert {f"<{iri}> <{ALTR}hasRepresentation> <{here}.{suffix}>" for suffix in listed} <= told
    assert f"<{iri}> <{ALTR}hasDefaultRepresentation> <{here}.html>" in told
    conforming = {statement.split(" ")[0] for statement in told if statement.endswith(f"conformsTo> <{PROFILE}>")}
    assert conforming == {f"<{here}.{suffix}>" for suffix in SYNTAXES}


@pytest.mark.parametrize("suffix", SYNTAXES)
def test_the_list_says_the_same_in_every_syntax(client: TestClient, suffix: str) -> None:
    expected = by_oxigraph(client.get(f"{TOOL}.nt?_profile=alt").content, "nt")
    answered = client.get(f"{TOOL}.{suffix}?_profile=alt").content
    assert by_oxigraph(answered, suffix) == by_rdflib(answered, suffix) == expected


def test_the_list_is_had_as_json_and_as_a_page_with_links(client: TestClient) -> None:
    answer = client.get(f"{TOOL}?_profile=alt&_mediatype=application/json")
    assert answer.json() == {"resource": f"{BASE}id/tool/registre--scriba", "profiles": [
        {"token": "maillage", "uri": PROFILE, "media_types": [
            "application/ld+json", "text/turtle", "application/rdf+xml", "application/n-triples"]}]}
    page = client.get(f"{TOOL}?_profile=alt", headers={"Accept": "text/html"})
    assert PROFILE in page.text
    for header in (answer.headers["link"], page.headers["link"]):
        assert f'<{TOOL}.ttl>; rel="alternate"; type="text/turtle"; formats="{PROFILE}"' in header
        assert f'<{TOOL}>; rel="canonical"; type="text/html"' in header
        assert '<http://www.w3.org/ns/dx/connegp/profile/qsa>; rel="profile"' in header


@pytest.mark.parametrize("asked", ["maillage", f"<{PROFILE}>", f"%3C{PROFILE}%3E", "unknown,maillage",
                                   "<https://www.example.org/p>,maillage"])
def test_a_profile_asked_for_is_served_and_named(client: TestClient, asked: str) -> None:
    answer = client.get(f"{TOOL}?_profile={asked}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/ld+json"
    assert f'<{PROFILE}>; rel="profile"' in answer.headers["link"]
    turtle = client.get(f"{TOOL}?_profile={asked}&_mediatype=text/turtle")
    assert turtle.content == client.get(f"{TOOL}.ttl").content


@pytest.mark.parametrize("asked", ["_profile=dcat", "_profile=<https://www.example.org/p>",
                                   "_mediatype=application/pdf", "_profile=maillage&_mediatype=text/html",
                                   "_profile=altr"])
def test_what_does_not_exist_is_refused_with_what_does(client: TestClient, asked: str) -> None:
    answer = client.get(f"{TOOL}?{asked}")
    assert answer.status_code == 406
    assert answer.json()["available"]
    assert "Accept-Profile" in answer.headers["vary"]


@pytest.mark.parametrize(("accept", "profile", "expected"), [
    ("*/*", f"<{PROFILE}>", "application/ld+json"),
    ("text/html;q=0.9, text/turtle;q=0.1", f"<{PROFILE}>", "text/turtle"),
    ("text/html", f"<{PROFILE}>", "text/html"), ("*/*", "<https://www.example.org/p>", "text/html"),
    ("*/*", f"<https://www.example.org/p>, <{PROFILE}>;q=0.5", "application/ld+json"),
    ("*/*", f"<{PROFILE}>;q=0", "text/html"), ("*/*", "nonsense", "text/html"), ("*/*", "", "text/html"),
])
def test_a_preferred_profile_weighs_more_than_a_preferred_form(
        client: TestClient, accept: str, profile: str, expected: str) -> None:
    answer = client.get(TOOL, headers={"Accept": accept, "Accept-Profile": profile})
    assert answer.headers["content-type"].partition(";")[0] == expected
    assert "Accept-Profile" in answer.headers["vary"]


@pytest.mark.parametrize("suffix", ["html", *SYNTAXES, "json"])
def test_only_linked_data_claims_the_profile(client: TestClient, suffix: str) -> None:
    header = client.get(f"{TOOL}.{suffix}").headers["link"]
    assert (f'<{PROFILE}>; rel="profile"' in header) is (suffix in SYNTAXES)


def test_the_profile_is_at_home_here(client: TestClient) -> None:
    assert client.get("/ns", headers={"Accept": "text/turtle"}).status_code == 200
    assert re.search(r"<https://w3id.org/maillage/ns> a owl:Ontology", client.get("/ns/maillage.ttl").text)
