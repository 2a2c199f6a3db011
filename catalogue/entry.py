"""One live record as the projections (RDF graphs, search index, exports) read it from the ledger."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted description with what the catalogue knows of it.

    `description` is sorted N-Triples; `read` and `changed` are ISO 8601 instants (UTC) of the run that last
    brought a new version and of the source's own date where it gives one; `run` is that run's number.
    `stale` means that a newer version was rejected and this is the last valid one.
    """

    iri: str
    kind: str
    source: str
    key: str
    description: bytes
    read: str
    changed: str
    run: int
    licence: str
    warnings: int = 0
    stale: bool = False
