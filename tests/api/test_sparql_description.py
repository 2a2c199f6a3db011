"""The endpoint tells programs that ask nothing what it is (SPARQL 1.1 Service Description)."""

import httpx
import pytest
import rdflib

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
RDF = rdflib.RDF


@pytest.mark.parametrize(("accept", "media_type", "form"), [
    ("*/*", "text/turtle", "turtle"), ("application/rdf+xml", "application/rdf+xml", "xml"),
    ("application/n-triples", "application/n-triples", "nt")])
def test_a_program_that_asks_nothing_gets_the_service_description(
        served: str, accept: str, media_type: str, form: str) -> None:
    told = httpx.get(f"{served}sparql", headers={"Accept": accept})
    assert (told.status_code, told.headers["Content-Type"].partition(";")[0]) == (200, media_type)
    graph = rdflib.Graph().parse(data=told.content, format=form)
    [service] = graph.subjects(RDF.type, SD.Service)
    assert graph.value(service, SD.endpoint) is not None
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(list(graph.subjects(RDF.type, SH.SPARQLExecutable))) > 20
    assert httpx.get(f"{served}sparql", headers={"Accept": accept, "If-None-Match": told.headers["ETag"]}
                     ).status_code == 304


def test_a_browser_that_asks_nothing_gets_a_page(served: str) -> None:
    told = httpx.get(f"{served}sparql", headers={"Accept": "text/html"})
    assert told.headers["Content-Type"].startswith("text/html")


def test_whoever_wants_rows_of_nothing_is_told_what_is_missing(served: str) -> None:
    told = httpx.get(f"{served}sparql", headers={"Accept": "application/sparql-results+json"})
    assert (told.status_code, told.json()["type"]) == (400, "/about#MLG-Y102")
