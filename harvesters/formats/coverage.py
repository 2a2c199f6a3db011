"""Which territory and which time data are about, as catalogues say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harvesters.description import Description
from harvesters.territory import department_of_commune, state_department, state_territory
from harvesters.text import clean
from ontology.concepts import UnknownConcept
from ontology.terms import COG_COMMUNE, DCAT, DCT

# INSEE names a territory by its IRI and by pages of its site, in an old form (REG53) and the present one (53).
_INSEE = re.compile(
    r"https?://(?:id\.insee\.fr/geo|(?:www\.)?insee\.fr/fr/metadonnees/(?:cog|geographie))/"
    r"(region|departement|commune|collectiviteDOutreMer)/(?:REG|DEP|COM)?(\d[\dAB]\d{0,3})(?![\dA-Z])")
_SCHEMES = {"region": "region", "departement": "department", "collectiviteDOutreMer": "overseas"}
_BOX = re.compile(r"[-\d.,;\s]+")

Named = tuple[str, str]


def state_place(record: Description, iri: str, labels: Sequence[Named]) -> None:
    """A French territory by INSEE's code or its exact name, with the wider ones; another place as it is given.

    `labels` are pairs of a name and its language; those that are only coordinates name nothing.
    """
    if code := _INSEE.match(iri):
        if not state_insee(record, *code.groups()):
            record.link(DCT.spatial, iri)  # A region of before 2016, for instance.
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


def state_insee(record: Description, level: str, code: str) -> bool:
    """State a territory by INSEE's name of its level and its code; `False` for a code that is none today."""
    if level == "commune":
        record.link(DCT.spatial, COG_COMMUNE[code].value)
        state_department(record, department_of_commune(code))
        return True
    try:
        state_territory(record, record.concepts.find(_SCHEMES[level], code))
    except UnknownConcept:
        return False
    return True


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
