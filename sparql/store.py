"""The RDF of one generation as a store: in memory, or on disk where it is too large for that."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from catalogue.generation import Generation
from sparql.following import MOST_CHANGED, TooMuch, difference

# Measured on records with their provenance, and rounded up.
_BYTES_PER_QUAD = 500
_SHARE_OF_MACHINE = 0.5


def load(generation: Generation) -> Store:
    """Every named graph of a generation, loaded and ready to query."""
    return load_graphs(generation.graph_files())


def load_graphs(files: Mapping[Path, str]) -> Store:
    """N-Triples files into the graphs named beside them.

    `load` of a path leaves the interpreter lock alone, and in memory it is a fifth faster than `bulk_load`.
    """
    store = Store()
    for path, graph in files.items():
        store.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
    return store


def fits_in_memory(quads: int, machine: int) -> bool:
    """Whether a store of so many quads is small enough for a machine with so many bytes of memory."""
    return quads * _BYTES_PER_QUAD <= machine * _SHARE_OF_MACHINE


def forks_are_safe() -> bool:
    """Whether a process may be forked and go on: macOS' own libraries do not allow it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def memory_of_machine() -> int:
    """In bytes."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folder for a store on disk. Workers that are not `forked` are started, and open it by themselves."""

    folder: Path
    forked: bool = True


class Shared:
    """The store that workers share: in memory, or a snapshot on disk, made when it is not there yet.

    Raises:
        OSError, SyntaxError, ValueError, MemoryError: it cannot be loaded.
    """

    def __init__(self, files: Mapping[Path, str], snapshot: Snapshot | None) -> None:
        self._files = files
        self._snapshot = snapshot
        self._changed = 0
        self._store = None if snapshot else load_graphs(files)
        self._size = sum(path.stat().st_size for path in files)
        if snapshot is not None and not snapshot.folder.is_dir():
            _in_a_child(build_snapshot, files, snapshot.folder)

    def opened(self) -> Store:
        """The store, for a worker: on disk, it is opened read-only."""
        if self._snapshot is not None:
            return Store.read_only(str(self._snapshot.folder))
        assert self._store is not None  # noqa: S101 - it is either of both
        return self._store

    def follow(self, files: Mapping[Path, str]) -> bool:
        """Whether the store now holds these files, because they differ little from those that it held."""
        if self._store is None:
            return False
        try:
            found = difference(self._files, files, MOST_CHANGED * self._size - self._changed)
            found.apply(self._store)
        except (TooMuch, OSError, SyntaxError, ValueError):
            return False
        self._files = files
        self._changed += found.size()
        return True


def build_snapshot(files: Mapping[Path, str], snapshot: Path) -> None:
    """Write a store to disk that nobody changes any more, and remove those of former generations beside it."""
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=snapshot.parent))
    try:
        store = Store(building)
        for path, graph in files.items():
            store.bulk_load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
        store.flush()
        del store
        building.rename(snapshot)
    except OSError:
        shutil.rmtree(building, ignore_errors=True)
        if not snapshot.is_dir():  # Else another server was faster.
            raise
    for former in snapshot.parent.iterdir():
        if former != snapshot and not former.name.startswith("."):
            shutil.rmtree(former, ignore_errors=True)  # Whoever has it open keeps it.


def _in_a_child(work: Callable[[Mapping[Path, str], Path], None], files: Mapping[Path, str], folder: Path) -> None:
    """Do it in a process of its own: what RocksDB leaves in one, such as threads, would not survive our forks."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(files, folder), daemon=True)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise OSError("the snapshot on disk could not be built")
