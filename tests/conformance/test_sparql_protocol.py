"""SPARQL 1.1 Protocol (W3C Recommendation, 21 March 2013), its query operation: what each request is answered.

The cases are those of the W3C's protocol test suite (its names are the ids), written from the specification.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest

from tests.sparql.endpoint import Endpoint, Told, endpoint, write_generation

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
GRAPHS = {f"http://x/data{number}": f"<http://x/s{number}> <http://x/p> \"{number}\" .\n" for number in (0, 1, 2, 3)}
ONE = "ASK { <http://x/s1> <http://x/p> \"1\" }"


@dataclass(frozen=True)
class Request:
    """A request: fields of the query part and of the body, or the body itself."""

    method: str = "GET"
    asked: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    content: str = ""
    accept: str = ""

    def send(self, served: Endpoint) -> Told:
        """The answer."""
        path = "/sparql" + (f"?{urlencode(self.asked)}" if self.asked else "")
        body = urlencode(self.form).encode() if self.form else self.body
        headers = {"Content-Type": self.content or FORM} if body is not None and self.content != "none" else {}
        if self.accept:
            headers["Accept"] = self.accept
        return served.ask(self.method, path, body, **headers)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("protocol")
    write_generation(data, GRAPHS)
    with endpoint(data) as running:
        yield running


def datasets(default: tuple[int, ...] = (), named: tuple[int, ...] = ()) -> tuple[tuple[str, str], ...]:
    return (*(("default-graph-uri", f"http://x/data{one}") for one in default),
            *(("named-graph-uri", f"http://x/data{one}") for one in named))


def only(*numbers: int) -> str:
    """Whether the default graph holds exactly the data of these graphs."""
    held = " ".join(f"<http://x/s{one}> <http://x/p> \"{one}\" ." for one in numbers)
    others = " || ".join(f"?s = <http://x/s{one}>" for one in range(4) if one not in numbers)
    return f"ASK {{ {held} FILTER NOT EXISTS {{ ?s ?p ?o FILTER ({others}) }} }}"


def graphs(*numbers: int) -> str:
    """Whether the named graphs are exactly these."""
    held = " ".join(f"GRAPH <http://x/data{one}> {{ ?s{one} ?p{one} ?o{one} }}" for one in numbers)
    others = ", ".join(f"<http://x/data{one}>" for one in numbers)
    return f"ASK {{ {held} FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN ({others})) }} }}"


TRUE = {
    "query_get": Request(asked=(("query", ONE),)),
    "query_post_form": Request("POST", form=(("query", ONE),)),
    "query_post_direct": Request("POST", body=ONE.encode(), content=DIRECT),
    "query_dataset_default_graph": Request("POST", form=(("query", only(1)), *datasets((1,)))),
    "query_dataset_default_graphs_get": Request(asked=(("query", only(1, 2)), *datasets((1, 2)))),
    "query_dataset_default_graphs_post": Request("POST", datasets((1, 2)), body=only(1, 2).encode(), content=DIRECT),
    "query_dataset_named_graphs_get": Request(asked=(("query", graphs(1, 2)), *datasets(named=(1, 2)))),
    "query_dataset_named_graphs_post": Request("POST", datasets(named=(1, 2)), body=graphs(1, 2).encode(),
                                               content=DIRECT),
    "query_dataset_full": Request(
        "POST", form=(("query", f"{only(3)[:-2]} {graphs(1, 2)[5:]}"), *datasets((3,), (1, 2)))),
    "query_multiple_dataset": Request(
        "POST", form=(("query", only(1).replace("ASK", "ASK FROM <http://x/data2>")), *datasets((1,)))),
}
REFUSED = {
    "bad_multiple_queries": (400, Request(asked=(("query", "ASK {}"), ("query", "SELECT * {}")))),
    "bad_query_method": (405, Request("PUT", asked=(("query", "ASK {}"),))),
    "bad_query_missing_form_type": (415, Request("POST", form=(("query", "ASK {}"),), content="none")),
    "bad_query_missing_direct_type": (415, Request("POST", body=b"ASK {}", content="none")),
    "bad_query_wrong_media_type": (415, Request("POST", body=b"ASK {}", content="text/plain")),
    "bad_query_non_utf8": (400, Request("POST", body="ASK { ?é ?p ?o }".encode("utf-16"), content=DIRECT)),
    "bad_query_syntax": (400, Request(asked=(("query", "ASK {"),))),
}
TYPES = {
    "query_content_type_select": ("SELECT (1 AS ?x) {}", "application/sparql-results+json"),
    "query_content_type_ask": ("ASK {}", "application/sparql-results+json"),
    "query_content_type_describe": ("DESCRIBE <http://x/s1>", "text/turtle"),
    "query_content_type_construct": ("CONSTRUCT { <http://x/s> <http://x/p> 1 } {}", "text/turtle"),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_query_is_asked_of_the_dataset_that_the_request_names(served: Endpoint, name: str) -> None:
    told = TRUE[name].send(served)
    assert (told.status, told.media_type) == (200, "application/sparql-results+json"), told.body
    assert json.loads(told.body)["boolean"] is True


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_query_operation_is_a_client_error_and_says_why(served: Endpoint, name: str) -> None:
    expected, request = REFUSED[name]
    told = request.send(served)
    assert (told.status, told.media_type) == (expected, "application/problem+json")
    assert json.loads(told.body)["detail"]


@pytest.mark.parametrize("name", TYPES)
def test_each_form_of_query_has_a_type_of_its_own(served: Endpoint, name: str) -> None:
    query, media_type = TYPES[name]
    told = Request(asked=(("query", query),)).send(served)
    assert (told.status, told.media_type) == (200, media_type)
