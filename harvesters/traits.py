"""What a declaration must know of its format."""

from collections.abc import Mapping
from typing import Final, Protocol


class Traits(Protocol):
    """The names that `[options]` may have, which of them must be there, which name files beside the declaration;
    and whether the format means nothing without `[map]`."""

    @property
    def options(self) -> frozenset[str]: ...

    @property
    def required(self) -> frozenset[str]: ...

    @property
    def files(self) -> frozenset[str]: ...

    @property
    def mapped(self) -> bool: ...


# Other names by which people call the formats.
ALIASES: Final[Mapping[str, str]] = {
    "atom": "feed", "bioschemas": "schema-org", "csv": "table", "dcat-ap": "dcat", "ical": "icalendar",
    "ics": "icalendar", "json-ld": "schema-org", "jsonl": "json", "oai": "oai-pmh", "rss": "feed",
    "schema.org": "schema-org", "sitemap": "schema-org", "tsv": "table", "turtle": "rdf",
    "xls": "table", "xlsx": "table",
}
