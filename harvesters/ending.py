"""When what a description tells of is over."""

from __future__ import annotations

from datetime import date
from typing import Final

from pyoxigraph import Literal, RdfFormat, parse

from ontology.terms import SCHEMA

_DATES: Final = frozenset({SCHEMA.startDate, SCHEMA.endDate})


def is_over(description: bytes, today: date) -> bool:
    """Whether all dates that a description has (N-Triples) lie before today; one without dates is never over."""
    told = [quad.object.value for quad in parse(description, format=RdfFormat.N_TRIPLES)
            if quad.predicate in _DATES and isinstance(quad.object, Literal)]
    # Compared at the precision that each has: `2026-11` is not over in November.
    return bool(told) and all(one[:10] < today.isoformat()[:len(one)] for one in told)
