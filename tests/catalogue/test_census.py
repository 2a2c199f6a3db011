"""A census goes on from the one before, and comes to the same."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import census as room
from catalogue.census import Census, take
from catalogue.figures import Counted, count_lines
from catalogue.generation import hash_of, sealed
from tests.catalogue.counting import BASE, ntriples

# By file: the values that each of its things has. Two files tell of a source, each of its own things.
contents = st.dictionaries(st.sampled_from(["one-a", "one-b", "two-a"]),
                           st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4))


def statements(name: str, things: list[list[int]]) -> bytes:
    told = [f'<{BASE}id/tool/{name}--{at}> <http://x/p{value % 3}> "{value}"'
            for at, values in enumerate(things) for value in values]
    places = [f"<{BASE}id/tool/{name}--{at}> <http://purl.org/dc/terms/spatial> <http://id.insee.fr/geo/commune/{at}>"
              for at, values in enumerate(things) if values]
    steps = [f"<{BASE}id/tool/{name}--{at}> <http://purl.org/dc/terms/isPartOf> <{BASE}id/tool/{name}--{value}>"
             for at, values in enumerate(things) for value in values[:1]]
    return ntriples(*told, *places, *steps)


def written(folder: Path, told: dict[str, list[list[int]]]) -> dict[Path, str]:
    """The files of a generation."""
    graphs = folder / "graphs"
    graphs.mkdir(parents=True)
    files = {}
    for name, things in told.items():
        content = statements(name, things)
        path = graphs / sealed(name, hash_of(content))
        path.write_bytes(content)
        files[path] = f"{BASE}graph/{name.partition('-')[0]}"
    return files


def kept(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@given(contents, contents, st.sampled_from([0.25, 1000.0]))
def test_a_census_that_goes_on_keeps_what_a_census_of_everything_keeps(
    before: dict[str, list[list[int]]], after: dict[str, list[list[int]]], most: float,
) -> None:
    with tempfile.TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_MOST_CHANGED", most)  # However much changed.
        folder = Path(made)
        former = take(written(folder / "before", before), folder / "before" / "census")
        files = written(folder / "after", after)
        take(files, folder / "after" / "census", former)
        take(files, folder / "afresh")
        assert kept(folder / "after" / "census") == kept(folder / "afresh")


@given(contents)
def test_a_census_comes_back_as_it_was_kept(told: dict[str, list[list[int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        census = take(written(Path(folder), told), Path(folder) / "census")
        assert Census.read(Path(folder) / "census") == census


def test_what_stayed_is_not_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    things = {"one-a": [[1], [2], [3], [4, 5]] * 10, "two-a": [[1]]}
    former = take(written(tmp_path / "before", things), tmp_path / "before" / "census")
    things["one-a"][3] = [4, 6]
    counted: list[bytes] = []

    def count(lines: list[bytes], hierarchies: Iterable[str]) -> Counted:
        counted.extend(lines)
        return count_lines(lines, hierarchies)

    monkeypatch.setattr(room, "count_files", None)
    monkeypatch.setattr(room, "count_lines", count)
    take(written(tmp_path / "after", things), tmp_path / "after" / "census", former)
    assert {line.partition(b" ")[0] for line in counted} == {f"<{BASE}id/tool/one-a--3>".encode()}
