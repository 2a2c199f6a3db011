"""One generation, whole: all that the answer to one request may be made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from fastapi import Request

from api.problems import Problem
from catalogue.claims import Claims
from catalogue.generation import Manifest, SourceSummary
from catalogue.statistics import Statistics
from search.query import SearchPage, SearchQuery, StoredRecord

# Where the edge puts the view of a request, so that all its parts are made from the same one.
SCOPE_KEY = "maillage.view"


class RecordIndex(Protocol):
    """What the application asks of a search index."""

    def search(self, query: SearchQuery) -> SearchPage:
        """One page of records, with the counts of every facet."""
        ...

    def every(self, query: SearchQuery, most: int) -> Iterator[bytes]:
        """The items of all records that a search finds, at most so many."""
        ...

    def get(self, iri: str) -> StoredRecord | None:
        """The record of an IRI."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """The index, the manifest, the claims and the statistics of one generation.

    `names` keeps names of codes once looked up; `description` is the VoID description as N-Triples.
    """

    index: RecordIndex
    manifest: Manifest
    names: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)
    claims: Claims = field(default_factory=Claims.none, compare=False, repr=False)
    statistics: Statistics | None = field(default=None, compare=False, repr=False)
    description: bytes = field(default=b"", compare=False, repr=False)

    @property
    def generation(self) -> str:
        """The name of the generation."""
        return self.manifest.id

    def get(self, iri: str) -> StoredRecord | None:
        """The record of an IRI."""
        return self.index.get(iri)

    def search(self, query: SearchQuery) -> SearchPage:
        """One page of records, with the counts of every facet."""
        return self.index.search(query)

    def every(self, query: SearchQuery, most: int) -> Iterator[bytes]:
        """The items of all records that a search finds, at most so many."""
        return self.index.every(query, most)

    def iri(self, kind: str, local: str) -> str:
        """The IRI of a kind and a local identifier."""
        return f"{self.manifest.base}id/{kind}/{local}"

    def path(self, iri: str) -> str | None:
        """Where this server shows one of our own things, e.g. `/id/course/…`; `None` for what is elsewhere."""
        local = iri.removeprefix(self.manifest.base)
        if local == iri or not local.startswith("id/"):
            return None
        return f"/{local.partition('#')[0]}"

    def source(self, name: str) -> SourceSummary | None:
        """What the generation knows of a source."""
        return self.manifest.sources.get(name)


def view_of(request: Request) -> View:
    """The view that this request sees; raises the problem `not ready` before the first publication."""
    view: View | None = request.scope.get(SCOPE_KEY)
    if view is None:
        raise Problem("MLG-H503", headers={"Retry-After": "5"})
    return view
