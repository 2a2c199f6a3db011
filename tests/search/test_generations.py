"""Building: a changed copy of an index answers as a fresh one, and the copied one is left as it was."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from catalogue.entry import Entry
from search.builder import IndexBuilder, clone
from search.engine import SearchIndex
from search.query import SORTS, SearchPage, SearchQuery
from tests.search.samples import built, iri_of, keys, record

TOPICS = ("iiif", "metadata", "archives")


def made(number: int, word: str = "Gravure") -> Entry:
    return record(f"{number:02}", f"{word} {number}", codes={"topic": [TOPICS[number % 3]]},
                  sessions=[(f"2026-0{1 + number % 9}-01", "", "onsite")], changed=f"2026-01-{1 + number % 28:02}")


def content(folder: Path) -> dict[str, str]:
    """What each file holds; lock files hold nothing."""
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()
            if not file.name.endswith(".lock")}


def change(folder: Path) -> None:
    """Take out five records, change five, add five."""
    builder = IndexBuilder(folder)
    for number in range(5):
        builder.remove(iri_of(f"{number:02}"))
    for number in range(5, 10):
        builder.add(made(number, "Sculpture"))
    for number in range(40, 45):
        builder.add(made(number))
    builder.commit()


CHANGED = [*(made(n, "Sculpture") for n in range(5, 10)), *(made(n) for n in range(10, 45))]
QUESTIONS = [
    SearchQuery(sort=sort, text=text, filters=filters, date_from=first, size=100)
    for sort in SORTS for text in ("", "gravure", "sculpture 7") for filters in ({}, {"topic": ("iiif",)})
    for first in ("", "2026-05-01")
]


def answer(page: SearchPage) -> tuple[object, ...]:
    # Word statistics still know the removed records, so the ranking may differ until segments are merged.
    return page.total, sorted(page.items), dict(page.facets)


def test_a_changed_copy_answers_as_a_fresh_index(tmp_path: Path) -> None:
    built(tmp_path / "old", [made(n) for n in range(40)])
    clone(tmp_path / "old", tmp_path / "new")
    change(tmp_path / "new")
    copied, fresh = SearchIndex.open(tmp_path / "new"), built(tmp_path / "fresh", CHANGED)
    assert copied.count == fresh.count == 40
    for question in QUESTIONS:
        assert answer(copied.search(question)) == answer(fresh.search(question))
        if question.sort != "relevance":
            assert keys(copied.search(question)) == keys(fresh.search(question))


def test_the_copied_index_is_left_as_it_was(tmp_path: Path) -> None:
    old = built(tmp_path / "old", [made(n) for n in range(40)])
    before, answers = content(tmp_path / "old"), [answer(old.search(q)) for q in QUESTIONS]
    clone(tmp_path / "old", tmp_path / "new")
    for _ in range(12):  # enough segments for tantivy to merge and to delete the merged ones
        change(tmp_path / "new")
    assert content(tmp_path / "old") == before
    reopened = SearchIndex.open(tmp_path / "old")
    assert [answer(reopened.search(q)) for q in QUESTIONS] == answers
    assert answer(SearchIndex.open(tmp_path / "new").search(QUESTIONS[0])) == answer(
        built(tmp_path / "fresh", CHANGED).search(QUESTIONS[0]))


def test_a_copy_shares_its_files_and_outlives_the_original(tmp_path: Path) -> None:
    built(tmp_path / "old", [made(1)])
    clone(tmp_path / "old", tmp_path / "new")
    shared = [file for file in (tmp_path / "old").iterdir() if os.stat(file).st_nlink > 1]
    assert {file.suffix for file in shared} >= {".store", ".idx", ".fast"}
    for file in (tmp_path / "old").iterdir():
        file.unlink()
    assert keys(SearchIndex.open(tmp_path / "new").search(SearchQuery("gravure"))) == ["01"]


def test_a_file_system_without_links_gets_a_true_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(f"no links from {source} to {target}")

    built(tmp_path / "old", [made(1)])
    monkeypatch.setattr(os, "link", refuse)
    clone(tmp_path / "old", tmp_path / "new")
    assert content(tmp_path / "new") == content(tmp_path / "old")


def test_an_open_index_does_not_move_while_another_is_written_from_it(tmp_path: Path) -> None:
    old = built(tmp_path / "old", [made(n) for n in range(40)])
    clone(tmp_path / "old", tmp_path / "new")
    change(tmp_path / "new")
    assert old.search(SearchQuery("sculpture")).total == 0
    assert old.get(iri_of("00")) is not None


def test_adding_twice_keeps_the_last_version(tmp_path: Path) -> None:
    index = built(tmp_path, [made(1), made(1, "Sculpture"), made(2)])
    assert index.count == 2
    assert keys(index.search(SearchQuery("sculpture"))) == ["01"]
    assert index.search(SearchQuery("gravure 1")).total == 0


def test_nothing_is_published_before_commit(tmp_path: Path) -> None:
    built(tmp_path, [made(1)])
    builder = IndexBuilder(tmp_path)
    builder.add(made(2))
    assert SearchIndex.open(tmp_path).count == 1
    builder.commit()
    assert SearchIndex.open(tmp_path).count == 2
