"""The graph files of a generation in the making: linked, told anew from the former ones, or written from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from catalogue.generation import Generation, content_hash, hash_of, is_sound, sealed, write_hashed
from catalogue.ledger import Ledger
from catalogue.provenance import lines, record_triples
from catalogue.record_file import told_anew
from ontology.minting import Minting
from ontology.vocabulary import vocabulary_triples

# What the names of the two files of a source begin with.
_DESCRIBED: Final = "source"
_PROVEN: Final = "provenance"
# Above this share of changed records of a source, writing its graph from the ledger is as cheap.
_MOST_CHANGED: Final = 0.3


# A file and the hash of its content, by what it tells.
_Drafts = Mapping[str, tuple[Path, str]]


@dataclass(frozen=True, slots=True)
class Changed:
    """The items of a source that changed since a generation, and every IRI that they ever had."""

    source: str
    items: set[int] = field(default_factory=set)
    iris: set[str] = field(default_factory=set)


class Graphs:
    """Puts graph files in a folder. `files` names the graph of each that is there.

    A file's name ends in the hash of its content, so that equal datasets have equal file names.
    """

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self._folder = folder
        self._ledger = ledger
        self._minting = Minting(ledger.base)
        self.files: dict[str, str] = {}

    def write_source(self, source: str, former: Generation | None, changed: Changed | None) -> None:
        """The graph of a source and its provenance, at the cost of what changed since a former generation."""
        kept = _files_of(source, former) if former else {}
        if former is not None and changed is None:
            for path in kept.values():
                (self._folder / path.name).hardlink_to(path)
                self.files[path.name] = former.manifest.graphs[path.name]
            return
        drafts = self._told_anew(kept, changed, former) if former is not None and changed is not None else {}
        for kind, (draft, digest) in (drafts or self._told(source)).items():
            self._seal(draft, sealed(f"{kind}.{source}", digest),
                       self._minting.graph(source if kind == _DESCRIBED else kind))

    def write_about(self, about: Mapping[str, bytes]) -> None:
        """The vocabulary, and what is said of the catalogue itself, by file name: all of that in one graph."""
        for name, triples in {"vocabulary": lines(vocabulary_triples()), **about}.items():
            whole = sealed(name, hash_of(triples))
            (self._folder / whole).write_bytes(triples)
            self.files[whole] = self._minting.graph("catalogue" if name in about else name)

    def _told(self, source: str) -> _Drafts:
        """From the ledger alone."""
        drafts = {kind: self._folder / kind for kind in (_DESCRIBED, _PROVEN)}
        with drafts[_DESCRIBED].open("wb") as described, drafts[_PROVEN].open("wb") as proven:
            for entry in self._ledger.entries(source):
                described.write(entry.description)
                proven.write(record_triples(entry, self._ledger.base))
        return {kind: (path, content_hash(path)) for kind, path in drafts.items()}

    def _told_anew(self, kept: Mapping[str, Path], changed: Changed, former: Generation) -> _Drafts:
        """From the former files, of which only some records are other ones now; nothing where that is not worth while.

        What was damaged since it was written is not handed on.
        """
        source = former.manifest.sources.get(changed.source)
        if len(kept) < len((_DESCRIBED, _PROVEN)) or not source or len(changed.items) > _MOST_CHANGED * source.records:
            return {}
        entries = list(self._ledger.entries_of(changed.items))
        gone = dict.fromkeys(changed.iris, b"")
        told = {_DESCRIBED: {entry.iri: entry.description for entry in entries},
                _PROVEN: {entry.iri: record_triples(entry, self._ledger.base) for entry in entries}}
        with ThreadPoolExecutor(1) as beside:
            sound = beside.submit(lambda: all(map(is_sound, kept.values())))
            drafts = {kind: (self._folder / kind, write_hashed(told_anew(path, gone | told[kind]), self._folder / kind))
                      for kind, path in kept.items()}
        return drafts if sound.result() else {}

    def _seal(self, draft: Path, name: str, graph: str) -> None:
        """Name a file after its content; what is empty is no graph."""
        if draft.stat().st_size:
            draft.rename(self._folder / name)
            self.files[name] = graph
        else:
            draft.unlink()


def _files_of(source: str, generation: Generation) -> dict[str, Path]:
    """The files of a source in a generation, by what they tell."""
    return {kind: path for path in generation.graph_files() for kind in (_DESCRIBED, _PROVEN)
            if path.name.startswith(f"{kind}.{source}.")}
