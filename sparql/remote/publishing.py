"""Publishing a generation to a store: what differs is sent, proved, and shown; the rest is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from catalogue.generation import Generation
from sparql.remote import faults
from sparql.remote.connection import SECONDS, Connection
from sparql.remote.graphs import graphs_of
from sparql.remote.marker import read_marker
from sparql.remote.sites import InPlace, Site
from sparql.remote.staged import Staged
from sparql.remote.store import RemoteStore

_LOOK_SECONDS = 30.0
# Bytes done, and bytes to do.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Publication:
    """What was done to a store: graphs that were sent now, that an interrupted publication had sent, that were as they
    should be, that were removed; the triples that readers see; and by what they were proved.
    """

    generation: str
    sent: tuple[str, ...]
    resumed: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    triples: int
    proof: Literal["hashes", "counts"]
    seconds: float

    @property
    def changed(self) -> bool:
        """Whether readers see anything new."""
        return bool(self.sent or self.resumed or self.removed)


def publish_to_store(generation: Generation, store: RemoteStore, progress: Progress = lambda _done, _total: None, *,
                     verify: bool = False, seconds: float = SECONDS) -> Publication:
    """Bring a store to a generation, whatever it holds, and prove it; `verify` proves what was sent before, too.

    May be interrupted at any point: the next call goes on from there, on any machine.

    Raises:
        StoreFault: the store cannot be written to, or does not keep what it is sent. Readers see the former generation
            still, or in a store that knows only the Graph Store Protocol some graphs of either.
    """
    if not (store.update_url or store.graph_store_url):
        raise faults.not_writable()
    return asyncio.run(_publish(generation, store, progress, verify, seconds))


def generation_in_store(store: RemoteStore, base: str, seconds: float = _LOOK_SECONDS) -> str:
    """The generation that a store shows, empty when it shows none; raises StoreFault when it does not answer."""

    async def look() -> str:
        async with Connection(store, seconds) as connection:
            return (await read_marker(connection, base)).generation

    return asyncio.run(look())


async def _publish(generation: Generation, store: RemoteStore, progress: Progress, verify: bool,
                   seconds: float) -> Publication:
    began = monotonic()
    wanted = graphs_of(generation)
    async with Connection(store, seconds) as connection:
        site: Site = (Staged if store.update_url else InPlace)(connection, generation.manifest.base)
        await site.open()
        seen = site.marker.published
        kept = [iri for iri, graph in wanted.items() if iri in seen and await site.holds(iri, graph, verify=verify)]
        missing = [graph for iri, graph in wanted.items() if iri not in kept]
        gone = sorted(site.unwanted(wanted))
        sent, resumed = [], []
        done, total = 0, sum(graph.size for graph in missing)
        for graph in missing:
            progress(done, total)
            if await site.holds(site.place(graph.iri), graph):
                resumed.append(graph.iri)
            else:
                await site.deliver(graph)
                sent.append(graph.iri)
            done += graph.size
        progress(total, total)
        is_shown = site.marker.generation == generation.manifest.id and seen == set(wanted)
        if missing or gone or not is_shown or not await site.is_settled():
            await site.switch(generation.manifest.id, wanted)
            await site.confirm([*sent, *resumed, *gone])
    return Publication(
        generation.manifest.id, tuple(sent), tuple(resumed), tuple(kept), tuple(iri for iri in gone if iri in seen),
        sum(site.marker.held[iri].triples for iri in wanted), "hashes" if site.hashed else "counts",
        monotonic() - began)
