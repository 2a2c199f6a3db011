"""A census goes on from the one before, and comes to the same."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import census as room
from catalogue.census import Census, take
from catalogue.figures import count_file
from catalogue.generation import hash_of, sealed
from tests.catalogue.counting import BASE, ntriples

# By source: the values that each of its things has, so that a thing is told of in one file.
shares = st.dictionaries(st.sampled_from(["one", "two"]), st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4))


def written(folder: Path, told: dict[str, list[list[int]]]) -> dict[Path, str]:
    """A file for each thing."""
    folder.mkdir(exist_ok=True)
    files = {}
    for name, things in told.items():
        for at, values in enumerate(things):
            content = ntriples(*(f'<{BASE}id/tool/{name}--{at}> <http://x/p{value % 3}> "{value}"' for value in values))
            path = folder / sealed(f"{name}-{at}", hash_of(content))
            path.write_bytes(content)
            files[path] = f"{BASE}graph/{name}"
    return files


@given(shares, shares)
def test_a_census_that_goes_on_is_the_census_of_everything(
    before: dict[str, list[list[int]]], after: dict[str, list[list[int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        former = take(written(Path(folder) / "before", before))
        files = written(Path(folder) / "after", after)
        assert take(files, former, Path(folder) / "before") == take(files)


@given(shares)
def test_a_census_comes_back_as_it_was_kept(told: dict[str, list[list[int]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        census = take(written(Path(folder) / "graphs", told))
        census.write(Path(folder) / "kept")
        assert Census.read(Path(folder) / "kept") == census


def test_a_file_that_stayed_is_not_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    former = take(written(tmp_path / "before", {"one": [[1], [2], [3], [4, 5]]}))
    files = written(tmp_path / "after", {"one": [[1], [2], [3], [4, 6]]})
    counted: list[str] = []

    def count(path: Path, hierarchies: object) -> object:
        counted.append(path.read_text())
        return count_file(path, hierarchies)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "count_file", count)
    assert take(files, former, tmp_path / "before").files.keys() == {path.name for path in files}
    assert len(counted) == 2
    assert all("--3>" in content for content in counted)
