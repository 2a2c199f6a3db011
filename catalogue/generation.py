"""Generations: immutable folders that hold the RDF graphs and the search index of one moment.

A publication builds the next folder beside the current one and switches a pointer; readers that hold a
generation keep it whole.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from catalogue.datadir import DataDirectory

KEPT_GENERATIONS = 3
FINDINGS = "findings.json"
FORMER_FINDINGS = "former-findings.json"
# Characters of SHA-256 in a file name.
_HASH = 32
_NUMBERED = re.compile(r"g(\d+)-")


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """What a generation says of one source. `read` is the instant of its last applied run."""

    title: Mapping[str, str]
    licence: str
    publisher: str
    url: str
    records: int
    read: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `change` is the last ledger change it shows, `dataset` the hash of its graphs.

    `format` is the fingerprint of the code that wrote it: one written otherwise is rebuilt, not extended.
    """

    id: str
    number: int
    created: str
    base: str
    change: int
    records: int
    quads: int
    dataset: str
    format: str
    graphs: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, SourceSummary] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> Manifest:
        """A manifest from its JSON."""
        told: dict[str, Any] = json.loads(text)
        told["sources"] = {name: SourceSummary(**summary) for name, summary in told["sources"].items()}
        return cls(**told)

    def serialize(self) -> str:
        """The manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Generation:
    """One published generation on disk."""

    path: Path
    manifest: Manifest

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.path / "index"

    @property
    def findings(self) -> Path:
        """What the rules across records found, as JSON: in the former generation, until they were applied to this."""
        found = self.path / FINDINGS
        former = self.path / FORMER_FINDINGS
        return former if not found.exists() and former.exists() else found

    def graph_files(self) -> dict[Path, str]:
        """The graph IRI of each N-Triples file. A file's name ends in the hash of its content."""
        return {self.path / "graphs" / name: iri for name, iri in self.manifest.graphs.items()}


def current(data: Path) -> Generation | None:
    """The generation that readers should use now; `None` before the first publication, or where it is damaged.

    Whatever is damaged here can be rebuilt from the ledger.
    """
    directory = DataDirectory(data)
    try:
        name = directory.pointer.read_text("utf-8").strip()
        path = directory.generations / name
        return Generation(path, Manifest.parse((path / "manifest.json").read_text("utf-8")))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError, LookupError, TypeError):
        return None


def next_number(directory: DataDirectory) -> int:
    """The number of the next generation: none that a folder has, whatever the pointer says."""
    numbers = (_NUMBERED.match(path.name) for path in directory.generations.iterdir())
    return 1 + max((int(found[1]) for found in numbers if found), default=0)


def damages(generation: Generation) -> list[str]:
    """The names of what is missing or altered: a graph file's name ends in the hash of its content."""
    names = [path.name for path in generation.graph_files() if not is_sound(path)]
    return names if generation.index.is_dir() else [*names, generation.index.name]


def content_hash(path: Path) -> str:
    """The hash that the name of a graph file ends in."""
    with path.open("rb") as handle:
        return file_digest(handle, "sha256").hexdigest()[:_HASH]


def hash_of(content: bytes) -> str:
    """The hash that the name of a graph file of this content ends in."""
    return sha256(content).hexdigest()[:_HASH]


def sealed(name: str, digest: str) -> str:
    """The name of a graph file of this content."""
    return f"{name}.{digest}.nt"


def stem_of(name: str) -> str:
    """What a graph file is called whatever its content."""
    return name.rsplit(".", 2)[0]


def write_hashed(pieces: Iterable[bytes], path: Path) -> str:
    """Write a file; returns the hash that its name is to end in."""
    digest = sha256()
    with path.open("wb") as handle:
        for piece in pieces:
            handle.write(piece)
            digest.update(piece)
    return digest.hexdigest()[:_HASH]


def dataset_hash(files: Iterable[str]) -> str:
    """What tells datasets apart: the hash of the names of all graph files."""
    return sha256("\n".join(sorted(files)).encode()).hexdigest()


def is_sound(path: Path) -> bool:
    """Whether a graph file is there, and what it was when it was written."""
    return path.is_file() and path.name.split(".")[-2] == content_hash(path)


def publish(directory: DataDirectory, building: Path, manifest: Manifest) -> Generation:
    """Make a finished folder the current generation: manifest last, everything on disk, then the pointer."""
    with (building / "manifest.json").open("w", encoding="utf-8") as handle:
        handle.write(manifest.serialize())
    for file in building.rglob("*"):
        _sync(file)
    path = directory.generations / manifest.id
    building.rename(path)
    _sync(directory.generations)
    switch(directory, manifest.id)
    return Generation(path, manifest)


def switch(directory: DataDirectory, name: str) -> None:
    """Point readers at a generation, atomically."""
    fresh = directory.pointer.with_suffix(".next")
    with fresh.open("w", encoding="utf-8") as handle:
        handle.write(f"{name}\n")
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(directory.pointer)
    _sync(directory.path)


def sweep(directory: DataDirectory) -> None:
    """Remove what an interrupted build left and all but the newest generations; the current one always stays."""
    now = current(directory.path)
    kept = {now.path.name} if now else set()
    finished = sorted(path.name for path in directory.generations.glob("g*") if (path / "manifest.json").exists())
    kept.update(finished[-KEPT_GENERATIONS:])
    for path in directory.generations.iterdir():
        if path.name not in kept and path.is_dir():
            shutil.rmtree(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
