"""A document may end the process that reads it; the documents after it are read all the same."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from harvesters.fetch import Fetcher
from harvesters.listing import Walk
from harvesters.loading import FATAL, Batch, Loader
from harvesters.record import Document, UnreadableDocument
from tests.harvesters.records import source

TURTLE = '<https://e.example/{0}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "{0}"@fr .'


def document(folder: Path, key: str) -> Document:
    path = folder / f"{key}.ttl"
    path.write_text(TURTLE.format(key), "utf-8")
    return Document(path, path.as_uri())


def test_the_next_document_gets_another_process(tmp_path: Path) -> None:
    with Loader(source("dcat"), "https://data.example/", "shacl", {}) as loader:
        assert [event.keys for event in loader.load(document(tmp_path, "a")) if isinstance(event, Batch)]
        loader._process.kill()
        with pytest.raises(UnreadableDocument) as broken:
            list(loader.load(document(tmp_path, "b")))
        assert broken.value.code in FATAL
        assert [event.keys for event in loader.load(document(tmp_path, "c")) if isinstance(event, Batch)]


def test_a_loader_that_was_ended_stays_so(tmp_path: Path) -> None:
    with Loader(source("dcat"), "https://data.example/", "shacl", {}) as loader:
        loader.end()
        for key in "ab":
            with pytest.raises(UnreadableDocument):
                list(loader.load(document(tmp_path, key)))
        assert not loader._process.is_alive()


class Fragile:
    """Dies over every document whose name begins with `bad`."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def load(self, document: Document) -> Iterator[Batch]:
        self.asked.append(document.url.rpartition("/")[2])
        if self.asked[-1].startswith("bad"):
            raise UnreadableDocument("MLG-F003", "mort", "dead")
        yield Batch(b"", (self.asked[-1],))


@pytest.mark.parametrize(("names", "asked", "code"), [
    ([f"bad{number}.ttl" for number in range(9)], 5, "MLG-F015"),
    ([f"{name}{number}.ttl" for number in range(9) for name in ("bad", "good")], 18, ""),
])
def test_a_folder_in_which_one_document_after_the_other_kills_its_reader_is_given_up(
        tmp_path: Path, names: list[str], asked: int, code: str) -> None:
    (tmp_path / "work").mkdir()
    for number, name in enumerate(names):
        folder = tmp_path / "source" / f"{number:02}"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(b"x")
    fragile, declared = Fragile(), replace(source("rdf"), url=(tmp_path / "source").as_uri())
    walk = Walk(declared, Fetcher(), tmp_path / "work")
    list(walk.frames(lambda: cast(Loader, fragile)))
    assert len(fragile.asked) == asked
    assert (walk.incomplete.code if walk.incomplete else "") == code
