"""From the ledger to the next generation: graph files, search index, rules across records, pointer switch."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.generation import (
    FORMER_FINDINGS,
    Generation,
    Manifest,
    SourceSummary,
    current,
    dataset_hash,
    hash_of,
    next_number,
    publish,
    sealed,
    sweep,
)
from catalogue.ledger import Ledger, now
from catalogue.self_description import catalogue_triples
from catalogue.statistics import Statistics
from harvesters.fingerprint import projection_fingerprint
from harvesters.graphs import Changed, Graphs
from harvesters.inspection import inspect_late, surveying
from ontology.concepts import load_concepts
from search.builder import IndexBuilder, clone
from sparql.description import service_graph

# Above this share of changed records a fresh index is cheaper than editing a copy of the former one.
FRESH_INDEX_SHARE = 0.3

# The stage (`index` or `rules`), how much of it is done, and how much there is, 0 where that is not known.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the next generation must show, and how much of the former one still serves."""

    number: int
    change: int
    changed: Mapping[str, Changed]
    former: Generation | None

    @property
    def items(self) -> list[int]:
        """Every item that changed."""
        return [item for changed in self.changed.values() for item in changed.items]


def publish_changes(directory: DataDirectory, ledger: Ledger, progress: Progress, *,
                    rebuild: bool = False) -> Generation | None:
    """Publish what the ledger holds beyond the current generation; `None` when that is nothing.

    `rebuild` reads nothing of former generations: everything comes from the ledger alone. So does a
    publication for which the former generation turns out to be damaged.

    Raises:
        DataDirectoryFault: the graphs cannot be loaded; the former generation stays in use.
    """
    directory.generations.mkdir(parents=True, exist_ok=True)
    about = {"catalogue": catalogue_triples(ledger, load_concepts()), "service": service_graph(ledger.base)}
    plan = _plan(directory, ledger, about, rebuild)
    try:
        if plan is None:
            sweep(directory)  # What a publication left that was killed after its switch.
        generation = _publish(directory, ledger, plan, about, progress) if plan else None
        _inspect(generation or current(directory.path), progress)
    except (DataDirectoryFault, OSError, ValueError):
        if plan is not None and plan.former is None:
            raise
        whole = _whole(next_number(directory), ledger.last_change())
        generation = _publish(directory, ledger, whole, about, progress)
    return generation


def _inspect(generation: Generation | None, progress: Progress) -> None:
    """Apply the rules across records to a generation that was published before that was done."""
    if generation is not None and generation.findings.name == FORMER_FINDINGS:
        progress("rules", 0, 0)
        inspect_late(generation)


def _publish(directory: DataDirectory, ledger: Ledger, plan: _Plan, about: Mapping[str, bytes],
             progress: Progress) -> Generation:
    building = directory.generations / f".building-{plan.number}"
    try:
        return _build(directory, building, ledger, plan, about, progress)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)  # On a full disk every byte counts.
        raise


def _build(directory: DataDirectory, building: Path, ledger: Ledger, plan: _Plan, about: Mapping[str, bytes],
           progress: Progress) -> Generation:
    shutil.rmtree(building, ignore_errors=True)
    (building / "graphs").mkdir(parents=True)
    graphs = _write_graphs(building / "graphs", ledger, plan, about)
    if plan.former is not None:  # Few changes are to be seen soon; the rules across records can wait.
        shutil.copyfile(plan.former.findings, building / FORMER_FINDINGS)
    with surveying(building, graphs, ledger.base, plan.former) as surveyed:
        records = _write_index(building / "index", ledger, plan, progress)
        surveyed()
    statistics = Statistics.read(building)
    graphs |= statistics.derived
    dataset, quads = dataset_hash(graphs), sum(figures.triples for figures in statistics.graphs.values())
    manifest = Manifest(
        id=f"g{plan.number:06}-{dataset[:8]}", number=plan.number, created=now(), base=ledger.base,
        change=plan.change, records=records, quads=quads, dataset=dataset,
        format=projection_fingerprint(), graphs=graphs, sources=dict(_summaries(ledger)))
    generation = publish(directory, building, manifest)
    sweep(directory)
    return generation


def _plan(directory: DataDirectory, ledger: Ledger, about: Mapping[str, bytes], rebuild: bool) -> _Plan | None:
    former = current(directory.path)
    number = next_number(directory)
    change = ledger.last_change()
    if former is None or rebuild or former.manifest.format != projection_fingerprint():
        return _whole(number, change)
    # A source may be new or renamed although none of its records changed; so may a named query.
    known = {sealed(name, hash_of(content)) for name, content in about.items()}
    if former.manifest.change == change and known <= former.manifest.graphs.keys():
        return None
    changed: dict[str, Changed] = {}
    for item, source, iri in ledger.changed_since(former.manifest.change):
        told = changed.setdefault(source, Changed(source))
        told.items.add(item)
        told.iris.add(iri)
    return _Plan(number, change, changed, former)


def _whole(number: int, change: int) -> _Plan:
    """Everything from the ledger."""
    return _Plan(number, change, {}, None)


def _write_graphs(folder: Path, ledger: Ledger, plan: _Plan, about: Mapping[str, bytes]) -> dict[str, str]:
    """Every graph file but those made from others; returns graph IRI by file name."""
    graphs = Graphs(folder, ledger)
    for source in ledger.sources():
        graphs.write_source(source.name, plan.former, plan.changed.get(source.name))
    graphs.write_about(about)
    return graphs.files


def _write_index(path: Path, ledger: Ledger, plan: _Plan, progress: Progress) -> int:
    """Build the index afresh or from a copy of the former one; returns how many records it holds."""
    total = ledger.sql.execute("SELECT count(*) FROM item WHERE live IS NOT NULL").fetchone()[0]
    if plan.former and len(plan.items) <= FRESH_INDEX_SHARE * total:
        clone(plan.former.index, path)
        builder = IndexBuilder(path)
        for iri in (iri for changed in plan.changed.values() for iri in changed.iris):
            builder.remove(iri)
        entries, work = ledger.entries_of(plan.items), len(plan.items)
    else:
        builder = IndexBuilder(path)
        entries, work = (entry for source in ledger.sources() for entry in ledger.entries(source.name)), total
    for done in builder.add_all(entries):
        if done % 1000 == 0:
            progress("index", done, work)
    builder.commit()
    return int(total)


def _summaries(ledger: Ledger) -> Iterator[tuple[str, SourceSummary]]:
    for source in ledger.sources():
        count, read = ledger.sql.execute(
            "SELECT count(i.live), max(n.started) FROM item i LEFT JOIN reading r ON r.id = i.live "
            "LEFT JOIN run n ON n.id = r.run WHERE i.source = ?", (source.id,)).fetchone()
        told = source.declaration
        yield source.name, SourceSummary(told["title"], told["licence"], told["publisher"], told["url"],
                                         count, read or "")
