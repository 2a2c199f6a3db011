"""Which territory and which time data are about, as catalogues say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harvesters.description import Description
from harvesters.territory import state_insee, state_territory
from harvesters.text import clean
from ontology.concepts import UnknownConcept
from ontology.terms import DCAT, DCT

_BOX = re.compile(r"[-\d.,;\s]+")

Named = tuple[str, str]


def state_place(record: Description, iri: str, labels: Sequence[Named]) -> None:
    """A French territory by INSEE's code or its exact name, with the wider ones; another place as it is given.

    `labels` are pairs of a name and its language; those that are only coordinates name nothing.
    """
    if state_insee(record, iri):
        return
    names = [(name, language) for name, language in labels if not _BOX.fullmatch(name)]
    if known := _territory(record, [clean(name) for name, _ in names]):
        state_territory(record, known)
    elif iri:
        record.link(DCT.spatial, iri)
    elif names:
        part = record.part("place", DCT.spatial, DCT.Location)
        for name, language in names:
            part.text(DCT.title, name, language)


def state_period(record: Description, start: str, end: str) -> None:
    """The time that data are about, if either end of it is told."""
    if start or end:
        part = record.part("period", DCT.temporal, DCT.PeriodOfTime)
        part.date(DCAT.startDate, start)
        part.date(DCAT.endDate, end)


def _territory(record: Description, names: Iterable[str]) -> str:
    for scheme in ("region", "department"):
        for name in names:
            try:
                return record.concepts.find(scheme, name)
            except UnknownConcept:
                continue
    return ""
