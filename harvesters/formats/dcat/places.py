"""Where and of when the data is."""

from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.coverage import state_period, state_place
from harvesters.formats.dcat.payload import Kept
from harvesters.formats.rdf.graph import Term
from ontology.terms import DCAT, LOCN, SCHEMA


def describe_place(record: Description, kept: Kept, place: Term, language: str) -> None:
    """A French territory by INSEE's code or its exact name, with the wider ones; another place as it is given."""
    labels = kept.labels(place) or _geographic_names(kept, place)
    state_place(record, place.value if isinstance(place, NamedNode) else "",
                [(label.value, label.language or language) for label in labels])


def describe_period(record: Description, kept: Kept, period: Term) -> None:
    """The time that the data is about; in literals, start and end are parted by a slash (ISO 8601)."""
    if isinstance(period, Literal):
        start, _, end = period.value.partition("/")
    else:
        start = _first(kept.graph.texts(period, DCAT.startDate, SCHEMA.startDate))
        end = _first(kept.graph.texts(period, DCAT.endDate, SCHEMA.endDate))
    state_period(record, start, end)


def _first(found: list[Literal]) -> str:
    return found[0].value if found else ""


def _geographic_names(kept: Kept, place: Term) -> list[Literal]:
    return [] if isinstance(place, Literal) else kept.graph.texts(place, LOCN.geographicName)
