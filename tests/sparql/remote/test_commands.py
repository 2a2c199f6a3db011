"""The commands where the SPARQL engine is a remote store: whatever publishes brings it along."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from bench.ports import free_port
from sparql.remote.store import RemoteStore
from tests.demo import serving
from tests.e2e.conftest import TABLE_MAP, maillage, table, write_source
from tests.sparql.remote import looking
from tests.sparql.remote.generations import World
from tests.sparql.remote.servers import oxigraph

pytestmark = pytest.mark.xdist_group("stores")
TOOLS = ("a;Outil A;https://a.example.org/;2026-01-01", "b;Outil B;https://b.example.org/;2026-01-02")
MORE = table((*TOOLS, "c;Outil C;https://c.example.org/;"))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a schema:SoftwareApplication }"


def told(store: RemoteStore, base: str) -> Mapping[str, str]:
    """The settings that make a store the engine."""
    return {"MAILLAGE_SPARQL_ENGINE": "remote", "MAILLAGE_BASE_IRI": base, "MAILLAGE_REMOTE_USER": store.user,
            "MAILLAGE_REMOTE_QUERY_URL": store.query_url, "MAILLAGE_REMOTE_UPDATE_URL": store.update_url,
            "MAILLAGE_REMOTE_GRAPH_STORE_URL": store.graph_store_url, "MAILLAGE_REMOTE_PASSWORD": store.password}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    write_source(folder, "outils", "table", "tools.csv", table(TOOLS), TABLE_MAP)
    return folder


def test_a_harvest_brings_the_store_along_and_queries_ask_it(server: RemoteStore, world: World, sources: Path) -> None:
    data, settings = world.folder / "data", told(server, world.base)
    first = maillage("harvest", "--sources", str(sources), data=data, **settings)
    assert (first.code, "Remote store: generation g000001-" in first.err) == (0, True)
    assert "proved by counts and hashes" in first.err
    assert {"Outil A", "Outil B"} <= looking.titles(server, f"{world.base}graph/outils")
    assert maillage("query", "-", data=data, stdin=COUNT, **settings).out.split() == ["n", "2"]
    write_source(sources, "outils", "table", "tools.csv", MORE, TABLE_MAP)
    second = maillage("harvest", "--sources", str(sources), "--json", data=data, **settings)
    assert (second.code, second.json["schema"]) == (0, "maillage.harvest/1"), second.err
    assert maillage("query", "-", data=data, stdin=COUNT, **settings).out.split() == ["n", "3"]
    again = maillage("publish", "--verify", "--json", data=data, **settings)
    assert (again.code, again.json["sent"], again.json["proof"]) == (0, [], "hashes")
    back = maillage("run", "rollback", "outils--2", data=data, **settings)
    assert (back.code, "Remote store: generation g000003-" in back.err) == (0, True)
    assert "Outil C" not in looking.titles(server, f"{world.base}graph/outils")
    assert "the remote store shows g000003-" in maillage("doctor", data=data, **settings).out


def test_a_store_that_is_down_takes_nothing_from_a_harvest(tmp_path: Path, world: World, sources: Path) -> None:
    data, nowhere = world.folder / "data", f"http://127.0.0.1:{free_port()}"
    settings = told(RemoteStore(f"{nowhere}/query", f"{nowhere}/update"), world.base)
    done = maillage("harvest", "--sources", str(sources), "--json", data=data, **settings)
    assert (done.code, done.json["exit"], done.json["generation"][:8]) == (3, 0, "g000001-")
    assert "MLG-Y040" in done.err
    assert "`maillage publish`" in done.err
    asked = maillage("query", "-", data=data, stdin=COUNT, **settings)
    assert (asked.code, asked.out) == (1, "")
    (tmp_path / "store").mkdir()
    with oxigraph(tmp_path / "store") as store:
        later = maillage("publish", "--json", data=data, **told(store, world.base))
        assert (later.code, len(later.json["sent"])) == (0, 4)
        nothing_new = maillage("harvest", "--sources", str(sources), data=data, **told(store, world.base))
        assert (nothing_new.code, "0 graphs sent, 4 unchanged" in nothing_new.err) == (0, True)


def test_a_dry_run_leaves_the_store_alone(an_oxigraph: RemoteStore, world: World, sources: Path) -> None:
    maillage("harvest", "--dry-run", "--sources", str(sources), data=world.folder / "data",
             **told(an_oxigraph, world.base))
    assert looking.graphs(an_oxigraph, world.base) == set()


def test_the_server_answers_from_the_store_and_follows_it(
        an_oxigraph: RemoteStore, world: World, sources: Path) -> None:
    data, settings = world.folder / "data", told(an_oxigraph, world.base)
    maillage("harvest", "--sources", str(sources), data=data, **settings)
    with serving(data, **settings) as address:
        assert count_when_ready(address, "g000001-") == "2"
        refused = httpx.get(f"{address}sparql", params={"query": "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"})
        assert (refused.status_code, refused.json()["cause"]) == (403, "MLG-Y005")
        write_source(sources, "outils", "table", "tools.csv", MORE, TABLE_MAP)
        maillage("harvest", "--sources", str(sources), data=data, **settings)
        assert count_when_ready(address, "g000002-") == "3"


def count_when_ready(address: str, generation: str) -> str:
    """What the endpoint counts once it answers from a generation."""
    for _ in range(150):
        answer = httpx.get(f"{address}sparql", params={"query": COUNT}, headers={"Accept": "text/csv"})
        if answer.status_code == 200 and answer.headers["x-maillage-generation"].startswith(generation):
            return answer.text.split()[1]
        time.sleep(0.1)
    raise AssertionError(answer.text)


def test_the_password_is_never_shown(tmp_path: Path) -> None:
    settings = {"MAILLAGE_REMOTE_PASSWORD": "hush-hush", "MAILLAGE_REMOTE_QUERY_URL": "http://127.0.0.1:9/",
                "MAILLAGE_REMOTE_UPDATE_URL": "http://127.0.0.1:9/"}
    for arguments in (("doctor",), ("doctor", "--json"), ("publish",), ("publish", "--json")):
        done = maillage(*arguments, data=tmp_path / "data", **settings)
        assert "hush" not in done.out + done.err
    shown = json.loads(maillage("doctor", "--json", data=tmp_path / "data", **settings).out)["settings"]
    assert (shown["MAILLAGE_REMOTE_PASSWORD"], shown["MAILLAGE_REMOTE_QUERY_URL"]) == ("••••", "http://127.0.0.1:9/")


@pytest.mark.parametrize(("settings", "says"), [
    ({"MAILLAGE_SPARQL_ENGINE": "remote"}, "MAILLAGE_REMOTE_QUERY_URL"),
    ({"MAILLAGE_SPARQL_ENGINE": "rocket"}, "memory, disk, remote"),
    ({"MAILLAGE_REMOTE_QUERY_URL": "localhost:7878/query"}, "http(s)"),
    ({"MAILLAGE_REMOTE_UPDATE_URL": "http://dba:hush@127.0.0.1/"}, "MAILLAGE_REMOTE_PASSWORD"),
    ({}, "No remote store is set")])
def test_wrong_settings_are_told_with_what_to_do(settings: dict[str, str], says: str, tmp_path: Path) -> None:
    done = maillage("publish", data=tmp_path / "data", **settings)
    assert (done.code, says in done.err, "hush" in done.err) == (2, True, False)
