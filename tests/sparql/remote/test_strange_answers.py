"""What a remote engine makes of stores that break off, lie about formats, or are gone; and what it never asks them."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from sparql.failure import QueryFailed
from sparql.limits import QueryLimits
from sparql.remote.publishing import publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote.asking import LIMITS, Asked, Loop, loop
from tests.sparql.remote.fake_store import JSON, FakeStore, Reply, Request, fake_store, honest
from tests.sparql.remote.generations import World

CLOSING = {"Connection": "close"}
ALL = "SELECT ?s ?o { ?s ?p ?o }"
Answer = Callable[[], Reply]


@pytest.fixture(scope="module")
def turning() -> Iterator[Loop]:
    with loop() as made:
        yield made


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    with fake_store() as store:
        yield store


@dataclass(frozen=True, slots=True)
class Met:
    """A store, an engine on it, and the world that was published there."""

    fake: FakeStore
    remote: Asked
    world: World


@pytest.fixture(scope="module")
def all_met(turning: Loop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Met]:
    world = World(tmp_path_factory.mktemp("world"))
    generation = world.generation({"a": world.records("a", 40)})
    with fake_store() as store:
        publish_to_store(generation, store.remote)
        engine = Asked.remote(turning, generation, store.remote, replace(LIMITS, seconds=1, answer=1 << 16))
        yield Met(store, engine, world)
        engine.close()


@pytest.fixture
def met(all_met: Met) -> Met:
    all_met.fake.asked.clear()
    all_met.fake.twist = honest
    return all_met


@pytest.mark.parametrize("query", [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "INSERT DATA { <x:a> <x:b> <x:c> }", "DROP ALL",
    "SELECT * { ?s ?p ?o } ; DROP ALL", "SELECT * { ?s ?p ?o }\nINSERT DATA { <x:a> <x:b> <x:c> }", "LOAD <http://x/>",
    'DEFINE get:soft "soft" SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }', "SELECT (bif:version() AS ?v) { }",
    "SELECT (<bif:file_to_string>('/etc/passwd') AS ?v) { }", "PREFIX f: <BIF:> SELECT (f:version() AS ?v) { }",
    "PREFIX f: <b> SELECT (f:if:version() AS ?v) { }", "PREFIX f: <> SELECT (f:bif:version() AS ?v) { }",
    "BASE <sql:> SELECT (<version>() AS ?v) { }", "SELECT (`bif:version()` AS ?v) { }", "ALTER QUAD STORAGE <x:y>",
    "SELECT * { ?s unknown:p ?o }", "hello", "SELECT * {" + "{" * 100 + "}" * 100 + "}", "", "PREFIX x:", "BASE"])
def test_nothing_but_queries_of_sparql_1_1_leaves_for_the_store(query: str, met: Met) -> None:
    assert met.remote.refusal(query).status in (400, 403)
    assert met.fake.asked == []


@pytest.mark.parametrize("query", [
    'SELECT ?service { ?s ?p "DROP ALL; SERVICE <bif:x>" }', "SELECT * { ?s <http://x/delete> ?drop } # INSERT DATA",
    "PREFIX insert: <http://x/insert> SELECT * { ?s insert:insert ?o }", "BASE <http://x/> SELECT * { <a> <b> ?o }"])
def test_what_only_looks_like_it_is_asked(query: str, met: Met) -> None:
    met.remote.ask(query)
    assert len(met.fake.asked) == 1


def test_the_store_is_told_the_graphs_and_not_the_from_clause(met: Met) -> None:
    dataset = f"FROM <{met.world.graph('a')}> FROM NAMED <http://x/other>"
    met.remote.ask("\n".join(("SELECT ?s", dataset, "{ ?s a schema:Course }")))
    (asked,) = met.fake.asked
    (text,) = asked.fields["query"]
    assert "FROM" not in text
    assert text.startswith("PREFIX schema: <https://schema.org/> SELECT ?s\n")
    assert text.count("\n") == 2
    assert asked.fields["default-graph-uri"] == [met.world.graph("a")]
    assert "http://x/other" not in asked.fields["named-graph-uri"]


def cut_off(_request: Request, answer: Answer) -> Reply:
    reply = answer()
    return Reply(200, reply.body[:-5] + b"The SPARQL operation has been cancelled", reply.headers)


def half(_request: Request, answer: Answer) -> Reply:
    reply = answer()
    return Reply(200, reply.body[:-50], reply.headers, length=len(reply.body))


def other_format(_request: Request, _answer: Answer) -> Reply:
    return Reply(200, b"<html>", {"Content-Type": "text/html"})


def some_rows(_request: Request, answer: Answer) -> Reply:
    reply = answer()
    return Reply(200, reply.body, {**reply.headers, "X-SPARQL-MaxRows": "10"})


def in_part(_request: Request, answer: Answer) -> Reply:
    reply = answer()
    return Reply(200, reply.body, {**reply.headers, "X-SQL-State": "S1TAT"})


def refuse(status: int, told: bytes) -> Callable[[Request, Answer], Reply]:
    return lambda _request, _answer: Reply(status, told, {"Location": "http://127.0.0.1:9/"})


@pytest.mark.parametrize(("twist", "status", "code"), [
    (cut_off, 503, "MLG-Y041"), (half, 503, "MLG-Y041"), (other_format, 503, "MLG-Y049"),
    (some_rows, 413, "MLG-Y064"), (in_part, 504, "MLG-Y021"), (refuse(307, b""), 503, "MLG-Y046"),
    (refuse(400, b"line 3: no such function. SPARQL query: define secret"), 400, "MLG-Y063"),
    (refuse(401, b""), 503, "MLG-Y044"), (refuse(404, b""), 503, "MLG-Y047"), (refuse(503, b""), 503, "MLG-Y045"),
    (refuse(500, b"S1T00 Error SR171: Transaction timed out"), 504, "MLG-Y021"),
    (refuse(500, b"compiler out of luck"), 503, "MLG-Y065")])
@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_is_no_whole_answer_is_an_error(
        twist: Callable[[Request, Answer], Reply], status: int, code: str, form: str,
        met: Met) -> None:
    met.fake.twist = twist
    failed = met.remote.refusal(ALL, tabular=form)
    assert (failed.status, failed.code) == (status, code)
    assert not [told for told in (failed.fr, failed.en) if "127.0.0.1" in told or "secret" in told]
    met.fake.twist = honest
    assert met.remote.ask(ALL, tabular=form)


def test_an_answer_that_takes_too_long_is_given_up_in_time(met: Met) -> None:
    met.fake.twist = lambda _request, _answer: Reply(200, b"{", {"Content-Type": JSON}, length=100, pause=3)
    began = time.monotonic()
    assert met.remote.refusal(ALL).status == 504
    assert time.monotonic() - began < 1.5
    met.fake.twist = honest
    assert met.remote.ask(ALL)


def test_an_answer_beyond_the_limit_is_refused_whole(met: Met) -> None:
    met.fake.twist = lambda _request, answer: Reply(200, b" " * (1 << 17) + answer().body, {"Content-Type": JSON})
    failed = met.remote.refusal(ALL)
    assert (failed.status, failed.code) == (413, "MLG-Y011")


def test_a_long_answer_comes_whole_in_parts(world: World, turning: Loop) -> None:
    with fake_store() as other:
        generation = world.generation({"a": world.records("a", 400)})
        publish_to_store(generation, other.remote)
        small = Asked.remote(turning, generation, other.remote, QueryLimits(held=1000))
        assert small.ask(ALL, tabular="csv").count(b"\r\n") == 1601
        small.close()


def test_a_store_that_has_gone_is_told_and_looked_for_again(world: World, turning: Loop) -> None:
    generation = world.generation({"a": world.records("a", 4)})
    with fake_store() as store:
        store.twist = lambda _request, answer: replace(reply := answer(), headers={**reply.headers, **CLOSING})
        publish_to_store(generation, store.remote)
        engine = Asked.remote(turning, generation, store.remote)
        assert engine.engine.alive()
    failed = engine.refusal(ALL)
    assert (failed.status, failed.retry_after > 0, engine.engine.alive()) == (503, True, False)
    engine.close()
    with pytest.raises(QueryFailed):
        Asked.remote(turning, generation, store.remote)


def test_a_store_that_holds_another_generation_is_not_asked(fake: FakeStore, world: World, turning: Loop) -> None:
    publish_to_store(world.generation({"a": world.records("a", 4)}), fake.remote)
    later = world.generation({"a": world.records("a", 5)})
    with pytest.raises(QueryFailed) as failed:
        Asked.remote(turning, later, fake.remote)
    assert failed.value.status == 503


def test_the_writers_password_is_never_sent_to_a_public_query_address(
        fake: FakeStore, world: World, turning: Loop) -> None:
    generation = world.generation({"a": world.records("a", 4)})
    publish_to_store(generation, fake.remote)
    fake.asked.clear()
    known = RemoteStore(fake.remote.query_url, user="writer", password="hush")  # noqa: S106 - not a secret
    engine = Asked.remote(turning, generation, known)
    engine.ask(ALL)
    engine.close()
    assert not [one for one in fake.asked if "authorization" in one.headers]
