"""The index of one generation, for reading: questions answered, records by IRI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson
from tantivy import Document, Index, Query, Searcher

from search.facets import FACETS
from search.matching import Matching, matching
from search.ordering import arrange
from search.query import LARGEST_PAGE, SORTS, FacetCount, SearchPage, SearchQuery, StoredRecord
from search.schema import STORED, facet_field

# A facet's counts are exact; of more codes than this, the most frequent are told.
LARGEST_FACET: Final = 1_000
_EVERY_CODE: Final = 1_000_000


class SearchIndex:
    """An index that does not change while it is open."""

    def __init__(self, index: Index, generation: str) -> None:
        self._schema = index.schema
        self._searcher: Searcher = index.searcher()
        self._generation = generation

    @classmethod
    def open(cls, path: Path, generation: str = "") -> SearchIndex:
        """The index in `path`; `generation` is the name that its pages bear."""
        index = Index.open(str(path))
        # A generation never changes: nothing need be watched.
        index.config_reader("manual")
        return cls(index, generation)

    @property
    def count(self) -> int:
        """How many records there are."""
        return self._searcher.num_docs

    def search(self, query: SearchQuery) -> SearchPage:
        """One page of hits, with the facets that are wanted.

        Raises UnknownFacet, and ValueError for a sort, page, size or date that is none.
        """
        _check(query)
        asked = matching(self._schema, query)
        hits = asked.hits()
        found = arrange(self._searcher, self._schema, hits, query)
        return SearchPage(
            total=found.total,
            page=query.page,
            size=query.size,
            items=tuple(_stored(self._searcher.doc(address), "item") for address in found.addresses),
            facets=self._facets(asked, hits, query),
            generation=self._generation,
        )

    def every(self, query: SearchQuery, most: int) -> Iterator[bytes]:
        """The items of all hits in their order, at most so many, found in one pass: for tables and feeds."""
        _check(query)
        hits = matching(self._schema, query).hits()
        found = arrange(self._searcher, self._schema, hits, replace(query, page=1, size=most))
        return (_stored(self._searcher.doc(address), "item") for address in found.addresses)

    def get(self, iri: str) -> StoredRecord | None:
        """The record of an IRI, if it is live."""
        found = self._searcher.search(Query.term_query(self._schema, "iri", iri), 1, count=False).hits
        if not found:
            return None
        document = self._searcher.doc(found[0][1])
        item, jsonld, ntriples, entry = (_stored(document, name) for name in STORED)
        return StoredRecord(**orjson.loads(entry), item=item, jsonld=jsonld, ntriples=ntriples)

    def _facets(self, asked: Matching, hits: Query, query: SearchQuery) -> Mapping[str, tuple[FacetCount, ...]]:
        """One pass for all facets without a filter, and one for each facet that has its own."""
        wanted = tuple(FACETS) if query.facets is None else query.facets
        open_facets = [name for name in wanted if name not in asked.filters]
        counted = self._count(hits, open_facets)
        for name in wanted:
            if name in asked.filters:
                counted |= self._count(asked.without_filter(name), [name])
        return {name: counted[name] for name in wanted}

    def _count(self, query: Query, names: list[str]) -> dict[str, tuple[FacetCount, ...]]:
        if not names:
            return {}
        found = self._searcher.aggregate(query, {name: _terms(name) for name in names})
        return {name: _ranked(found[name]["buckets"]) for name in names}


def _terms(name: str) -> dict[str, Any]:
    return {"terms": {"field": facet_field(name), "size": LARGEST_FACET, "segment_size": _EVERY_CODE}}


def _ranked(buckets: list[dict[str, Any]]) -> tuple[FacetCount, ...]:
    counts = [FacetCount(bucket["key"], bucket["doc_count"]) for bucket in buckets]
    return tuple(sorted(counts, key=lambda counted: (-counted.count, counted.code)))


def _stored(document: Document, name: str) -> bytes:
    return bytes(document.get_first(name) or b"")


def _check(query: SearchQuery) -> None:
    if query.sort not in SORTS:
        raise ValueError(f"{query.sort!r} is not a sort; use one of {', '.join(SORTS)}")
    if query.page < 1 or not 0 <= query.size <= LARGEST_PAGE:
        raise ValueError(f"page {query.page} of size {query.size}: use a page from 1 and a size to {LARGEST_PAGE}")
