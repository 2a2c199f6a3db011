"""How fast each format is mapped and checked, in one process: its own test records, many times over.

In seconds of the processor, so that what else the machine does counts little.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time

import orjson

from bench.generator import generate
from catalogue.received import Verdict
from harvesters.formats import FORMATS
from harvesters.reading import Reader
from harvesters.record import Document, Raw
from harvesters.source import Source, load_source
from ontology.concepts import load_concepts
from ontology.minting import Minting
from shapes.gate import Gate
from tests.harvesters.records import CASES, source

RECORDS = 2_000
# A format below this many records a second is worth a look.
SLOW = 1_000
_NOT_DOCUMENTS = (".toml", ".ttl", ".rq")


def formats() -> dict[str, dict[str, float]]:
    """Records a second, kilobytes of a record, and the peak memory of a process that does nothing else, by format."""
    figures = {}
    context = multiprocessing.get_context("spawn")
    for form in FORMATS:
        ours, theirs = context.Pipe()
        process = context.Process(target=_measure, args=(form, theirs))
        process.start()
        theirs.close()
        figures[form] = orjson.loads(ours.recv_bytes())
        process.join()
        print(f"{form}: {figures[form]['records_per_s']:.0f} records/s", file=sys.stderr)
    return figures


def _measure(form: str, wire: Connection) -> None:
    gate, concepts = Gate("shacl"), load_concepts()
    cases = _cases(form)
    share = RECORDS / sum(len(raws) for _, raws in cases)  # Each record as often as any other.
    work = [(declared, list(_copies(raws, round(share * len(raws))))) for declared, raws in cases]
    readers = [(Reader(declared, concepts, Minting("http://127.0.0.1:8000/"), gate, {}), raws)
               for declared, raws in work]
    for reader, raws in readers:  # What is loaded once is not measured.
        list(reader.replay(raws[:5]))
    started = process_time()
    told = [settled for reader, raws in readers for event in reader.replay(raws)
            if isinstance(event, list) for settled in event]
    seconds = process_time() - started
    assert len({settled.iri for settled in told if settled.iri}) == sum(bool(settled.iri) for settled in told)
    wire.send_bytes(orjson.dumps({
        "records": len(told), "records_per_s": len(told) / seconds,
        "accepted": sum(settled.verdict is Verdict.ACCEPTED for settled in told),
        "payload_bytes": sum(len(raw.payload) for _, raws in work for raw in raws) / len(told),
        "description_bytes": sum(len(settled.description) for settled in told) / len(told),
        "peak_bytes": _peak()}))


def _peak() -> int:
    """The most bytes that this process has had in memory."""
    told = Path("/proc/self/status").read_text("ascii")
    return int(told.partition("VmHWM:")[2].split()[0]) << 10


def _cases(form: str) -> list[tuple[Source, list[Raw]]]:
    """What a format's cases hold, with their declarations; a table means nothing without a map, so it is made."""
    if form == "table":
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), 1_000)
            declared = load_source(Path(folder) / "bench-hubs.toml", FORMATS)
            return [(declared, _raws(Path(folder) / "hubs.csv", declared))]
    found = []
    for path in sorted((CASES / form).iterdir()):
        name = path.name.removesuffix(path.suffix)
        is_turtle = path.suffix == ".ttl" and path.with_name(f"{name}.expected.ttl").exists()
        if path.suffix in _NOT_DOCUMENTS and not is_turtle:
            continue
        file = path.with_name(f"{name}.toml")
        known = load_source(file, FORMATS) if file.exists() else source(form)
        if raws := _raws(path, known):
            found.append((known, raws))
    return found


def _raws(path: Path, declared: Source) -> list[Raw]:
    document = Document(path, f"https://source.example.org/{path.name}")
    return [item for item in FORMATS[declared.format].read(document, declared)
            if isinstance(item, Raw) and not item.deleted]


def _copies(raws: Sequence[Raw], most: int) -> Iterator[Raw]:
    for number in range(most):
        raw = raws[number % len(raws)]
        yield replace(raw, key=f"{raw.key}-{number}")


def show(figures: dict[str, dict[str, float]], slice_rate: float) -> None:
    """Print them for people; `slice_rate` is what the whole way of a record comes to, in records a second."""
    table = figures["table"]["records_per_s"]
    print(f"mapping and gate, one process, {RECORDS} records of each format")
    print(f"  {'format':<14} {'records/s':>9} {'of table':>8} {'of slice':>8} {'payload':>8} {'said':>8} {'peak':>8}")
    for form, figure in sorted(figures.items(), key=lambda each: -each[1]["records_per_s"]):
        rate = figure["records_per_s"]
        print(f"  {form:<14} {rate:9.0f} {rate / table:8.2f} {rate / slice_rate:8.2f} "
              f"{figure['payload_bytes'] / 1024:5.1f} kB {figure['description_bytes'] / 1024:5.1f} kB "
              f"{figure['peak_bytes'] / 2**20:4.0f} MiB{'  slow' if rate < SLOW else ''}")
