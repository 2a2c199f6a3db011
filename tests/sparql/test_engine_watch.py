"""Publications are noticed while queries run: these end on the data they began with, later ones see the new data."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from bench.memory import children
from sparql.limits import QueryLimits
from tests.sparql.endpoint import Endpoint, endpoint, write_generation

GRAPH = "http://x/graph/s"
VALUE = "SELECT ?v { <http://x/value> <http://x/p> ?v }"
# Far more than the wires between worker, server and client hold.
MANY = "SELECT ?v { ?a <http://x/many> ?b . ?c <http://x/many> ?d . <http://x/value> <http://x/p> ?v } LIMIT 1000000"
ENDLESS = "SELECT ?v { ?a <http://x/many> ?b . ?c <http://x/many> ?d . ?e <http://x/many> ?f . ?g <http://x/p> ?v }"


def publish(data: Path, value: int) -> None:
    many = "".join(f'<http://x/{at}> <http://x/many> "{at}" .\n' for at in range(1000, 2500))
    write_generation(data, {GRAPH: f'{many}<http://x/value> <http://x/p> "{value}" .\n'}, number=value)


def value_of(body: bytes) -> str:
    [row] = json.loads(body)["results"]["bindings"]
    return str(row["v"]["value"])


def keepers() -> set[int]:
    """The processes that hold stores for this one; Python's own helper for starting them does not count."""
    called = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children(os.getpid())}
    return {pid for pid, line in called.items() if b"resource_tracker" not in line}


def asked(served: Endpoint, query: str) -> bytes:
    return served.ask(path=f"/sparql?{urlencode({'query': query})}").body


@contextmanager
def asking(served: Endpoint, query: str) -> Iterator[HTTPResponse]:
    """The answer of a query as it comes."""
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=60)) as connection:
        connection.request("GET", f"/sparql?{urlencode({'query': query, 'format': 'csv'})}")
        yield connection.getresponse()


def until(served: Endpoint, value: str) -> None:
    for _ in range(200):
        if value_of(asked(served, VALUE)) == value:
            return
        time.sleep(0.05)
    raise AssertionError(f"{value} was never seen")


def test_a_long_answer_is_of_the_generation_it_began_with_and_the_keeper_stays(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    others = keepers()
    with endpoint(tmp_path, QueryLimits(allowance=600, seconds=4)) as served, asking(served, MANY) as answer:
        [keeper] = keepers() - others
        first = answer.read(1000)
        publish(tmp_path, 2)
        until(served, "2")
        rows = (first + answer.read()).split(b"\r\n")
        assert keepers() - others == {keeper}
        publish(tmp_path, 3)
        until(served, "3")
    assert set(rows[1:-1]) == {b"1"}
    assert len(rows) == 1_000_002


def test_when_the_server_ends_while_an_old_engine_still_works_no_process_is_left(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    others = keepers()
    with endpoint(tmp_path, QueryLimits(allowance=600, seconds=4)) as served, asking(served, ENDLESS) as answer:
        answer.read(1000)
        (tmp_path / "generations" / "g000001-test" / "graphs").rename(tmp_path / "gone")  # Not to be followed.
        publish(tmp_path, 2)
        until(served, "2")
        assert len(keepers() - others) == 2
    assert keepers() <= others
