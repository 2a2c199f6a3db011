"""The endpoint as researchers' own tools meet it: formats, whole and broken answers, refusals."""

from __future__ import annotations

import csv
import http.client
import io
import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from time import sleep
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result
from SPARQLWrapper import SPARQLWrapper

from sparql.limits import QueryLimits
from tests.sparql.endpoint import Endpoint, Told, endpoint, write_generation

LIMITS = QueryLimits(seconds=2, quick=0.01, held=1 << 10, allowance=6_000)
NUMBER = 2_000
THINGS = "".join(f'<http://x/{n}> <http://x/p> "é{n}"@fr .\n<http://x/{n}> <http://x/q> <http://x/{n % 7}> .\n'
                 for n in range(NUMBER))
ALL = "SELECT ?s ?v { ?s <http://x/p> ?v }"
GRAPH = "CONSTRUCT { ?s <http://x/p> ?v } WHERE { ?s <http://x/p> ?v }"
LONG = "SELECT ?a ?b ?c ?d { ?a <http://x/p> ?b . ?c <http://x/p> ?d } LIMIT 400000"
# Rows at once, then nothing for ever.
BREAKS = ("SELECT ?a ?b { { ?a <http://x/p> ?b } UNION { ?a <http://x/q> ?b } UNION "
          "{ ?a ?x ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = '') } }")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("endpoint")
    write_generation(data, {"http://x/things": THINGS})
    with endpoint(data, LIMITS) as running:
        yield running


def get(served: Endpoint, query: str, accept: str = "*/*", **headers: str) -> Told:
    return served.ask("GET", f"/sparql?query={quote(query)}", None, Accept=accept, **headers)


def rows_of_csv(body: bytes) -> set[tuple[str, ...]]:
    return set(map(tuple, list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]))


def rows_of_tsv(body: bytes) -> set[tuple[str, ...]]:
    read = [line.split("\t") for line in body.decode().splitlines()[1:]]
    return {(subject.strip("<>"), value.removesuffix("@fr").strip('"')) for subject, value in read}


def rows_of_json(body: bytes) -> set[tuple[str, ...]]:
    return {(row["s"]["value"], row["v"]["value"]) for row in json.loads(body)["results"]["bindings"]}


def rows_of_xml(body: bytes) -> set[tuple[str, ...]]:
    rows: Any = Result.parse(io.BytesIO(body), format="xml")
    return {(str(row[0]), str(row[1])) for row in rows}


EVERY = {(f"http://x/{n}", f"é{n}") for n in range(NUMBER)}


@pytest.mark.parametrize(("media_type", "read"), [
    ("application/sparql-results+json", rows_of_json), ("application/sparql-results+xml", rows_of_xml),
    ("text/csv", rows_of_csv), ("text/tab-separated-values", rows_of_tsv)])
def test_every_form_of_rows_reads_back_as_the_same(served: Endpoint, media_type: str, read: Any) -> None:
    told = get(served, ALL, media_type)
    assert told.media_type == media_type
    assert read(told.body) == EVERY


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib warns of itself.
@pytest.mark.parametrize(("media_type", "form"), [
    ("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
    ("application/rdf+xml", "xml")])
def test_every_form_of_triples_reads_back_as_the_same(served: Endpoint, media_type: str, form: str) -> None:
    told = get(served, GRAPH, media_type)
    assert told.media_type == media_type
    read = rdflib.Graph().parse(data=told.body, format=form)
    assert {(str(s), str(o)) for s, _, o in read} == EVERY


@pytest.mark.parametrize(("accept", "media_type"), [
    ("text/csv;q=0.3, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
    ("application/json", "application/sparql-results+json"),
    ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
    ("text/csv, application/sparql-results+json;q=0", "text/csv")])
def test_accept_with_its_qualities_decides(served: Endpoint, accept: str, media_type: str) -> None:
    assert get(served, ALL, accept).media_type == media_type


def test_what_nobody_offers_is_not_acceptable(served: Endpoint) -> None:
    told = get(served, ALL, "image/png")
    assert told.status == 406
    assert "Accept" in told.headers["Vary"]


@pytest.mark.parametrize("form", ["csv", "text/csv"])
def test_a_form_can_be_named_in_the_address(served: Endpoint, form: str) -> None:
    told = served.ask(path=f"/sparql?query={quote(ALL)}&format={quote(form)}")
    assert told.media_type == "text/csv"


def test_a_long_answer_is_sent_as_it_comes_and_is_whole(served: Endpoint) -> None:
    told = get(served, LONG, "text/csv")
    assert told.headers["Transfer-Encoding"] == "chunked"
    assert told.headers["Content-Length"] is None
    assert told.body.count(b"\r\n") == 400_001


def test_an_answer_that_breaks_off_is_never_taken_for_whole(served: Endpoint) -> None:
    with pytest.raises(http.client.IncompleteRead):
        get(served, BREAKS, "text/csv")


def test_sparqlwrapper_raises_on_an_answer_that_breaks_off(served: Endpoint) -> None:
    client = SPARQLWrapper(served.url, returnFormat="json")
    client.setQuery(BREAKS)
    with pytest.raises(http.client.IncompleteRead):
        client.query().convert()
    client.setQuery(ALL)
    answer: Any = client.query().convert()
    assert len(answer["results"]["bindings"]) == NUMBER


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib warns of itself.
@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "json-ld", "xml"])
def test_sparqlwrapper_gets_triples_in_the_forms_that_it_names(served: Endpoint, form: str) -> None:
    client = SPARQLWrapper(served.url, returnFormat=form)
    client.setQuery(GRAPH)
    told: Any = client.query()
    body = told.response.read()
    read = rdflib.Graph().parse(data=body, format=told.info()["content-type"].partition(";")[0])
    assert len(read) == NUMBER


