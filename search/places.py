"""Points on the map: read from WKT, and asked for by box or by circle."""

import math
import re
from collections.abc import Iterator
from typing import Final

from tantivy import FieldType, Query, Schema

from search.clauses import all_of, any_of
from search.tree import Node, literals

# So many distinct points of one record can be found on the map; further ones are left out of the index only.
POINTS: Final = 4
_POINT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*([-+\d.eE]+)\s+([-+\d.eE]+)\s*\)", re.IGNORECASE)
_KILOMETRES_PER_DEGREE = 111.195
_STRIPS = 12

Box = tuple[float, float, float, float]


def points_of(tree: Node) -> list[tuple[float, float]]:
    """The distinct (latitude, longitude) of a description and its parts, its own first."""
    found = dict.fromkeys(point for text in _wkt(tree) if (point := _read(text)) is not None)
    return list(found)[:POINTS]


def in_box(schema: Schema, box: Box) -> Query:
    """What has a point in (west, south, east, north); a box over the 180th meridian has its west above its east."""
    west, south, east, north = box
    sides = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return any_of([
        all_of([_between(schema, f"lat_{n}", south, north), _between(schema, f"lon_{n}", *side)])
        for n in range(POINTS) for side in sides
    ])


def in_circle(schema: Schema, latitude: float, longitude: float, kilometres: float) -> Query:
    """What has a point within the distance, or at most a fifth farther (below the 60th parallel).

    The index knows no circles: it is asked for strips that together hold the whole circle.
    """
    return any_of([in_box(schema, box) for box in _strips(latitude, longitude, kilometres)])


def _strips(latitude: float, longitude: float, kilometres: float) -> Iterator[Box]:
    height = 2 * kilometres / _STRIPS
    for strip in range(_STRIPS):
        low, high = -kilometres + strip * height, -kilometres + (strip + 1) * height
        nearest = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
        south, north = latitude + low / _KILOMETRES_PER_DEGREE, latitude + high / _KILOMETRES_PER_DEGREE
        narrowest = math.cos(math.radians(min(89.9, max(abs(south), abs(north)))))
        half = math.sqrt(kilometres**2 - nearest**2) / (_KILOMETRES_PER_DEGREE * narrowest)
        if half >= 180:
            yield -180.0, south, 180.0, north
        else:
            yield _turned(longitude - half), south, _turned(longitude + half), north


def _turned(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def _wkt(node: Node) -> Iterator[str]:
    yield from literals(node, "wkt")
    for value in node.values():
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, dict) and "id" in part:
                yield from _wkt(part)


def _read(text: str) -> tuple[float, float] | None:
    read = _POINT.fullmatch(text.strip())
    if read is None:
        return None
    try:
        longitude, latitude = float(read[1]), float(read[2])
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _between(schema: Schema, field: str, low: float, high: float) -> Query:
    return Query.range_query(schema, field, FieldType.Float, low, high)
