"""Queries run in workers that may die; the engine and the other queries go on."""

import asyncio
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from catalogue.generation import Generation
from sparql import lanes
from sparql.admission import Admitted
from sparql.budget import Budget
from sparql.failure import Broken, QueryFailed
from sparql.limits import QueryLimits
from sparql.question import Question
from tests.sparql.conftest import LIMITS
from tests.sparql.loop import Asked

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://x/p> ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d } ORDER BY ?b ?d"
ROWS = "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d } LIMIT %d"


@pytest.fixture(scope="module")
def eager(generation: Generation) -> Iterator[Asked]:
    """Waits for next to nothing before it sends."""
    with Asked(generation, replace(LIMITS, quick=0.02, held=1 << 10, answer=8 << 20)) as asked:
        yield asked


def test_named_graphs_answer_as_their_union(engine: Asked) -> None:
    both = engine.ask("ASK { <http://x/0> <http://x/p> ?v ; <http://x/r> ?w }")
    assert json.loads(both)["boolean"] is True


@pytest.mark.parametrize(("query", "how", "number"), [
    ("", {"default_graphs": ("http://x/graph/more",)}, 1),
    ("FROM <http://x/graph/more>", {}, 1),
    ("FROM <http://x/graph/things>", {"default_graphs": ("http://x/graph/more",)}, 1),
    ("FROM NAMED <http://x/graph/more>", {}, 0),
    ("", {"named_graphs": ("http://x/graph/more",)}, 0),
    ("", {}, 4001)])
def test_the_dataset_is_what_the_protocol_names_else_the_query_else_everything(
        engine: Asked, query: str, how: dict[str, Any], number: int) -> None:
    answer = engine.ask(f"SELECT (COUNT(*) AS ?n) {query} {{ ?s ?p ?o }}", **how)
    assert json.loads(answer)["results"]["bindings"][0]["n"]["value"] == str(number)


@pytest.mark.parametrize(("tabular", "start"), [
    ("csv", b"n\r\n2000"), ("tsv", b"?n\n2000"), ("json", b'{"head"'), ("xml", b"<?xml")])
def test_every_tabular_format_is_served(engine: Asked, tabular: str, start: bytes) -> None:
    assert engine.ask(COUNT, tabular=tabular).startswith(start)


@pytest.mark.parametrize("graph", ["ttl", "nt", "jsonld", "rdf"])
def test_every_graph_format_is_served(engine: Asked, graph: str) -> None:
    assert b"http://x/1" in engine.ask("CONSTRUCT WHERE { <http://x/0> <http://x/r> ?o }", graph=graph)


def test_a_syntax_error_names_line_and_column(engine: Asked) -> None:
    with pytest.raises(QueryFailed, match="line 2, column") as failed:
        engine.ask("SELECT *\n{ ?s ?p }}")
    assert (failed.value.status, failed.value.code) == (400, "MLG-Y010")


def test_an_endless_query_is_cut_at_its_limit_and_the_next_is_answered(engine: Asked) -> None:
    started = monotonic()
    with pytest.raises(QueryFailed) as failed:
        engine.ask(ENDLESS)
    assert failed.value.status == 504
    assert monotonic() - started < 1.5 * (engine.limits.seconds + engine.limits.patience)
    assert engine.count(COUNT) == 2000


def test_a_query_that_exhausts_memory_costs_only_its_worker(engine: Asked) -> None:
    with pytest.raises(QueryFailed) as failed:
        engine.ask(HUNGRY)
    assert failed.value.status in (503, 504)
    assert failed.value.retry_after == 0
    assert engine.count(COUNT) == 2000


def test_a_query_that_needs_more_than_a_quick_one_may_have_is_asked_again_as_a_long_one(engine: Asked) -> None:
    grown = "SELECT (STRLEN(?s) AS ?n) { BIND (CONCAT(%s) AS ?s) }"
    doubled = '"x"'
    for _ in range(5):
        doubled = f"REPLACE({doubled}, 'x', '{'x' * 30}')"
    assert engine.count(grown % doubled) == 30 ** 5


def test_an_answer_comes_in_parts_when_it_takes_long_and_whole_when_not(eager: Asked) -> None:
    short, long = eager.answer(ROWS % 10, tabular="csv"), eager.answer(ROWS % 60_000, tabular="csv")
    assert short.rest is None
    assert short.body.count(b"\r\n") == 11
    assert long.rest is not None
    assert eager.do(long.whole()).count(b"\r\n") == 60_001


def test_an_answer_beyond_the_limit_breaks_off_and_says_so(eager: Asked) -> None:
    answer = eager.answer(ROWS % 100_000)
    with pytest.raises(Broken) as broken:
        eager.do(answer.whole())
    assert (broken.value.failed.status, broken.value.failed.code) == (413, "MLG-Y011")


