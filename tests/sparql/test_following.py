"""A store follows to a later generation: it then holds what one holds that was loaded afresh."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from catalogue.generation import Generation, current, hash_of, sealed
from sparql.following import TooMuch, difference
from sparql.limits import QueryLimits
from sparql.store import Shared, Snapshot, load_graphs
from tests.sparql.conftest import LIMITS
from tests.sparql.endpoint import write_generation
from tests.sparql.loop import Asked

SOURCE, CATALOGUE = "http://x/graph/s", "http://x/graph/catalogue"
EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SIDES = 'SELECT ?a ?b { <http://x/id/tool/s--left> <http://x/p> ?a . <http://x/id/tool/s--right> <http://x/p> ?b }'

keys = st.sampled_from(["a", "a-b", "b", "b2", "b#", "c", "é"])
records = st.dictionaries(keys, st.sets(st.sampled_from(['"1"', '"2"', '"é\\n"@fr', "<http://x/id/tool/s--a>"]),
                                        min_size=1))
about = st.sets(st.sampled_from(["1", "2", "3"]))


def statements(records: dict[str, set[str]]) -> str:
    """Records in the order of their IRIs, as publications write them; a record has a part."""
    lines = []
    for iri, values in sorted((f"http://x/id/tool/s--{key.replace('#', '')}{'x' * key.count('#')}", values)
                              for key, values in records.items()):
        lines += sorted(f"<{subject}> <http://x/p> {value} .\n" for value in values
                        for subject in (iri, f"{iri}#part"))
    return "".join(lines)


@contextmanager
def a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def written(folder: Path, graphs: list[tuple[str, str, str]]) -> dict[Path, str]:
    """Files of a name, a content and a graph each."""
    folder.mkdir()
    files = {}
    for name, content, graph in graphs:
        path = folder / sealed(name, hash_of(content.encode()))
        path.write_text(content, "utf-8")
        files[path] = graph
    return files


def of(folder: Path, records: dict[str, set[str]], told: set[str], also: set[str]) -> dict[Path, str]:
    catalogue = [(name, "".join(f'<http://x/c> <http://x/p> "{value}" .\n' for value in sorted(values)), CATALOGUE)
                 for name, values in (("catalogue", told), ("void", also))]
    return written(folder, [("source.s", statements(records), SOURCE), *catalogue])


@pytest.mark.parametrize("small", [0, 1 << 20])
@given(versions=st.lists(st.tuples(records, about, about), min_size=2, max_size=5))
def test_a_store_that_followed_holds_what_a_fresh_one_holds(
        small: int, versions: list[tuple[dict[str, set[str]], set[str], set[str]]]) -> None:
    with a_folder() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr("sparql.following._SMALL", small or 400)  # Both ways of comparing, the catalogue by lines.
        generations = [of(folder / str(number), *version) for number, version in enumerate(versions)]
        store = load_graphs(generations[0])
        for former, files in pairwise(generations):
            difference(former, files, 1 << 20).apply(store)
            assert set(store) == set(load_graphs(files))


def test_what_another_file_of_the_graph_still_says_stays(tmp_path: Path) -> None:
    former, files = of(tmp_path / "1", {}, {"1"}, {"1"}), of(tmp_path / "2", {}, {"2"}, {"1"})
    store = load_graphs(former)
    difference(former, files, 1 << 20).apply(store)
    said = {quad.object for quad in store.quads_for_pattern(None, None, None, NamedNode(CATALOGUE))}
    assert said == {Literal("1"), Literal("2")}


def test_of_a_graph_that_is_gone_nothing_is_left(tmp_path: Path) -> None:
    former, files = of(tmp_path / "1", {"a": {'"1"'}}, {"1"}, set()), of(tmp_path / "2", {}, {"1"}, set())
    store = load_graphs(former)
    difference(former, {path: graph for path, graph in files.items() if graph == CATALOGUE}, 1 << 20).apply(store)
    assert [quad.graph_name.value for quad in store] == [CATALOGUE]


def test_many_changes_are_not_followed_at_once_nor_little_by_little(tmp_path: Path) -> None:
    def with_value(number: int) -> dict[Path, str]:
        values = {f"r{at}": {f'"{number if at < 3 else 0}"'} for at in range(100)}
        return of(tmp_path / str(number), values, set(), set())

    shared = Shared(with_value(0), None)
    followed = [shared.follow(with_value(number)) for number in (1, 2, 3)]
    assert followed == [True, False, False]
    with pytest.raises(TooMuch):
        difference(with_value(4), of(tmp_path / "other", {"z": {'"1"'}}, set(), set()), 100)


def test_what_cannot_be_read_is_not_followed_and_changes_nothing(tmp_path: Path) -> None:
    many = {f"r{at}": {'"1"'} for at in range(100)}
    former = of(tmp_path / "1", many, set(), set())
    shared = Shared(former, None)
    before = set(shared.opened())
    harmed = of(tmp_path / "2", {**many, "new": {'"1"'}}, set(), set())
    path = next(path for path, graph in harmed.items() if graph == SOURCE)
    path.write_text(path.read_text("utf-8") + "<http://x/id/tool/s--z> <http://x/p> oops .\n", "utf-8")
    assert not shared.follow(harmed)
    path.unlink()
    assert not shared.follow(harmed)
    assert set(shared.opened()) == before


def both_sides(data: Path, value: int) -> Generation:
    """A generation in which two records say the same number, among others that never change."""
    sides = {"left": {f'"{value}"'}, "right": {f'"{value}"'}}
    write_generation(data, {SOURCE: statements({f"r{at}": {'"0"'} for at in range(500)} | sides)}, number=value)
    generation = current(data)
    assert generation is not None
    return generation


def test_lanes_follow_without_another_keeper_and_nobody_sees_half_of_it(tmp_path: Path) -> None:
    with Asked(both_sides(tmp_path, 1), LIMITS) as asked:
        keeper, seen = asked.lanes.processes()[0], []
        for value in range(2, 6):
            former, follower = asked.lanes, asked.do(asked.lanes.follow(both_sides(tmp_path, value)))
            assert follower is not None
            asked.lanes = former
            seen.append(answered(asked.ask(SIDES)))
            asked.lanes = follower
            seen.append(answered(asked.ask(SIDES)))
            asked.do(former.retire())
            assert (asked.lanes.processes()[0], asked.lanes.generation) == (keeper, f"g{value:06}-test")
    assert seen == [(str(value), str(value)) for number in range(1, 5) for value in (number, number + 1)]


def answered(body: bytes) -> tuple[str, str]:
    [row] = json.loads(body)["results"]["bindings"]
    return row["a"]["value"], row["b"]["value"]


def test_of_lanes_that_were_followed_no_worker_is_left_and_the_last_end_the_keeper(tmp_path: Path) -> None:
    with Asked(both_sides(tmp_path, 1), LIMITS) as asked:
        former, follower = asked.lanes, asked.do(asked.lanes.follow(both_sides(tmp_path, 2)))
        assert follower is not None
        before = former.processes()
        asked.do(former.close())
        keeper, *left = follower.processes()
        assert len(left) == LIMITS.quick_workers == len(before) - 1 - len(left)
        asked.lanes = follower
        assert asked.count(EVERYTHING) == 2 * 502
    assert not [pid for pid in (keeper, *before) if runs(pid)]


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_dead_keeper_follows_nowhere(tmp_path: Path) -> None:
    with Asked(both_sides(tmp_path, 1), LIMITS) as asked:
        os.kill(asked.lanes.processes()[0], 9)
        assert asked.do(asked.lanes.follow(both_sides(tmp_path, 2))) is None


def test_a_snapshot_on_disk_is_not_followed_but_made_anew(tmp_path: Path) -> None:
    limits = QueryLimits()
    with Asked(both_sides(tmp_path, 1), limits, snapshot=Snapshot(tmp_path / "stores" / "1")) as asked:
        assert asked.do(asked.lanes.follow(both_sides(tmp_path, 2))) is None
        assert answered(asked.ask(SIDES)) == ("1", "1")
