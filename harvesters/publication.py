"""From the ledger to the next generation: graph files, search index, rules across records, pointer switch."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.generation import (
    Generation,
    Manifest,
    SourceSummary,
    content_hash,
    current,
    hash_of,
    next_number,
    publish,
    sealed,
    sweep,
)
from catalogue.inspection import Inspection
from catalogue.ledger import Ledger, now
from catalogue.provenance import lines, record_triples
from catalogue.self_description import catalogue_triples
from catalogue.statistics import Statistics
from harvesters.fingerprint import projection_fingerprint
from harvesters.inspection import survey_and_inspect
from harvesters.interrupts import held_back
from ontology.concepts import load_concepts
from ontology.minting import Minting
from ontology.vocabulary import vocabulary_triples
from search.builder import IndexBuilder, clone
from sparql.description import service_graph

# Above this share of changed records a fresh index is cheaper than editing a copy of the former one.
FRESH_INDEX_SHARE = 0.3

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the next generation must show, and how much of the former one still serves."""

    number: int
    change: int
    touched: dict[int, list[str]]
    sources: frozenset[str]
    former: Generation | None


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
    if plan is None:
        sweep(directory)  # What a publication left that was killed after its switch.
        return None
    try:
        return _publish(directory, ledger, plan, about, progress)
    except (DataDirectoryFault, OSError, ValueError):
        if plan.former is None:
            raise
        return _publish(directory, ledger, _whole(plan.number, plan.change), about, progress)


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
    with _inspecting(building, graphs, ledger.base, plan.former) as inspected:
        records = _write_index(building / "index", ledger, plan, progress)
        inspection = inspected()
    graphs |= Statistics.read(building).derived
    manifest = Manifest(
        id=f"g{plan.number:06}-{_dataset_hash(graphs)[:8]}", number=plan.number, created=now(), base=ledger.base,
        change=plan.change, records=records, quads=inspection.quads, dataset=_dataset_hash(graphs),
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
    touched: dict[int, list[str]] = {}
    sources = set()
    for item, source, iri in ledger.changed_since(former.manifest.change):
        touched.setdefault(item, []).append(iri)
        sources.add(source)
    return _Plan(number, change, touched, frozenset(sources), former)


def _whole(number: int, change: int) -> _Plan:
    """Everything from the ledger."""
    return _Plan(number, change, {}, frozenset(), None)


def _write_graphs(folder: Path, ledger: Ledger, plan: _Plan, about: Mapping[str, bytes]) -> dict[str, str]:
    """Write or link every graph file; returns graph IRI by file name. What is `about` us is one graph."""
    minting = Minting(ledger.base)
    files: dict[str, str] = {}
    for source in ledger.sources():
        if plan.former and source.name not in plan.sources:
            files |= _link(folder, plan.former, source.name)
            continue
        if _write_source(folder, ledger, source.name):
            files[_seal(folder / "described", f"source.{source.name}")] = minting.graph(source.name)
            files[_seal(folder / "told", f"provenance.{source.name}")] = minting.graph("provenance")
    for name, triples in {"vocabulary": lines(vocabulary_triples()), **about}.items():
        (folder / name).write_bytes(triples)
        files[_seal(folder / name, name)] = minting.graph("catalogue" if name in about else name)
    return files


def _write_source(folder: Path, ledger: Ledger, source: str) -> bool:
    """Write the graph of a source and its provenance; whether there is anything in them."""
    with (folder / "described").open("wb") as described, (folder / "told").open("wb") as told:
        for entry in ledger.entries(source):
            described.write(entry.description)
            told.write(record_triples(entry, ledger.base))
        if described.tell():
            return True
    (folder / "described").unlink()
    (folder / "told").unlink()
    return False


def _link(folder: Path, former: Generation, source: str) -> dict[str, str]:
    """The files of an untouched source, hard-linked from the former generation."""
    kept = {}
    for path, graph in former.graph_files().items():
        if path.name.startswith((f"source.{source}.", f"provenance.{source}.")):
            (folder / path.name).hardlink_to(path)
            kept[path.name] = graph
    return kept


def _seal(path: Path, name: str) -> str:
    """Name a file after its content, so that equal datasets have equal file names."""
    whole = sealed(name, content_hash(path))
    path.rename(path.with_name(whole))
    return whole


def _dataset_hash(files: Iterable[str]) -> str:
    return sha256("\n".join(sorted(files)).encode()).hexdigest()


def _write_index(path: Path, ledger: Ledger, plan: _Plan, progress: Progress) -> int:
    """Build the index afresh or from a copy of the former one; returns how many records it holds."""
    total = ledger.sql.execute("SELECT count(*) FROM item WHERE live IS NOT NULL").fetchone()[0]
    if plan.former and len(plan.touched) <= FRESH_INDEX_SHARE * total:
        clone(plan.former.index, path)
        builder = IndexBuilder(path)
        for iris in plan.touched.values():
            for iri in iris:
                builder.remove(iri)
        entries, work = ledger.entries_of(plan.touched), len(plan.touched)
    else:
        builder = IndexBuilder(path)
        entries, work = (entry for source in ledger.sources() for entry in ledger.entries(source.name)), total
    for done in builder.add_all(entries):
        if done % 1000 == 0:
            progress("index", done, work)
    builder.commit()
    return int(total)


@contextmanager
def _inspecting(building: Path, graphs: dict[str, str], base: str,
                former: Generation | None) -> Iterator[Callable[[], Inspection]]:
    """Count and load the graphs and apply the rules in a process of its own while the index is written."""
    context = multiprocessing.get_context("spawn")
    files = {building / "graphs" / name: graph for name, graph in graphs.items()}
    process = context.Process(target=survey_and_inspect, args=(building, files, base, former), name="inspection",
                              daemon=True)
    with held_back():
        process.start()

    def finish() -> Inspection:
        process.join()
        if process.exitcode != 0:
            raise _unloadable(process.exitcode)
        return Inspection.read(building / "findings.json")

    try:
        yield finish
    finally:
        process.kill()
        process.join()


def _unloadable(code: int | None) -> DataDirectoryFault:
    return DataDirectoryFault(
        f"Les graphes de la nouvelle génération ne se chargent pas (code {code}) ; la précédente reste en place : "
        "libérez de la mémoire, puis lancez `maillage rebuild`.",
        f"The graphs of the new generation cannot be loaded (exit {code}); the former one stays in use: free some "
        "memory, then run `maillage rebuild`.", 1)


def _summaries(ledger: Ledger) -> Iterator[tuple[str, SourceSummary]]:
    for source in ledger.sources():
        count, read = ledger.sql.execute(
            "SELECT count(i.live), max(n.started) FROM item i LEFT JOIN reading r ON r.id = i.live "
            "LEFT JOIN run n ON n.id = r.run WHERE i.source = ?", (source.id,)).fetchone()
        told = source.declaration
        yield source.name, SourceSummary(told["title"], told["licence"], told["publisher"], told["url"],
                                         count, read or "")
