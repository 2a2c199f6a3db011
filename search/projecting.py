"""Many entries become index documents in several processes: nearly all of an index's time is spent there."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, Final

from catalogue.entry import Entry
from catalogue.orphans import end_with_parent
from search.document import fields_of

Fields = dict[str, Any]

_CHUNK: Final = 250
# Below this many, starting processes takes longer than the work.
_WORTH_IT: Final = 2_000


def project(entries: Iterable[Entry], together: int | None = None) -> Iterator[Fields]:
    """The fields of each entry's document, in the order of the entries; few chunks are in memory at a time."""
    chunks = _chunks(entries)
    first = list(islice(chunks, _WORTH_IT // _CHUNK))
    if sum(map(len, first)) < _WORTH_IT:
        for chunk in first:
            yield from _project(chunk)
        return
    workers = together or os.cpu_count() or 1
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["maillage", "harvesters.loader", "search.projecting"])
    with ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent) as pool:
        yield from _in_order(pool, first, chunks, 2 * workers)


def _in_order(pool: ProcessPoolExecutor, first: Sequence[list[Entry]], rest: Iterator[list[Entry]],
              ahead: int) -> Iterator[Fields]:
    waiting: deque[Future[list[Fields]]] = deque(pool.submit(_project, chunk) for chunk in first)
    for chunk in rest:
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
        waiting.append(pool.submit(_project, chunk))
    while waiting:
        yield from waiting.popleft().result()


def _project(chunk: Sequence[Entry]) -> list[Fields]:
    return [fields_of(entry) for entry in chunk]


def _chunks(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while chunk := list(islice(source, _CHUNK)):
        yield chunk
