"""Peers measured in the same run: the raw store under ours."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from pyoxigraph import NamedNode, RdfFormat, Store

from catalogue.generation import Generation


def disk_bulk_load(generation: Generation) -> float:
    """Seconds that pyoxigraph alone takes to bulk-load the same graphs on disk, on one core."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="maillage-peer-") as folder:
        ours, theirs = context.Pipe()
        process = context.Process(target=_load, args=(generation.graph_files(), Path(folder) / "store", theirs))
        process.start()
        seconds = float(ours.recv_bytes())
        process.join()
    return seconds


def _load(files: dict[Path, str], target: Path, wire: Connection) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    started = perf_counter()
    store = Store(target)
    for path, graph in files.items():
        store.bulk_load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
    store.flush()
    wire.send_bytes(str(perf_counter() - started).encode())
