"""Queries run in workers that may die; the keeper and the other queries go on."""

import json
import socket
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from catalogue.generation import Generation
from sparql.failure import QueryFailed
from sparql.keeper import Keeper
from sparql.limits import QueryLimits

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://x/p> ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d } ORDER BY ?b ?d"


def count(keeper: Keeper) -> int:
    return int(json.loads(keeper.ask(COUNT).body)["results"]["bindings"][0]["n"]["value"])


def test_named_graphs_answer_as_their_union(keeper: Keeper) -> None:
    both = keeper.ask("ASK { <http://x/0> <http://x/p> ?v ; <http://x/r> ?w }")
    assert json.loads(both.body)["boolean"] is True


def test_a_default_graph_can_be_named(keeper: Keeper) -> None:
    only = keeper.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=("http://x/graph/more",))
    assert json.loads(only.body)["results"]["bindings"][0]["n"]["value"] == "1"


@pytest.mark.parametrize(("tabular", "start"), [
    ("csv", b"n\r\n2000"), ("tsv", b"?n\n2000"), ("json", b'{"head"'), ("xml", b"<?xml")])
def test_every_tabular_format_is_served(keeper: Keeper, tabular: str, start: bytes) -> None:
    assert keeper.ask(COUNT, tabular=tabular).body.startswith(start)


@pytest.mark.parametrize("graph", ["ttl", "nt", "jsonld", "rdf"])
def test_every_graph_format_is_served(keeper: Keeper, graph: str) -> None:
    answer = keeper.ask("CONSTRUCT WHERE { <http://x/0> <http://x/r> ?o }", graph=graph)
    assert b"http://x/1" in answer.body


def test_a_syntax_error_names_line_and_column(keeper: Keeper) -> None:
    with pytest.raises(QueryFailed, match="line 2, column") as failed:
        keeper.ask("SELECT *\n{ ?s ?p }}")
    assert (failed.value.status, failed.value.code) == (400, "MLG-Y010")


def test_an_endless_query_is_cut_at_its_limit_and_the_next_is_answered(keeper: Keeper) -> None:
    started = monotonic()
    with pytest.raises(QueryFailed) as failed:
        keeper.ask(ENDLESS)
    assert failed.value.status == 504
    assert monotonic() - started < 3 * keeper.limits.seconds
    assert count(keeper) == 2000


def test_a_query_that_exhausts_memory_costs_only_its_worker(keeper: Keeper) -> None:
    with pytest.raises(QueryFailed) as failed:
        keeper.ask(HUNGRY)
    assert failed.value.status in (503, 504)
    assert count(keeper) == 2000


def test_an_answer_beyond_the_limit_is_refused_whole(keeper: Keeper) -> None:
    with pytest.raises(QueryFailed) as failed:
        keeper.ask("SELECT * { ?a <http://x/p> ?b . ?c <http://x/p> ?d } LIMIT 30000")
    assert (failed.value.status, failed.value.code) == (413, "MLG-Y011")


def test_a_crowd_is_told_to_wait_and_lookups_go_on_afterwards(keeper: Keeper) -> None:
    statuses: list[int] = []

    def bad() -> None:
        try:
            keeper.ask(ENDLESS)
        except QueryFailed as failed:
            statuses.append(failed.status)

    crowd = [threading.Thread(target=bad) for _ in range(12)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert len(statuses) == 12
    assert set(statuses) == {503, 504}
    assert count(keeper) == 2000


def test_a_worker_can_open_no_socket(generation: Generation) -> None:
    # The front gate refuses SERVICE; here it is bypassed, so that only the missing descriptors stand in the way.
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    port = listener.getsockname()[1]
    with Keeper(generation, QueryLimits(seconds=5, workers=1)) as kept:
        assert kept.ready(wait=60)
        hidden = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sparql.keeper.admit", lambda *_: None)
            with pytest.raises(QueryFailed):
                kept.ask(hidden)
        with pytest.raises(TimeoutError):
            listener.accept()
    listener.close()


def test_nothing_is_left_when_the_keeper_closes(generation: Generation) -> None:
    kept = Keeper(generation, QueryLimits(workers=2))
    assert kept.ready(wait=60)
    pid = kept._process.pid
    assert pid is not None
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    workers = [int(child) for task in tasks for child in task.read_text().split()]
    assert len(workers) == 2
    kept.close()
    for _ in range(50):
        alive = [worker for worker in (*workers, pid) if Path(f"/proc/{worker}").exists()]
        if not alive:
            break
        sleep(0.1)
    assert alive == []
    with pytest.raises(QueryFailed):
        kept.ask(COUNT)
