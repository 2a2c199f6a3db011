"""Publishing to real servers by each of the two protocols, and by both."""

from dataclasses import replace

import httpx
import pytest

from sparql.remote import fingerprint
from sparql.remote.connection import Connection
from sparql.remote.faults import StoreFault
from sparql.remote.graphs import graphs_of
from sparql.remote.publishing import generation_in_store, publish_to_store
from sparql.remote.store import RemoteStore
from tests.sparql.remote import looking
from tests.sparql.remote.generations import World

pytestmark = pytest.mark.xdist_group("stores")


def forbid_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def forbidden(*_: object, **__: object) -> None:
        pytest.fail("something was written")

    monkeypatch.setattr(Connection, "put", forbidden)
    monkeypatch.setattr(Connection, "update", forbidden)
    monkeypatch.setattr(Connection, "delete", forbidden)


def test_a_published_generation_is_in_the_store_as_it_is(store: RemoteStore, world: World) -> None:
    generation = world.generation({"a": world.records("a", 30), "provenance.a": world.records("p", 3),
                                   "provenance.b": world.records("q", 4)})
    done = publish_to_store(generation, store)
    assert (len(done.sent), done.kept, done.removed, done.proof) == (2, (), (), "hashes")
    assert [looking.count(store, world.graph(name)) for name in ("a", "provenance")] == [120, 28]
    assert 'Une œuvre n° 7 à 10 € : "été"\n\\u0041' in looking.titles(store, world.graph("a"))
    assert done.triples == 148
    assert generation_in_store(store, world.base) == generation.manifest.id


def test_publishing_again_sends_nothing(store: RemoteStore, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    generation = world.generation({"a": world.records("a", 5), "b": world.records("b", 5)})
    publish_to_store(generation, store)
    forbid_writing(monkeypatch)
    done = publish_to_store(generation, store)
    assert (done.sent, done.resumed, len(done.kept), done.changed) == ((), (), 2, False)


def test_three_changed_records_send_only_their_graph(store: RemoteStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 9), "b": world.records("b", 9)}), store)
    changed = world.records("b", 9, frozenset({1, 4, 8}))
    done = publish_to_store(world.generation({"a": world.records("a", 9), "b": changed}), store)
    assert (done.sent, done.kept) == ((world.graph("b"),), (world.graph("a"),))
    assert sum("nouvelle" in title for title in looking.titles(store, world.graph("b"))) == 3
    assert looking.count(store, world.graph("b")) == 36


def test_a_removed_source_leaves_the_store(store: RemoteStore, world: World) -> None:
    publish_to_store(world.generation({"a": world.records("a", 9), "b": world.records("b", 9)}), store)
    done = publish_to_store(world.generation({"a": world.records("a", 9)}), store)
    assert done.removed == (world.graph("b"),)
    assert looking.count(store, world.graph("b")) == 0
    assert looking.count(store, world.graph("a")) == 36


def test_nothing_but_the_graphs_and_our_own_notes_is_left(store: RemoteStore, world: World) -> None:
    for changed in (frozenset[int](), frozenset({2})):
        publish_to_store(world.generation({"a": world.records("a", 9, changed), "b": world.records("b", 9)}), store)
    left = looking.graphs(store, world.base) - {"graph/a", "graph/b"}
    assert left <= {"graph/catalogue/published", "graph/catalogue/samples", "graph/catalogue/union"}


def test_a_graph_that_somebody_else_changed_is_sent_again(server: RemoteStore, world: World) -> None:
    generation = world.generation({"a": world.records("a", 9), "b": world.records("b", 9)})
    publish_to_store(generation, server)
    auth = httpx.DigestAuth(server.user, server.password) if server.user else None
    httpx.delete(server.graph_store_url, params={"graph": world.graph("a")}, auth=auth)
    done = publish_to_store(generation, server)
    assert (done.sent, looking.count(server, world.graph("a"))) == ((world.graph("a"),), 36)


def test_verification_finds_what_counts_do_not(server: RemoteStore, world: World) -> None:
    generation = world.generation({"a": world.records("a", 9)})
    publish_to_store(generation, server)
    other = world.records("a", 9).replace("A work, no. 5", "A work, no. 6!")
    auth = httpx.DigestAuth(server.user, server.password) if server.user else None
    httpx.put(server.graph_store_url, params={"graph": world.graph("a")}, content=other.encode(), auth=auth,
              headers={"Content-Type": "application/n-triples"}).raise_for_status()
    assert publish_to_store(generation, server).sent == ()
    assert publish_to_store(generation, server, verify=True).sent == (world.graph("a"),)
    assert "A work, no. 5" in looking.titles(server, world.graph("a"))


