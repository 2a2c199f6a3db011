"""Small changes of large graphs: little is sent, and what others say stays."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sparql.remote.faults import StoreFault
from sparql.remote.graphs import graphs_of
from sparql.remote.patching import patch_of
from sparql.remote.publishing import publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote import looking
from tests.sparql.remote.fake_store import FakeStore, Reply, Request, fake_store, honest
from tests.sparql.remote.generations import World


@pytest.fixture
def fake() -> Iterator[FakeStore]:
    with fake_store() as store:
        yield store


@pytest.mark.parametrize("way", ["both", "update"])
def test_three_changed_records_of_a_thousand_cost_little(way: str, fake: FakeStore, world: World) -> None:
    store = fake.remote if way == "both" else replace(fake.remote, graph_store_url="")
    publish_to_store(world.generation({"a": world.records("a", 1000)}), store)
    fake.asked.clear()
    changed = frozenset({3, 500, 999})
    done = publish_to_store(world.generation({"a": world.records("a", 1000, changed)}), store)
    assert (done.sent, done.triples, done.proof) == ((world.graph("a"),), 4000, "hashes")
    assert sum(len(request.body) for request in fake.asked if request.path != "/query") < 10_000
    publish_to_store(world.generation({"a": world.records("a", 10)}), store)
    assert len(list(fake.store.quads_for_pattern(None, None, None))) < 100


@pytest.mark.xdist_group("stores")
def test_records_that_change_appear_and_go_are_patched_on_real_servers(server: RemoteStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 60), "b": world.records("b", 5)}), server)
    for count, changed in ((60, {1, 2, 3}), (55, {4}), (70, {5, 66})):
        content = world.records("a", count, frozenset(changed))
        done = publish_to_store(world.generation({"a": content, "b": world.records("b", 5)}), server, verify=True)
        assert done.sent == (world.graph("a"),)
        assert looking.count(server, world.graph("a")) == 4 * count
        assert sum("nouvelle" in title for title in looking.titles(server, world.graph("a"))) == len(changed)
    again = world.generation({"a": content, "b": world.records("b", 5)})
    assert publish_to_store(again, server, verify=True).sent == ()


def test_what_another_file_of_the_graph_says_stays(fake: FakeStore, world: World) -> None:
    shared, own = world.records("shared", 2), world.records("own", 2)
    publish_to_store(world.generation({"provenance.a": shared + own, "provenance.b": shared}), fake.remote)
    done = publish_to_store(world.generation({"provenance.a": own, "provenance.b": shared}), fake.remote)
    assert done.triples == 16


def test_a_patch_names_only_what_differs(world: World) -> None:
    former = graphs_of(world.generation({"a": world.records("a", 9)}))[world.graph("a")]
    graph = graphs_of(world.generation({"a": world.records("a", 9, frozenset({4}))}))[world.graph("a")]
    patch = patch_of(graph, former.hash)
    assert patch is not None
    assert (patch.lost.count(b"\n"), patch.found.count(b"\n")) == (1, 1)
    assert patch_of(graph, "unknown") is None


def test_a_patch_that_does_not_take_is_noticed_and_the_graph_sent_whole(fake: FakeStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 20)}), fake.remote)
    later = world.generation({"a": world.records("a", 20, frozenset({2}))})

    def never_deleting(request: Request, answer: Callable[[], Reply]) -> Reply:
        request.body = request.body.replace(b"DELETE {", b"INSERT {")
        return answer()

    fake.twist = never_deleting
    with pytest.raises(StoreFault, match="81 triples instead of 80"):
        publish_to_store(later, fake.remote)
    fake.twist = honest
    done = publish_to_store(later, fake.remote)
    assert (done.sent, done.triples) == ((world.graph("a"),), 80)
