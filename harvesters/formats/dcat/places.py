"""Where and of when the data is."""

import re

from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.dcat.payload import Kept
from harvesters.formats.dcat.vocabulary import known_concept
from harvesters.formats.rdf.graph import Term
from harvesters.territory import state_insee, state_territory
from harvesters.text import clean
from ontology.terms import DCAT, DCT, LOCN, SCHEMA

_BOX = re.compile(r"[-\d.,;\s]+")


def describe_place(record: Description, kept: Kept, place: Term, language: str) -> None:
    """A French territory by INSEE's code or its exact name, with the wider ones; another place as it is given."""
    if isinstance(place, NamedNode) and state_insee(record, place.value):
        return
    labels = [label for label in (kept.labels(place) or _geographic_names(kept, place))
              if not _BOX.fullmatch(label.value)]
    names = [clean(label.value) for label in labels]
    known = known_concept(record.concepts, "region", names) or known_concept(record.concepts, "department", names)
    if known:
        state_territory(record, known)
    elif isinstance(place, NamedNode):
        record.link(DCT.spatial, place.value)
    elif labels:
        part = record.part("place", DCT.spatial, DCT.Location)
        for label in labels:
            part.text(DCT.title, label.value, label.language or language)


def describe_period(record: Description, kept: Kept, period: Term) -> None:
    """The time that the data is about; in literals, start and end are parted by a slash (ISO 8601)."""
    if isinstance(period, Literal):
        start, _, end = period.value.partition("/")
        starts, ends = [start], [end]
    else:
        starts = [text.value for text in kept.graph.texts(period, DCAT.startDate, SCHEMA.startDate)]
        ends = [text.value for text in kept.graph.texts(period, DCAT.endDate, SCHEMA.endDate)]
    if not any(starts) and not any(ends):
        return
    part = record.part("period", DCT.temporal, DCT.PeriodOfTime)
    for start in starts[:1]:
        part.date(DCAT.startDate, start)
    for end in ends[:1]:
        part.date(DCAT.endDate, end)


def _geographic_names(kept: Kept, place: Term) -> list[Literal]:
    return [] if isinstance(place, Literal) else kept.graph.texts(place, LOCN.geographicName)
