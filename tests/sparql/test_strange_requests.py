"""Requests as clients of every kind make them: each is answered, or refused with a status and a sentence that help."""

from __future__ import annotations

import gzip
import http.client
import json
import logging
import socket
import time
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from sparql.limits import QueryLimits
from tests.sparql.endpoint import Endpoint, endpoint, write_generation

LIMITS = QueryLimits(seconds=2, quick=0.01, held=1 << 10, allowance=6_000)
THINGS = "".join(f'<http://x/{n}> <http://x/p> "é{n}" .\n' for n in range(6_000))
SELECT = "SELECT ?s { ?s <http://x/p> 'é7' }"
LONG = "SELECT ?a ?b { ?a <http://x/p> ?c . ?b <http://x/p> ?d } LIMIT 50000"
# Rows at once, then nothing for ever.
BREAKS = ("SELECT ?a ?b { { ?a <http://x/p> ?b } UNION "
          "{ ?a ?x ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = '') } }")
TEXT, FORM = "application/sparql-query", "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("strange")
    write_generation(data, {"http://x/things": THINGS})
    with endpoint(data, LIMITS) as running:
        yield running


def refused(served: Endpoint, method: str = "GET", path: str = "/sparql", body: bytes | None = None,
            **headers: str) -> tuple[int, str, str]:
    told = served.ask(method, path, body, Accept_Language="en", **headers)
    problem: dict[str, Any] = json.loads(told.body)
    assert told.status == problem["status"]
    return told.status, problem["code"], problem["detail"]


def test_a_byte_order_mark_before_the_query_is_no_part_of_it(served: Endpoint) -> None:
    marked = "\ufeff" + SELECT
    for told in [served.ask(path=f"/sparql?query={quote(marked)}&format=csv"),
                 served.ask("POST", body=marked.encode(), Content_Type=TEXT, Accept="text/csv"),
                 served.ask("POST", body=f"query={quote(marked)}&format=csv".encode(), Content_Type=FORM)]:
        assert (told.status, told.body) == (200, b"s\r\nhttp://x/7\r\n")


@pytest.mark.parametrize("named", [
    "JSON", "application/json", "srj", "application/sparql-results+json", "ttl", "text/n3", "application/x-ld,json-ld"])
def test_forms_are_named_as_clients_name_them(served: Endpoint, named: str) -> None:
    told = served.ask(path=f"/sparql?query={quote(SELECT)}&format={quote(named)}")
    assert told.media_type == "application/sparql-results+json"


def test_a_form_that_nobody_knows_is_refused_and_the_known_ones_are_named(served: Endpoint) -> None:
    status, code, detail = refused(served, path=f"/sparql?query={quote(SELECT)}&format=xls")
    assert (status, code) == (406, "MLG-H406")
    assert "text/csv" in detail


def test_a_star_alone_accepts_anything(served: Endpoint) -> None:
    told = served.ask(path=f"/sparql?query={quote(SELECT)}", Accept="image/gif, *; q=.2, */*; q=.2")
    assert told.media_type == "application/sparql-results+json"


@pytest.mark.parametrize(("content", "body", "place"), [
    (TEXT, b"ASK { ?s ?p '\xe9' }", 14), (f"{TEXT}; charset=utf-16", "ASK {}".encode("utf-16"), 1),
    (FORM, b"query=ASK%7B%3Fs%20%3Fp%20'%E9'%7D", 12), (FORM, b"query=ASK%7B%3Fs%20%3Fp%20'%ED%A0%80'%7D", 12)])
def test_what_is_not_utf_8_is_said_to_be_so(served: Endpoint, content: str, body: bytes, place: int) -> None:
    status, code, detail = refused(served, "POST", body=body, Content_Type=content)
    assert (status, code) == (400, "MLG-Y104")
    assert f"Byte {place} " in detail
    assert refused(served, path="/sparql?query=ASK%7B%3Fs%20%3Fp%20'%E9'%7D")[:2] == (400, "MLG-Y104")


def test_a_compressed_body_is_refused_by_its_coding(served: Endpoint) -> None:
    status, code, detail = refused(served, "POST", body=gzip.compress(SELECT.encode()), Content_Type=TEXT,
                                   Content_Encoding="gzip")
    assert (status, code) == (415, "MLG-Y101")
    assert "gzip" in detail


def test_an_address_that_is_too_long_leads_to_post(served: Endpoint) -> None:
    status, code, detail = refused(served, path=f"/sparql?query={quote('ASK {} #' + 'é' * 3000)}")
    assert (status, code) == (414, "MLG-Y105")
    assert "POST" in detail


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["", "a graph", "graph/tools"])
def test_a_graph_that_is_no_iri_is_named(served: Endpoint, name: str, graph: str) -> None:
    status, code, detail = refused(served, path=f"/sparql?query=ASK%7B%7D&{name}={quote(graph)}")
    assert (status, code) == (400, "MLG-Y106")
    assert f"“{graph}” ({name})" in detail


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_is_told_all_that_are_taken(served: Endpoint, method: str) -> None:
    told = served.ask(method)
    assert told.status == 405
    assert set(told.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_a_page_of_another_host_may_send_any_header(served: Endpoint) -> None:
    asked = "authorization,content-type, x-requested-with"
    told = served.ask("OPTIONS", Origin="http://o.example", Access_Control_Request_Method="POST",
                      Access_Control_Request_Headers=asked)
    allowed = {name.strip().lower() for name in told.headers["Access-Control-Allow-Headers"].split(",")}
    assert told.status == 204
    assert {"authorization", "content-type", "x-requested-with", "accept"} <= allowed
    assert "Access-Control-Allow-Credentials" not in told.headers
    elsewhere = served.ask("OPTIONS", "/api/v1/search", Access_Control_Request_Method="POST",
                           Access_Control_Request_Headers=asked)
    assert "authorization" not in elsewhere.headers["Access-Control-Allow-Headers"].lower()
    strange = served.ask("OPTIONS", Access_Control_Request_Method="POST", Access_Control_Request_Headers="a;b")
    assert ";" not in strange.headers["Access-Control-Allow-Headers"]


def test_a_long_answer_in_gzip_is_whole_and_a_cut_one_is_not(served: Endpoint) -> None:
    told = served.ask(path=f"/sparql?query={quote(LONG)}", Accept="text/csv", Accept_Encoding="gzip")
    assert (told.headers["Content-Encoding"], told.headers["Transfer-Encoding"]) == ("gzip", "chunked")
    assert "Accept-Encoding" in told.headers["Vary"]
    assert gzip.decompress(told.body).count(b"\r\n") == 50_001
    with pytest.raises(http.client.IncompleteRead) as cut:
        served.ask(path=f"/sparql?query={quote(BREAKS)}", Accept="text/csv", Accept_Encoding="gzip")
    reading = zlib.decompressobj(wbits=31)
    reading.decompress(cut.value.partial)
    assert not reading.eof


def test_a_client_that_hangs_up_within_its_body_leaves_no_traceback(
        served: Endpoint, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), socket.create_connection(("127.0.0.1", served.port)) as wire:
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {TEXT}\r\nContent-Length: 99\r\n\r\n"
        wire.sendall(head.encode() + b"ASK")
        time.sleep(0.2)
    time.sleep(0.3)
    assert served.ask(path="/sparql?query=ASK%7B%7D").status == 200
    assert caplog.records == []
