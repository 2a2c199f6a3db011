"""Building an index: into a fresh folder, or into a linked copy of a former generation's."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tantivy import Document, IndexWriter

from catalogue.entry import Entry
from search.document import fields_of
from search.projecting import Fields, project
from search.schema import index_schema, open_index

_HEAP_PER_THREAD: Final = 80_000_000
# Segments never change once written; these two files are replaced at each commit, and copied to be sure.
_REPLACED: Final = frozenset({"meta.json", ".managed.json"})
_LOCKS: Final = ".lock"


def clone(old: Path, new: Path) -> None:
    """Make in `new` an index that shares the files of `old`; whatever is done to it leaves `old` as it is."""
    new.mkdir(parents=True)
    for file in sorted(old.iterdir()):
        if file.name.endswith(_LOCKS):
            continue
        if file.name in _REPLACED or not _link(file, new / file.name):
            shutil.copy2(file, new / file.name)


class IndexBuilder:
    """Adds and removes records; readers see nothing of it before `commit`."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        # Few changes go into one new segment; a whole index is written by two threads.
        threads = 1 if (path / "meta.json").exists() else 2
        self._writer: IndexWriter = open_index(path).writer(_HEAP_PER_THREAD * threads, threads)

    def add(self, entry: Entry) -> None:
        """Put an entry, in place of any former one of the same IRI."""
        self.remove(entry.iri)
        self._put(fields_of(entry))

    def add_all(self, entries: Iterable[Entry]) -> Iterator[int]:
        """Put entries of distinct IRIs that the index does not hold yet; yields how many are in, one by one."""
        for done, fields in enumerate(project(entries), start=1):
            self._put(fields)
            yield done

    def _put(self, fields: Fields) -> None:
        self._writer.add_document(Document.from_dict(fields, index_schema()))

    def remove(self, iri: str) -> None:
        """Take out the record of an IRI, if there is one."""
        self._writer.delete_documents_by_term("iri", iri)

    def commit(self) -> None:
        """Publish what was added and removed, and end the building."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def _link(file: Path, target: Path) -> bool:
    """Whether `file` could be linked; some file systems cannot."""
    try:
        os.link(file, target)
    except OSError:
        return False
    return True
