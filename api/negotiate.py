"""Which representation of a resource, in which language (RFC 9110 section 12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Representation:
    """One form of a resource: its suffix in URLs, its media type, and other types that ask for it."""

    suffix: str
    media_type: str
    synonyms: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type as a header states it; RDF, JSON and CSV are UTF-8 here."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


HTML: Final = Representation("html", "text/html", ("application/xhtml+xml",))
JSON: Final = Representation("json", "application/json")
JSONLD: Final = Representation("jsonld", "application/ld+json")
TURTLE: Final = Representation("ttl", "text/turtle", ("application/x-turtle", "application/turtle"))
RDFXML: Final = Representation("rdf", "application/rdf+xml", ("application/xml", "text/xml"))
NTRIPLES: Final = Representation("nt", "application/n-triples", ("text/plain",))
CSV: Final = Representation("csv", "text/csv")
LINKSET: Final = Representation("linkset", "application/linkset+json")
PROBLEM: Final = Representation("problem", "application/problem+json")


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of an Accept header."""

    media: str
    quality: float

    def fits(self, media_type: str) -> int:
        """How exactly this range names a type: 0 not at all, 1 `*/*`, 2 `type/*`, 3 the type."""
        if self.media == media_type:
            return 3
        if self.media.endswith("/*") and media_type.startswith(self.media[:-1]):
            return 2
        return int(self.media == "*/*")


def choose(accept: str, offered: Sequence[Representation]) -> Representation | None:
    """The offered representation that `accept` prefers; between equals the first offered one wins.

    No header means anything. `None` when nothing offered is acceptable.
    """
    return _choice(accept, tuple(offered))


@lru_cache(maxsize=1024)  # Clients are many, but programs that they use are few.
def _choice(accept: str, offered: tuple[Representation, ...]) -> Representation | None:
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda representation: quality(ranges, representation))
    return best if quality(ranges, best) > 0 else None


def quality(ranges: Sequence[_Range], representation: Representation) -> float:
    """The quality that the most exact fitting range gives to a representation; synonyms count a hair less."""
    own = _quality_of(ranges, representation.media_type)
    others = [_quality_of(ranges, synonym, least=3) for synonym in representation.synonyms]
    return max([own, *(value * 0.999 for value in others)])


def prefers_html(accept: str) -> bool:
    """Whether a person reads the answer: HTML is named, and no form of JSON before it."""
    ranges = _ranges(accept)
    page = _quality_of(ranges, HTML.media_type, least=2)
    return page > 0 and page >= max(_quality_of(ranges, kind.media_type, least=3) for kind in (JSON, PROBLEM))


def choose_language(asked: str, accept_language: str) -> str:
    """`fr` or `en`: the one asked for in the URL, else the preferred one of the header, else French."""
    if asked in LANGUAGES:
        return asked
    ranges = [_Range(item.media.partition("-")[0], item.quality) for item in _ranges(accept_language)]
    known = [item for item in ranges if item.media in LANGUAGES and item.quality > 0]
    return max(known, key=lambda item: item.quality).media if known else LANGUAGES[0]


def _quality_of(ranges: Sequence[_Range], media_type: str, least: int = 1) -> float:
    fitting = [(item.fits(media_type), item.quality) for item in ranges if item.fits(media_type) >= least]
    return max(fitting)[1] if fitting else 0.0


def _ranges(header: str) -> list[_Range]:
    """The elements of a header; one whose quality is no number counts as unwanted."""
    found = []
    for element in header.split(","):
        media, *parameters = (part.strip().lower() for part in element.split(";"))
        if media:
            media = "*/*" if media == "*" else media  # As Java's own client says it.
            found.append(_Range(media, _weight(parameters)))
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if 0.0 <= weight <= 1.0 else 0.0
    return 1.0
