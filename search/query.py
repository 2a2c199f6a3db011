"""What may be asked of the index, and what it answers: values only, shared with the API and the pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

SORTS: Final = ("relevance", "date", "modified", "title")
LARGEST_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question to the index.

    `filters` maps facet names to codes: codes of one facet are alternatives, different facets must all hold.
    `date_from` and `date_to` (YYYY-MM-DD) keep what has a session, or is an event with a date,
    touching that period.
    `bbox` is (west, south, east, north) in degrees; `near` is (latitude, longitude, kilometres) and may find
    what is up to a fifth farther.
    `sort` is one of SORTS; `page` counts from 1; `size` is at most LARGEST_PAGE, and 0 only counts.
    `facets` names the facets to count (None: all; none at all is cheaper where only hits are needed).
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    facets: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many records carry `code`, among those that satisfy every other facet's filter."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of answers: `items` are ready JSON objects; `facets` has every facet, most frequent code first."""

    total: int
    page: int
    size: int
    items: tuple[bytes, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    generation: str = ""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record as the index keeps it: its documents as ready bytes, and what the catalogue knew of it.

    `item` is the JSON object of search results, `jsonld` the whole description without `@context`.
    """

    iri: str
    kind: str
    source: str
    key: str
    item: bytes
    jsonld: bytes
    ntriples: bytes
    read: str
    changed: str
    run: int
    licence: str
    warnings: int = 0
    stale: bool = False


class UnknownFacet(Exception):
    """No facet bears this name; `nearest` are the names it may stand for."""

    code = "MLG-Q001"

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest
        self.fr = f"« {name} » n'est pas un filtre ; filtres proches : {', '.join(nearest)}."
        self.en = f"“{name}” is not a filter; nearest filters: {', '.join(nearest)}."
        super().__init__(self.en)
