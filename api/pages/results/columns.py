"""What the columns of a result hold: numbers, moments, places, names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from math import isfinite
from typing import Final

from pyoxigraph import Literal, NamedNode

from api.pages.results.cells import is_numeric
from api.pages.results.reading import Rows, Term
from ontology.terms import GEO, XSD

_LATITUDES: Final = frozenset(("lat", "latitude"))
_LONGITUDES: Final = frozenset(("lon", "long", "lng", "longitude"))
_MOMENTS: Final = frozenset(XSD[name].value for name in ("date", "dateTime", "gYear", "gYearMonth"))
_MOMENT: Final = re.compile(r"(\d{4})(?!\d)(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?")
# What SUBSTR(STR(?date), 1, 7) and the like leave of a date.
_CUT_MOMENT: Final = re.compile(r"\d{4}(-\d\d){0,2}")
_POINT: Final = re.compile(
    r"(?:<(?P<crs>[^<>]*)>\s*)?POINT\s*(?:Z|M|ZM)?\s*\(\s*(?P<first>\S+)\s+(?P<second>[^\s)]+)(?:\s[^()]*)?\)\s*",
    re.IGNORECASE)
# OGC 06-103r4: in this reference system, unlike CRS84, the latitude comes first.
_LATITUDE_FIRST: Final = re.compile(r"EPSG/0/4326/?$|EPSG:(?:0|:)?:?4326$", re.IGNORECASE)


def number(term: Term | None) -> float | None:
    """A finite number, if the term is one."""
    if not isinstance(term, Literal) or not is_numeric(term):
        return None
    return _finite(term.value)


def moment(term: Term | None) -> float | None:
    """A date, month or year as seconds, if the term is one, or a text that looks like one."""
    if not isinstance(term, Literal):
        return None
    if term.datatype.value not in _MOMENTS and not (term.datatype == XSD.string and _CUT_MOMENT.fullmatch(term.value)):
        return None
    found = _MOMENT.match(term.value)
    if found is None:
        return None
    year, month, day, hour, minute = (int(part) if part else least
                                      for part, least in zip(found.groups(), (1, 1, 1, 0, 0), strict=True))
    try:
        return datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()
    except ValueError:
        return None


def point(term: Term | None) -> tuple[float, float] | None:
    """Latitude and longitude of a WKT point, if the term is one on Earth."""
    if not isinstance(term, Literal) or term.datatype != GEO.wktLiteral:
        return None
    found = _POINT.fullmatch(term.value.strip())
    if found is None:
        return None
    first, second = _finite(found["first"]), _finite(found["second"])
    return on_earth(first, second) if _LATITUDE_FIRST.search(found["crs"] or "") else on_earth(second, first)


def on_earth(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    """The place, if there is one with these degrees."""
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def degrees(term: Term | None) -> float | None:
    """A number, whatever its datatype: sources often give coordinates as text."""
    return _finite(term.value) if isinstance(term, Literal) else None


def numeric_columns(rows: Rows) -> list[int]:
    """The columns that hold numbers and nothing else."""
    return [index for index in range(len(rows.names)) if _all(rows, index, number)]


def is_moments(rows: Rows, index: int) -> bool:
    """Whether a column holds moments and nothing else."""
    return _all(rows, index, moment)


def point_column(rows: Rows) -> int | None:
    """The first column with a WKT literal."""
    return next((index for index in range(len(rows.names))
                 if any(isinstance(term, Literal) and term.datatype == GEO.wktLiteral
                        for term in rows.column(index))), None)


def degree_columns(rows: Rows) -> tuple[int, int] | None:
    """The columns called latitude and longitude, or as these are shortened."""
    names = [name.lower() for name in rows.names]
    latitude = next((index for index, name in enumerate(names) if name in _LATITUDES), None)
    longitude = next((index for index, name in enumerate(names) if name in _LONGITUDES), None)
    return None if latitude is None or longitude is None else (latitude, longitude)


def text_columns(rows: Rows, taken: set[int]) -> list[int]:
    """The columns that hold texts and nothing else."""
    return [index for index in range(len(rows.names)) if index not in taken and _all(rows, index, _is_text)]


def label_column(rows: Rows, taken: set[int]) -> int | None:
    """The column that names the rows best: the first of texts, else of moments, else of IRIs, else any that is left."""
    free = [index for index in range(len(rows.names)) if index not in taken]
    for fits in (_is_text, moment, _is_link):
        found = next((index for index in free if _all(rows, index, fits)), None)
        if found is not None:
            return found
    return free[0] if free else None


def _is_text(term: Term | None) -> bool | None:
    return True if isinstance(term, Literal) and (term.language or term.datatype == XSD.string) else None


def _is_link(term: Term | None) -> bool | None:
    return True if isinstance(term, NamedNode) else None


def _all(rows: Rows, index: int, fits: Callable[[Term | None], object]) -> bool:
    """Whether a column has a value, and only such as fit."""
    bound = [term for term in rows.column(index) if term is not None]
    return bool(bound) and all(fits(term) is not None for term in bound)


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None
