"""Queries that bring other endpoints down cost this one a worker at most."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from time import monotonic
from urllib.parse import quote, urlencode

import pytest

from bench.hostile import queries
from sparql.limits import QueryLimits
from tests.sparql.endpoint import Endpoint, endpoint, write_generation

LIMITS = QueryLimits(seconds=1.5, quick=0.1, memory=256 << 20, quick_memory=64 << 20, together=384 << 20, patience=1,
                     allowance=6_000)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
THINGS = "".join(f'<http://x/{n}> <http://x/p> "v{n}" .\n<http://x/{n}> <http://x/q> <http://x/{n % 7}> .\n'
                 for n in range(2_000))
# How each ends, where that does not hang on the machine: as an error of the query, or as something not allowed.
SURE = {"nested braces": 400, "nested parentheses": 400, "unary operators": 400, "no syntax": 400, "service": 403,
        "silent service": 403, "update": 403, "load": 403, "too long": 413}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("hostile")
    write_generation(data, {"http://x/things": THINGS})
    with endpoint(data, LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        yield listening


@pytest.mark.parametrize("name", queries())
def test_each_is_answered_refused_or_cut_and_lookups_go_on(
        served: Endpoint, door: socket.socket, name: str) -> None:
    query = queries()[name].replace("{port}", str(door.getsockname()[1]))
    began = monotonic()
    try:
        status = served.ask("POST", body=urlencode({"query": query}).encode(), **FORM).status
    except http.client.IncompleteRead:
        status = 0  # A long answer that was cut, and is told as such.
    assert status in ({SURE[name]} if name in SURE else {0, 200, 400, 413, 503, 504})
    assert monotonic() - began < 10 * LIMITS.seconds  # That it is cut at all; how soon, `make soak` says.
    with pytest.raises(TimeoutError):
        door.accept()
    assert served.ask(path=f"/sparql?query={quote('SELECT ?v { <http://x/7> <http://x/p> ?v }')}").status == 200


@pytest.mark.parametrize("query", [
    'SELECT ("SERVICE" AS ?service) { FILTER (?SERVICE != "INSERT DATA") } # SERVICE <http://x/>',
    "PREFIX service: <http://x/SERVICE/> SELECT ?service { ?service service:LOAD 'DROP ALL' }",
    "SELECT * { ?load <http://x/delete/SERVICE> ?drop } ORDER BY ?drop",
    "SELECT * { ?s ?p '''LOAD <http://x/> SERVICE''' } LIMIT 1",
])
def test_words_that_only_look_forbidden_are_not(served: Endpoint, query: str) -> None:
    assert served.ask(path=f"/sparql?query={quote(query)}").status == 200
