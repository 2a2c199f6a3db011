"""Which records of other sources claim to be about the same thing as a record. Nothing is merged: claims are shown."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from catalogue.datadir import DataDirectoryFault
from catalogue.generation import FORMER_FINDINGS, Generation
from catalogue.inspection import Inspection, source_of
from shapes.rules import load_rules

_LOG = logging.getLogger("maillage.catalogue")
# The levels, the surest first, and how many records of one source may share what is claimed: one page may list
# several sessions, but a number or title of several records is their parent's, or that of a series.
_MOST_OF_A_SOURCE: Final = {"identifier": 1, "page": 5, "title": 1}
_LEVELS: Final = tuple(_MOST_OF_A_SOURCE)


@dataclass(frozen=True, slots=True)
class Claim:
    """Another record of another source, what both share, and how much that says: `identifier`, `page` or `title`."""

    iri: str
    source: str
    because: str
    level: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Records that share something."""

    level: str
    because: str
    iris: tuple[str, ...]


class Claims:
    """The claims of one generation, read when they are first asked for.

    `early` are those of the former one, until the rules across records were applied.
    """

    def __init__(self, inspection: Callable[[], Inspection], *, early: bool = False) -> None:
        self.early = early
        self._inspection = inspection
        self._groups: Mapping[str, list[_Group]] | None = None

    @classmethod
    def none(cls) -> Claims:
        """No claims."""
        return cls(lambda: Inspection())

    def of(self, iri: str) -> tuple[Claim, ...]:
        """The other records that claim what this one does, each once by its surest reason, the surest first."""
        if self._groups is None:
            self._groups = _groups(self._inspection())
        source = source_of(iri)
        others = {other: Claim(other, source_of(other), group.because, group.level)
                  for group in reversed(self._groups.get(iri, ()))
                  for other in group.iris if source_of(other) != source}
        return tuple(sorted(others.values(), key=lambda claim: (_LEVELS.index(claim.level), claim.source, claim.iri)))


def claims(generation: Generation) -> Claims:
    """The claims of a generation; none, with a line in the log, where they cannot be read."""
    return _claims_in(generation.findings)


@lru_cache(maxsize=2)
def _claims_in(path: Path) -> Claims:
    return Claims(lambda: _read(path), early=path.name == FORMER_FINDINGS)


def _read(path: Path) -> Inspection:
    try:
        return Inspection.read(path)
    except DataDirectoryFault as fault:
        _LOG.warning("%s", fault.en)
        return Inspection()


def _groups(inspection: Inspection) -> dict[str, list[_Group]]:
    """The groups that each record is in, the surest first."""
    levels = {rule.code: rule.claim for rule in load_rules() if rule.claim}
    shared: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for iri, lapse in inspection.lapses:
        if lapse.code in levels and "#" not in iri:
            level = levels[lapse.code]
            # Pages and titles are shared within one kind of record.
            kind = "" if level == "identifier" else iri.rpartition("/")[0]
            shared[level, kind, lapse.value].append(iri)
    found: defaultdict[str, list[_Group]] = defaultdict(list)
    for (level, _, value), iris in sorted(shared.items(), key=lambda told: _LEVELS.index(told[0][0])):
        kept = _unambiguous(iris, _MOST_OF_A_SOURCE[level])
        if len(kept) > 1:
            group = _Group(level, value, kept)
            for iri in kept:
                found[iri].append(group)
    return dict(found)


def _unambiguous(iris: list[str], most: int) -> tuple[str, ...]:
    """The records of the sources that do not say the same of more of their records than may be one thing."""
    counts = Counter(map(source_of, iris))
    return tuple(iri for iri in iris if counts[source_of(iri)] <= most)