def test_an_answer_that_is_cut_by_time_breaks_off_and_says_so(eager: Asked) -> None:
    endless = "?a ?x ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER (CONCAT(STR(?a), STR(?d), STR(?g), STR(?j)) = '')"
    rows = "{ ?a <http://x/p> ?b } UNION { ?a <http://x/q> ?b }"
    answer = eager.answer(f"SELECT ?a ?b {{ {rows} UNION {{ {endless} }} }}")
    with pytest.raises(Broken) as broken:
        eager.do(answer.whole())
    assert broken.value.failed.status == 504


def test_a_crowd_of_bad_queries_leaves_room_for_lookups(engine: Asked) -> None:
    statuses: list[int] = []
    lookups: list[float] = []

    def bad(number: int) -> None:
        with pytest.raises(QueryFailed) as failed:
            engine.ask(f"{ENDLESS} # {number % 3}")
        statuses.append(failed.value.status)

    crowd = [threading.Thread(target=bad, args=(number,)) for number in range(12)]
    for thread in crowd:
        thread.start()
    while any(thread.is_alive() for thread in crowd):
        began = monotonic()
        assert engine.count(COUNT, client="reader") == 2000
        lookups.append(monotonic() - began)
        sleep(0.05)
    assert len(statuses) == 12
    assert set(statuses) <= {503, 504}
    assert len(lookups) > 5


def test_long_queries_use_up_the_allowance_of_their_client_and_short_ones_still_pass(generation: Generation) -> None:
    with Asked(generation, LIMITS, Budget(2.0)) as engine:
        statuses = []
        for _ in range(3):
            with pytest.raises(QueryFailed) as failed:
                engine.ask(ENDLESS, client="a")
            statuses.append(failed.value.status)
        assert statuses == [504, 429, 429]
        assert 0 < failed.value.retry_after <= 60
        assert engine.count(COUNT) == 2000
        with pytest.raises(QueryFailed) as other:
            engine.ask(ENDLESS, client="b")
        assert other.value.status == 504


def test_a_query_that_nobody_waits_for_any_more_is_ended(engine: Asked) -> None:
    before = workers_of(engine)
    asked = asyncio.run_coroutine_threadsafe(engine.lanes.ask(Question(f"{ENDLESS} # left")), engine.loop)
    sleep(0.5)
    asked.cancel()
    sleep(0.5)
    assert len(workers_of(engine)) == len(before) == engine.limits.quick_workers


def test_a_worker_that_ended_a_long_query_well_serves_the_next_one(generation: Generation) -> None:
    with Asked(generation, replace(LIMITS, quick=0.01, seconds=30)) as engine:
        long = "SELECT (COUNT(*) AS ?n) { ?a <http://x/q> <http://x/1> . ?c <http://x/p> ?d FILTER (?a != ?c) }"
        known = set()
        for _ in range(4):
            assert engine.count(long) == 286 * 1999
            sleep(0.1)
            known |= set(engine.lanes.processes())
        assert len(known) <= 1 + 2 + 1 + 2
        for pid in workers_of(engine):
            os.kill(pid, signal.SIGKILL)  # Whatever the system takes away is replaced.
        sleep(0.2)
        assert engine.count(f"{long} # again") == 286 * 1999


def test_workers_that_died_at_rest_are_missed_by_nobody_and_do_not_add_up(generation: Generation) -> None:
    long = "SELECT (COUNT(*) AS ?n) { ?a <http://x/p> ?b . ?c <http://x/q> <http://x/1> FILTER (?a != ?c) }"
    with Asked(generation, replace(LIMITS, quick=0.01, seconds=30)) as engine:
        for number in range(4):
            assert engine.count(f"{long} # {number}") == 286 * 1999
            sleep(0.2)
            assert len(workers_of(engine)) <= LIMITS.quick_workers + LIMITS.long_workers
            for pid in workers_of(engine):
                os.kill(pid, signal.SIGKILL)
            sleep(0.2)


def test_a_worker_can_open_no_socket(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    # The front gate refuses SERVICE; here it is bypassed, so that only the missing descriptors stand in the way.
    monkeypatch.setattr(lanes, "admit", lambda *_: Admitted("SELECT", own_dataset=False, steady=True))
    with socket.create_server(("127.0.0.1", 0)) as listener, Asked(generation, LIMITS) as engine:
        listener.settimeout(0.5)
        port = listener.getsockname()[1]
        with pytest.raises(QueryFailed):
            engine.ask(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            listener.accept()


def workers_of(engine: Asked) -> list[int]:
    """As the system counts them."""
    tasks = Path(f"/proc/{engine.lanes.processes()[0]}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_nothing_is_left_when_the_engine_closes(generation: Generation) -> None:
    engine = Asked(generation, QueryLimits())
    pids = engine.lanes.processes()
    assert sorted(pids[1:]) == sorted(workers_of(engine))
    assert len(pids) == 3
    engine.close()
    for _ in range(50):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            break
        sleep(0.1)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