def test_another_machine_goes_on_from_what_the_store_tells(server: RemoteStore, world: World) -> None:
    here = world.generation({"a": world.records("a", 9), "b": world.records("b", 9)})
    publish_to_store(here, server)
    there = world.elsewhere()
    done = publish_to_store(there.generation({"a": there.records("a", 9), "b": there.records("b", 9)}), server)
    assert (done.sent, len(done.kept)) == ((), 2)


@pytest.mark.parametrize("apart", [True, False], ids=["whole graphs", "small changes"])
def test_the_union_follows_graphs_that_share_triples(apart: bool, an_oxigraph: RemoteStore, world: World) -> None:
    shared, own = world.records("shared", 2), world.records("own", 2)
    union = world.graph("catalogue/union")
    steps = [({"a": shared, "b": shared + own}, 16), ({"a": shared, "b": own}, 16), ({"a": own, "b": own}, 8),
             ({"b": own, "c": shared}, 16), ({"c": shared}, 8), ({"c": "", "d": shared}, 8)]
    for graphs, triples in steps:
        publish_to_store((world.elsewhere() if apart else world).generation(graphs), an_oxigraph)
        assert looking.count(an_oxigraph, union) == triples, graphs


def test_a_damaged_union_is_made_again(an_oxigraph: RemoteStore, world: World) -> None:
    generation = world.generation({"a": world.records("a", 9)})
    publish_to_store(generation, an_oxigraph)
    union = world.graph("catalogue/union")
    httpx.delete(an_oxigraph.graph_store_url, params={"graph": union}).raise_for_status()
    publish_to_store(generation, an_oxigraph)
    assert looking.count(an_oxigraph, union) == 36


def test_a_store_that_is_down_is_told_with_its_address(world: World) -> None:
    away = RemoteStore("http://127.0.0.1:9/query", "http://127.0.0.1:9/update")
    with pytest.raises(StoreFault, match=r"does not answer at http://127\.0\.0\.1:9/query") as fault:
        publish_to_store(world.generation({"a": ""}), away)
    assert (fault.value.code, fault.value.exit_code) == ("MLG-Y040", 3)


@pytest.mark.parametrize("way", ["update_url", "graph_store_url"])
def test_a_wrong_password_is_told_and_changes_nothing(way: str, a_virtuoso: RemoteStore, world: World) -> None:
    wrong = replace(a_virtuoso, password="secret-but-wrong")  # noqa: S106 - not a secret
    only = RemoteStore(wrong.query_url, user="dba", password=wrong.password)
    only = replace(only, **{way: getattr(wrong, way)})
    with pytest.raises(StoreFault) as fault:
        publish_to_store(world.generation({"a": world.records("a", 1)}), only)
    assert (fault.value.code, fault.value.exit_code) == ("MLG-Y044", 2)
    assert "secret" not in f"{fault.value.fr} {fault.value.en} {only!r}"
    assert looking.graphs(a_virtuoso, world.base) == set()


def test_a_store_without_an_address_to_write_to_is_refused(world: World) -> None:
    with pytest.raises(StoreFault, match="MAILLAGE_REMOTE_UPDATE_URL") as fault:
        publish_to_store(world.generation({"a": ""}), RemoteStore("http://127.0.0.1:9/query"))
    assert fault.value.exit_code == 2


def test_a_blank_node_is_refused_before_it_is_sent(an_oxigraph: RemoteStore, world: World) -> None:
    literal = f'<{world.base}x> <{world.base}y> "see _:a ." .\n'
    publish_to_store(world.generation({"a": literal}), an_oxigraph)
    with pytest.raises(StoreFault, match="blank node"):
        publish_to_store(world.generation({"a": f"<{world.base}x> <{world.base}y> _:a .\n"}), an_oxigraph)


def test_what_is_counted_as_other_literals_may_be_joined_but_not_lost(a_virtuoso: RemoteStore, world: World) -> None:
    # Virtuoso 7.2 takes the first of a month for the month.
    day, month = (f'<{world.base}x> <{world.base}y> "{told}"^^<http://www.w3.org/2001/XMLSchema#{form}> .\n'
                  for told, form in (("2017-09-01", "date"), ("2017-09", "gYearMonth")))
    generation = world.generation({"a": day + month})
    wanted = fingerprint.of_graph(graphs_of(generation)[world.graph("a")], fingerprint.HASHES[0])
    assert (wanted.triples, wanted.typed, wanted.least_typed) == (2, 2, 1)
    assert publish_to_store(generation, a_virtuoso).triples == looking.count(a_virtuoso, world.graph("a"))
