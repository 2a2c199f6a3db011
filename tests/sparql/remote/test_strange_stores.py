"""Stores that do not do as they should: nothing wrong is shown, and the operator is told what to do."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sparql.remote import connection as connections
from sparql.remote.faults import StoreFault
from sparql.remote.publishing import generation_in_store, publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote.fake_store import FakeStore, Reply, Request, fake_store
from tests.sparql.remote.generations import World

Answer = Callable[[], Reply]

IDENTIFIER = "http://purl.org/dc/terms/identifier"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeStore]:
    monkeypatch.setattr(connections, "_PAUSE", 0.01)
    with fake_store() as store:
        yield store


def fault_of(world: World, store: RemoteStore, seconds: float = 60.0) -> StoreFault:
    with pytest.raises(StoreFault) as fault:
        publish_to_store(world.generation({"a": world.records("a", 3)}), store, seconds=seconds)
    return fault.value


def test_a_store_that_lies_about_counts_is_not_believed(fake: FakeStore, world: World) -> None:
    def one_less(_request: Request, answer: Answer) -> Reply:
        reply = answer()
        return replace(reply, body=reply.body.replace(b'"12"', b'"11"'), headers=reply.headers)

    fake.twist = one_less
    fault = fault_of(world, fake.remote)
    assert (fault.code, fault.exit_code) == ("MLG-Y050", 1)
    assert "11 triples instead of 12" in fault.en
    assert "11 triplets au lieu de 12" in fault.fr
    assert generation_in_store(fake.remote, world.base) == ""


def test_a_store_that_alters_text_is_found_out_by_hashes(fake: FakeStore, world: World) -> None:
    def without_accents(request: Request, answer: Answer) -> Reply:
        request.body = request.body.replace("œuvre n° 2".encode(), "oeuvre n° 2".encode())
        return answer()

    fake.twist = without_accents
    fault = fault_of(world, fake.remote)
    assert (fault.code, "hashes differ" in fault.en) == ("MLG-Y050", True)


def test_a_store_without_hashes_is_checked_by_counts_and_that_is_told(fake: FakeStore, world: World) -> None:
    def no_md5(request: Request, answer: Answer) -> Reply:
        return Reply(400, b"unknown function MD5") if "MD5" in request.fields.get("query", [""])[0] else answer()

    fake.twist = no_md5
    assert publish_to_store(world.generation({"a": world.records("a", 3)}), fake.remote).proof == "counts"


@pytest.mark.parametrize("half", [Reply(200, b'{"head": {"vars": ["n"]}, "res', {"Content-Type": "x"}, length=900),
                                  Reply(200, b'{"head": {"vars": ["n"]}, "res', {"Content-Type": "x"}, length=-1)])
def test_half_an_answer_is_none(half: Reply, fake: FakeStore, world: World) -> None:
    fake.twist = lambda request, answer: half if request.path == "/query" else answer()
    assert fault_of(world, fake.remote).code in ("MLG-Y041", "MLG-Y049")
    assert fake.written() == []


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b'{"results": {"bindings": [{"n": 1}]}}', b"\xff",
                                  b'{"results": {"bindings": []}}', b'{"results": {"bindings": [7]}}'])
def test_what_is_no_store_is_told_so(body: bytes, fake: FakeStore, world: World) -> None:
    fake.twist = lambda request, answer: Reply(200, body) if request.path == "/query" else answer()
    fault = fault_of(world, fake.remote)
    assert (fault.code, fault.exit_code) == ("MLG-Y049", 1)


def test_a_redirect_is_not_followed(fake: FakeStore, world: World) -> None:
    fake.twist = lambda _request, _answer: Reply(307, b"", {"Location": "http://127.0.0.1:9/elsewhere"})
    fault = fault_of(world, fake.remote)
    assert (fault.code, fault.exit_code, len(fake.asked)) == ("MLG-Y046", 2, 1)
    assert "http://127.0.0.1:9/elsewhere" in fault.en


def test_a_proxy_of_the_environment_is_not_asked(
        fake: FakeStore, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    assert publish_to_store(world.generation({"a": world.records("a", 3)}), fake.remote).sent


def test_a_passing_failure_is_tried_again(fake: FakeStore, world: World) -> None:
    turns = itertools.count()
    fake.twist = lambda request, answer: (
        answer() if request.path == "/update" or next(turns) % 3 == 2 else Reply(503, b"busy"))
    assert publish_to_store(world.generation({"a": world.records("a", 3)}), fake.remote).triples == 12


def test_a_lasting_failure_tells_what_the_store_said(fake: FakeStore, world: World) -> None:
    fake.twist = lambda request, answer: Reply(500, b"disk  full\n" * 200) if request.method == "PUT" else answer()
    fault = fault_of(world, fake.remote)
    assert (fault.code, fault.exit_code) == ("MLG-Y045", 3)
    assert "HTTP 500 (disk full disk full" in fault.en
    assert len(fault.en) < 600


def test_a_store_that_does_not_end_its_answer_is_left_in_time(fake: FakeStore, world: World) -> None:
    fake.twist = lambda _request, _answer: Reply(200, b"{", {}, length=100_000, pause=3)
    assert fault_of(world, fake.remote, seconds=0.3).code == "MLG-Y042"
    assert len(fake.asked) == 1


def test_user_and_password_are_given_when_asked_and_not_before(fake: FakeStore, world: World) -> None:
    def basic(request: Request, answer: Answer) -> Reply:
        if request.path == "/query" or "authorization" in request.headers:
            return answer()
        return Reply(401, b"", {"WWW-Authenticate": 'Basic realm="a store, of ours"'})

    fake.twist = basic
    known = replace(fake.remote, user="writer", password="hush")  # noqa: S106 - not a secret
    assert publish_to_store(world.generation({"a": world.records("a", 3)}), known).sent
    told = {request.path for request in fake.asked if "authorization" in request.headers}
    assert told == {"/update", "/store"}


def test_a_store_that_knows_no_n_triples_is_sent_turtle(fake: FakeStore, world: World) -> None:
    def only_turtle(request: Request, answer: Answer) -> Reply:
        return Reply(415) if request.headers.get("content-type") == "application/n-triples" else answer()

    fake.twist = only_turtle
    only = replace(fake.remote, update_url="")
    assert publish_to_store(world.generation({"a": world.records("a", 3)}), only).triples == 12
    refused = [one for one in fake.asked if one.headers.get("content-type") == "application/n-triples"]
    assert len(refused) == 1


def test_graphs_below_the_stores_address_are_named_directly(fake: FakeStore, world: World) -> None:
    site = fake.remote.graph_store_url
    direct = World(world.folder, f"{site}/")
    only = replace(fake.remote, update_url="")
    publish_to_store(direct.generation({"a": direct.records("a", 3)}), only)
    assert "PUT /store/graph/a" in fake.written()
    assert not any("graph" in request.fields for request in fake.asked)


def test_a_second_publisher_is_noticed_before_readers_see_a_mixture(fake: FakeStore, world: World) -> None:
    generation = world.generation({"a": world.records("a", 3), "b": world.records("b", 3)})

    def somebody_else(request: Request, answer: Answer) -> Reply:
        reply = answer()
        if request.method == "PUT" and request.fields.get("graph") == [world.graph("b")]:
            marker = f"<{world.graph('catalogue/published')}>"
            fake.store.update(f'INSERT DATA {{ GRAPH {marker} {{ {marker} <{IDENTIFIER}> "g9" }} }}')
        return reply

    fake.twist = somebody_else
    with pytest.raises(StoreFault, match="g9") as fault:
        publish_to_store(generation, fake.remote)
    assert fault.value.code == "MLG-Y051"


def test_a_switch_whose_answer_is_lost_is_not_repeated(fake: FakeStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 3)}), fake.remote)
    later = world.generation({"a": world.records("a", 3, frozenset({1}))})
    switches = []

    def lost(request: Request, answer: Answer) -> Reply:
        reply = answer()
        if request.path == "/update" and b"ADD SILENT" in request.body:
            switches.append(request)
            return Reply(200, b"", {}, length=50)
        return reply

    fake.twist = lost
    with pytest.raises(StoreFault):
        publish_to_store(later, fake.remote)
    assert len(switches) == 1
    assert publish_to_store(later, fake.remote).changed is False


def test_a_switch_too_large_for_one_request_is_made_step_by_step(fake: FakeStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 3)}), fake.remote)

    def short_only(request: Request, answer: Answer) -> Reply:
        return Reply(400, b"too much") if request.path == "/update" and b";\n" in request.body and (
            b"ADD SILENT" in request.body) else answer()

    fake.twist = short_only
    done = publish_to_store(world.generation({"a": world.records("a", 3, frozenset({1}))}), fake.remote)
    assert done.sent == (world.graph("a"),)
    assert generation_in_store(fake.remote, world.base) == done.generation


def test_large_graphs_are_sent_in_bounded_pieces(fake: FakeStore, world: World) -> None:
    only = replace(fake.remote, graph_store_url="")
    done = publish_to_store(world.generation({"a": world.records("a", 700)}), only)
    assert done.triples == 2800
    assert max(request.body.count(b"\n") for request in fake.asked if request.path == "/update") <= 1002
