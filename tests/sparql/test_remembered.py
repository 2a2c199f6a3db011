"""What was answered once is answered again without anybody being asked, as long as it is the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.generation import Generation
from maillage import engines
from maillage.engines import opener_of
from maillage.settings import Settings
from sparql.engine import Engine
from sparql.failure import Broken, QueryFailed
from sparql.question import Answer, Question
from sparql.remembered import Remembering
from sparql.remote.engine import RemoteEngine
from tests.sparql.conftest import LIMITS
from tests.sparql.counted import Counted, at_once
from tests.sparql.endpoint import Endpoint, Told, endpoint, write_generation
from tests.sparql.loop import Asked

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://x/p> ?o }"
EDGES = "CONSTRUCT { ?s <http://x/r> ?o } WHERE { ?s <http://x/r> ?o }"


@pytest.fixture
def counted(engine: Asked) -> Counted:
    return Counted(engine.lanes.ask)


@pytest.fixture
def asked(engine: Asked, counted: Counted) -> Iterator[Callable[..., Answer]]:
    """Asks the engine on the small generation, through a memory."""
    remembering = Remembering(counted, LIMITS)
    yield lambda query, **how: engine.do(remembering.ask(Question(query, **how)))
    assert remembering.size <= LIMITS.remembered


@pytest.mark.parametrize("query", [COUNT, EDGES, "ASK { ?s ?p 'nothing' }", "DESCRIBE <http://x/0>"])
def test_the_same_question_is_answered_again_alike_and_nobody_is_asked(
        asked: Callable[..., Answer], counted: Counted, query: str) -> None:
    assert asked(query) == asked(query) == asked(query)
    assert len(counted.asked) == 1


def test_another_form_or_dataset_is_another_answer(asked: Callable[..., Answer], counted: Counted) -> None:
    ways: list[dict[str, Any]] = [{}, {"tabular": "csv"}, {"default_graphs": ("http://x/graph/more",)},
                                  {"named_graphs": ("http://x/graph/more",)}]
    first = [asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **way).body for way in ways]
    assert len(set(first)) == len(ways)
    assert [asked("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **way).body for way in ways] == first
    assert len(counted.asked) == len(ways)


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_another_answer_each_time_is_computed_each_time(
        asked: Callable[..., Answer], counted: Counted, function: str) -> None:
    query = f"SELECT ({function.lower()} AS ?now) {{}}"
    assert asked(query) != asked(query)
    assert len(counted.asked) == 2


@pytest.mark.parametrize(("query", "failure"), [
    ("SELECT * { ?s ?p }}", QueryFailed), ("SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d }", Broken)])
def test_a_failure_is_never_remembered(
        counted: Counted, engine: Asked, query: str, failure: type[Exception]) -> None:
    remembering = Remembering(counted, LIMITS)
    for _ in range(2):
        with pytest.raises(failure):
            engine.do(engine.do(remembering.ask(Question(query))).whole())
    assert len(counted.asked) == 2
    assert remembering.size == 0


def test_the_front_gate_judges_before_anybody_is_asked_or_remembers(engine: Asked, counted: Counted) -> None:
    with pytest.raises(QueryFailed, match="SERVICE"):
        engine.do(Remembering(counted, LIMITS).ask(Question("SELECT * { SERVICE <http://x/> {} }")))
    assert counted.asked == []


def test_a_long_answer_is_not_kept_and_comes_whole_each_time(asked: Callable[..., Answer], engine: Asked) -> None:
    rows = "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d } LIMIT 8000"
    for _ in range(2):
        answer = asked(rows, tabular="csv")
        assert answer.rest is not None
        assert engine.do(answer.whole()).count(b"\r\n") == 8001


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60)), max_size=60))
def test_no_questions_make_the_memory_pass_its_bound_or_answer_wrongly(questions: list[tuple[int, int]]) -> None:
    limits = replace(LIMITS, remembered=6_000, remembered_each=2_000)

    async def all_asked() -> None:
        remembering = Remembering(Counted(), limits)
        for number, times in questions:
            question = Question(f"SELECT * {{ ?s ?p {number} }} # {times}")
            assert await remembering.ask(question) == await at_once(question)
            assert 0 <= remembering.size <= limits.remembered
        await remembering.close()
        assert remembering.size == 0

    asyncio.run(all_asked())


def test_what_was_not_asked_for_longest_makes_room() -> None:
    counted = Counted()

    async def asked() -> None:
        remembering = Remembering(counted, replace(LIMITS, remembered=2_500))
        for letter in "abacabd":  # About three of them have room.
            await remembering.ask(Question(f"ASK {{ ?{letter} ?p ?o }} # 1"))

    asyncio.run(asked())
    assert [query[7] for query, _ in counted.asked] == ["a", "b", "c", "d"]


def test_an_answer_that_holds_for_a_time_only_is_asked_for_again_after_it() -> None:
    counted, now = Counted(), [0.0]

    async def asked() -> None:
        remembering = Remembering(counted, LIMITS, 60.0, lambda: now[0])
        for now[0] in (0.0, 59.0, 60.0, 119.0, 130.0):
            await remembering.ask(Question("ASK {} # 1"))

    asyncio.run(asked())
    assert len(counted.asked) == 3


def test_a_later_generation_begins_with_an_empty_memory_where_the_engine_follows(generation: Generation) -> None:
    later = Generation(generation.path, replace(generation.manifest, number=2))

    async def followed() -> tuple[Remembering | None, Remembering | None]:
        remembering = Remembering(Counted(), LIMITS)
        await remembering.ask(Question("ASK {} # 1"))
        return await remembering.follow(generation), await remembering.follow(later)

    nothing, fresh = asyncio.run(followed())
    assert nothing is None
    assert fresh is not None
    assert fresh.size == 0


def get(served: Endpoint, query: str) -> Told:
    return served.ask("GET", f"/sparql?query={quote(query)}", None, Accept="text/csv")


def test_the_endpoint_answers_again_with_the_same_bytes_and_tag_and_a_publication_is_seen_at_once(
        tmp_path: Path) -> None:
    data, opened = tmp_path / "data", []
    write_generation(data, {"http://x/a": '<http://x/s> <http://x/p> "1" .\n'})
    opener = opener_of(Settings(data=str(data)), data)

    async def noted(generation: Generation) -> Engine:
        opened.append(await opener(generation))
        return opened[-1]

    with endpoint(data, opener=noted) as served:
        first, again = get(served, COUNT), get(served, COUNT)
        assert (first.body, first.headers["ETag"]) == (again.body, again.headers["ETag"])
        assert isinstance(opened[0], Remembering)
        assert opened[0].size > 0
        two = "".join(f'<http://x/s> <http://x/p> "{n}" .\n' for n in range(2))
        fresh = write_generation(data, {"http://x/a": two}, 2)
        seen = {(first.headers["X-Maillage-Generation"], first.body)}
        for _ in range(400):
            told = get(served, COUNT)
            seen.add((told.headers["X-Maillage-Generation"], told.body))
            if told.headers["X-Maillage-Generation"] == fresh:
                break
            sleep(0.02)
        assert get(served, COUNT).headers["ETag"] != first.headers["ETag"]
    assert seen == {("g000001-test", b"n\r\n1\r\n"), (fresh, b"n\r\n2\r\n")}


def test_what_another_programs_store_answers_is_remembered_for_a_minute(
        tmp_path: Path, generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    counted, now = Counted(), [0.0]

    async def opened(*_: Any) -> Counted:
        return counted

    async def asked() -> None:
        engine = await opener_of(Settings(sparql_engine="remote", remote_query_url="http://127.0.0.1:9/"), tmp_path)(
            generation)
        for now[0] in (0.0, 59.0, 61.0):
            await engine.ask(Question("ASK {} # 1"), "")

    monkeypatch.setattr(RemoteEngine, "open", opened)
    monkeypatch.setattr(engines, "Remembering", partial(Remembering, clock=lambda: now[0]))
    asyncio.run(asked())
    assert len(counted.asked) == 2
