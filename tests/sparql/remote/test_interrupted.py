"""A publisher that is killed at any point: readers see one generation, and the next publication goes on from there."""

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from catalogue.generation import Generation
from sparql.remote.publishing import Publication, generation_in_store, publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote import looking
from tests.sparql.remote.generations import World

pytestmark = pytest.mark.xdist_group("stores")
ROOT = Path(__file__).parents[3]
NAMES = "abcdef"


def killed(generation: Generation, store: RemoteStore, lines: int, pause: float = 0.0) -> bool:
    """Publish in a process that is killed after it has said so many lines; whether that was before its end."""
    arguments = [store.query_url, store.update_url, store.graph_store_url, store.user, store.password]
    command = [sys.executable, "-m", "tests.sparql.remote.publisher", str(generation.path), *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as publisher:
        assert publisher.stdout is not None
        said = [publisher.stdout.readline() for _ in range(lines)]
        assert all(said), said
        time.sleep(pause)
        publisher.kill()
        return "published" not in publisher.stdout.read()


def contents(world: World, changed: int) -> Mapping[str, str]:
    """Graphs of which one record changes from version to version."""
    return {name: world.records(name, 20, frozenset({changed})) for name in NAMES}


def versions(store: RemoteStore, world: World) -> list[frozenset[str]]:
    """What readers may tell versions by, graph by graph."""
    return [frozenset(title for title in looking.titles(store, world.graph(name)) if "nouvelle" in title)
            for name in NAMES]


def whole(store: RemoteStore, world: World, done: Publication, changed: int) -> bool:
    """Whether every graph is in the version that was published last, and complete."""
    counts = {looking.count(store, world.graph(name)) for name in NAMES}
    now = {title for version in versions(store, world) for title in version}
    return (counts == {80} and len(now) == 1 and f"n° {changed} " in now.pop()
            and generation_in_store(store, world.base) == done.generation)


def test_a_killed_publication_goes_on_where_it_was(store: RemoteStore, world: World) -> None:
    publish_to_store(world.generation(contents(world, 1)), store)
    later = world.elsewhere().generation(contents(world, 2))
    assert killed(later, store, lines=4)
    done = publish_to_store(later, store)
    assert len(done.sent) < len(NAMES)
    assert len(done.sent) + len(done.resumed) + len(done.kept) == len(NAMES)
    assert whole(store, world, done, 2)


def test_a_first_publication_that_was_killed_goes_on_where_it_was(store: RemoteStore, world: World) -> None:
    first = world.generation(contents(world, 1))
    assert killed(first, store, lines=4)
    assert generation_in_store(store, world.base) == ""
    done = publish_to_store(first, store)
    assert len(done.resumed) >= 3
    assert whole(store, world, done, 1)


def test_a_killed_publication_of_small_changes_is_made_again(server: RemoteStore, world: World) -> None:
    publish_to_store(world.generation(contents(world, 1)), server)
    later = world.generation(contents(world, 2))
    assert killed(later, server, lines=4)
    assert whole(server, world, publish_to_store(later, server), 2)


@pytest.mark.parametrize("apart", [True, False], ids=["whole graphs", "small changes"])
def test_readers_see_one_generation_whenever_the_publisher_is_killed(
        apart: bool, an_oxigraph: RemoteStore, world: World) -> None:
    publish_to_store(world.generation(contents(world, 0)), an_oxigraph)
    for round_ in range(1, 7):
        later = (world.elsewhere() if apart else world).generation(contents(world, round_))
        killed(later, an_oxigraph, lines=min(round_ + 1, len(NAMES)), pause=0.04 * round_)
        seen = versions(an_oxigraph, world)
        assert len({title.partition("n°")[2][:3] for version in seen for title in version}) == 1
    assert whole(an_oxigraph, world, publish_to_store(later, an_oxigraph), 6)


def test_another_generation_may_follow_a_killed_one(store: RemoteStore, world: World) -> None:
    publish_to_store(world.generation(contents(world, 1)), store)
    killed(world.generation({**contents(world, 2), "g": world.records("g", 20)}), store, lines=5)
    done = publish_to_store(world.generation(contents(world, 3)), store)
    assert whole(store, world, done, 3)
    left = looking.graphs(store, world.base) - {f"graph/{name}" for name in NAMES}
    assert left <= {"graph/catalogue/published", "graph/catalogue/samples", "graph/catalogue/union"}
