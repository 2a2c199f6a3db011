"""Stores too large for memory are snapshots on disk, which answer the same."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from catalogue.generation import Generation
from sparql import lanes
from sparql.admission import Admitted
from sparql.failure import QueryFailed
from sparql.store import Snapshot, fits_in_memory
from tests.sparql.conftest import LIMITS
from tests.sparql.loop import Asked

QUERIES = ("SELECT ?s ?o { ?s <http://x/p> ?o } ORDER BY ?s", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
           "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s <http://x/q>/<http://x/q> ?o }")
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("forked", [True, False])
def test_a_store_on_disk_answers_as_the_one_in_memory(
        engine: Asked, generation: Generation, tmp_path: Path, forked: bool) -> None:
    with Asked(generation, LIMITS, snapshot=Snapshot(tmp_path / "stores" / "g1", forked)) as on_disk:
        for query in QUERIES:
            assert json.loads(on_disk.ask(query))["results"] == json.loads(engine.ask(query))["results"]


def test_a_snapshot_is_made_once_and_takes_the_place_of_former_ones(generation: Generation, tmp_path: Path) -> None:
    stores = tmp_path / "stores"
    for name in ("g1", "g1", "g2"):
        before = {path.name: path.stat().st_mtime_ns for path in (stores / name).glob("*.sst")}
        with Asked(generation, LIMITS, snapshot=Snapshot(stores / name)) as on_disk:
            assert on_disk.count("SELECT (COUNT(*) AS ?n) { ?s <http://x/p> ?o }") == 2000
        after = {path.name: path.stat().st_mtime_ns for path in (stores / name).glob("*.sst")}
        assert not before or before == after
        assert [path.name for path in stores.iterdir()] == [name]


@pytest.mark.parametrize("forked", [True, False])
def test_queries_on_disk_are_cut_and_open_no_socket_as_well(
        generation: Generation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forked: bool) -> None:
    monkeypatch.setattr(lanes, "admit", lambda *_: Admitted("SELECT", own_dataset=False, steady=True))
    with (socket.create_server(("127.0.0.1", 0)) as door,
          Asked(generation, LIMITS, snapshot=Snapshot(tmp_path / "g", forked)) as on_disk):
        door.settimeout(0.5)
        with pytest.raises(QueryFailed):
            on_disk.ask(f"SELECT * {{ SERVICE <http://127.0.0.1:{door.getsockname()[1]}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            door.accept()
        with pytest.raises(QueryFailed) as failed:
            on_disk.ask(ENDLESS)
        assert failed.value.status == 504
        assert on_disk.count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 4001


def test_a_store_that_cannot_be_built_is_told_and_leaves_nothing(generation: Generation, tmp_path: Path) -> None:
    (tmp_path / "stores").write_text("a file where a folder should be")
    with pytest.raises(QueryFailed) as failed:
        Asked(generation, LIMITS, snapshot=Snapshot(tmp_path / "stores" / "g1"))
    assert failed.value.status == 503


@pytest.mark.parametrize(("quads", "gibibytes", "fits"), [(3_000_000, 24, True), (30_000_000, 24, False), (0, 1, True)])
def test_size_decides_where_nothing_else_does(quads: int, gibibytes: int, fits: bool) -> None:
    assert fits_in_memory(quads, gibibytes << 30) is fits
