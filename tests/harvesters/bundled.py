"""The bundled sources that are enabled, as the catalogue takes them in, read without ledger or network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalogue.entry import Entry
from harvesters.formats import FORMATS
from harvesters.record import Document, Fault, Raw
from harvesters.source import Source, load_sources
from ontology.concepts import load_concepts
from ontology.minting import Minting
from shapes.finding import Finding

SOURCES = Path(__file__).parents[2] / "harvesters" / "sources"
BASE = "https://demo.example.org/"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What all bundled sources give: their records, what was told while reading each, and the faults."""

    entries: tuple[Entry, ...]
    findings: Mapping[str, tuple[Finding, ...]]
    faults: tuple[Fault, ...]

    def of(self, *sources: str) -> Iterator[Entry]:
        """The records of some sources, by the beginning of their names."""
        return (entry for entry in self.entries if entry.source.startswith(sources))


@cache
def bundle() -> Bundle:
    """Everything, read once for all tests of a process."""
    entries: list[Entry] = []
    findings: dict[str, tuple[Finding, ...]] = {}
    faults: list[Fault] = []
    for source in (declared for declared in load_sources(SOURCES, FORMATS) if declared.enabled):
        for item in FORMATS[source.format].read(_document(source), source):
            if isinstance(item, Fault):
                faults.append(item)
            elif isinstance(item, Raw):
                entry, told = _described(item, source)
                entries.append(entry)
                findings[entry.iri] = told
    return Bundle(tuple(entries), findings, tuple(faults))


def _document(source: Source) -> Document:
    return Document(Path(unquote(urlsplit(source.url).path)), source.url)


def _described(raw: Raw, source: Source) -> tuple[Entry, tuple[Finding, ...]]:
    made = FORMATS[source.format].describe(raw, source, load_concepts(), Minting(BASE))
    return Entry(made.iri, raw.kind or source.kind, source.name, raw.key, made.serialize(),
                 "2026-11-22T08:00:00Z", raw.datestamp, run=1, licence=source.licence), made.findings