def test_rdflib_raises_on_an_answer_that_breaks_off(served: Endpoint) -> None:
    store = SPARQLStore(served.url)
    with pytest.raises(http.client.IncompleteRead):
        list(store.query(BREAKS))
    assert len(list(store.query(ALL))) == NUMBER


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
@pytest.mark.parametrize(("query", "code"), [(ALL, 0), (LONG, 0), (BREAKS, 18)])
def test_curl_says_by_its_code_whether_an_answer_is_whole(served: Endpoint, query: str, code: int) -> None:
    command = ["curl", "-sG", served.url, "--data-urlencode", f"query={query}", "-H", "Accept: text/csv"]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == code


@pytest.mark.parametrize(("query", "status"), [(LONG, b"200"), (BREAKS, b"504")])
def test_http_1_0_which_knows_no_chunks_gets_an_answer_only_when_it_is_whole(
        served: Endpoint, query: str, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as wire:
        wire.sendall(f"GET /sparql?query={quote(query)} HTTP/1.0\r\nAccept: text/csv\r\n\r\n".encode())
        told = b"".join(iter(lambda: wire.recv(1 << 16), b""))
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.split()[1] == status
    assert f"content-length: {len(body)}".encode() in head.lower()


@pytest.mark.parametrize("query", [
    "INSERT DATA { <http://x/a> <http://x/p> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <http://127.0.0.1:9/>",
    "DROP ALL", "CLEAR DEFAULT", "WITH <http://x/things> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"])
def test_an_update_is_refused_in_every_way_of_asking_and_changes_nothing(served: Endpoint, query: str) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    statuses = [
        get(served, query).status, served.ask(path=f"/sparql?update={quote(query)}").status,
        served.ask("POST", body=f"update={quote(query)}".encode(), **form).status,
        served.ask("POST", body=f"query={quote(query)}".encode(), **form).status,
        served.ask("POST", body=query.encode(), **{"Content-Type": "application/sparql-update"}).status,
        served.ask("POST", body=query.encode(), **{"Content-Type": "application/sparql-query"}).status]
    assert set(statuses) == {403}
    assert rows_of_csv(get(served, ALL, "text/csv").body) == EVERY


def test_an_error_says_where_and_why(served: Endpoint) -> None:
    problem = json.loads(get(served, "SELECT *\n{ ?s ?p }}", Accept_Language="en").body)
    assert (problem["status"], problem["cause"]) == (400, "MLG-Y010")
    assert "line 2, column" in problem["detail"]


def test_head_answers_as_get_without_a_body(served: Endpoint) -> None:
    path = f"/sparql?query={quote('ASK {}')}"
    assert served.ask("HEAD", path).body == b""
    assert served.ask("HEAD", path).headers["Content-Type"] == served.ask("GET", path).headers["Content-Type"]


def test_any_page_may_ask(served: Endpoint) -> None:
    assert get(served, "ASK {}").headers["Access-Control-Allow-Origin"] == "*"
    told = served.ask("OPTIONS")
    assert told.status == 204
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(told.headers["Allow"].split(", "))


def test_an_unchanged_answer_is_not_computed_again(served: Endpoint) -> None:
    tag = get(served, ALL).headers["ETag"]
    assert get(served, ALL, If_None_Match=tag).status == 304
    assert get(served, ALL, "text/csv", If_None_Match=tag).status == 200
    assert get(served, "SELECT (RAND() AS ?n) {}").headers["ETag"] is None


def test_a_new_generation_is_answered_from_soon_and_never_in_part(
        tmp_path_factory: pytest.TempPathFactory) -> None:
    data = tmp_path_factory.mktemp("generations")
    write_generation(data, {"http://x/a": "<http://x/s> <http://x/p> 1 .\n".replace(" 1 ", ' "1" ')})
    count = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) { ?s ?p ?o }"
    with endpoint(data, replace(LIMITS, quick=0.5)) as served:
        first = get(served, count, "text/csv")
        fresh = write_generation(data, {"http://x/a": "".join(f'<http://x/s{n}> <http://x/p> "2" .\n'
                                                              for n in range(500))}, 2)
        seen = {(first.headers["X-Maillage-Generation"], first.body)}
        for _ in range(400):
            told = get(served, count, "text/csv")
            assert told.status == 200
            seen.add((told.headers["X-Maillage-Generation"], told.body))
            if told.headers["X-Maillage-Generation"] == fresh:
                break
            sleep(0.02)
    assert seen == {("g000001-test", b"n,d\r\n1,1\r\n"), (fresh, b"n,d\r\n500,1\r\n")}
