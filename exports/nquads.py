"""The whole dataset of a generation as N-Quads: what anybody needs to load it elsewhere."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode

from catalogue.generation import Generation


def write(generation: Generation, folder: Path) -> list[Path]:
    """One gzipped N-Quads file, named after the generation; equal datasets give equal bytes."""
    target = folder / f"maillage-{generation.manifest.id}.nq.gz"
    # No name and no time in the gzip header, so that the file depends on the dataset alone.
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        for lines in _quads(generation):
            packed.write(lines)
    return [target]


def _quads(generation: Generation) -> Iterator[bytes]:
    for path, graph in sorted(generation.graph_files().items()):
        ending = f" {NamedNode(graph)} .\n".encode()
        with path.open("rb") as triples:
            for line in triples:
                yield line.removesuffix(b" .\n") + ending
