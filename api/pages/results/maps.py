"""Maps of a result's places: one for each part of the Earth that holds some, without anything from another host."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil, cos, floor, hypot, radians, sqrt
from typing import Final

from api.pages.results.atlas import Outline, Window, load_outlines
from api.pages.results.cells import Cell, Cells
from api.pages.results.columns import degree_columns, degrees, label_column, on_earth, point, point_column
from api.pages.results.reading import Rows, Term

MOST_MAPS: Final = 8
_WIDE: Final = 720
# The maps after the first are shown smaller, so that their letters must be larger beside their lands.
_WIDE_BESIDE: Final = 320
# Places further apart than this, in degrees, are shown on maps of their own: France is on four continents.
_APART: Final = 6.0
_LEAST_SPAN: Final = 1.6
_ROOM: Final = 1.3
_TALLEST: Final = 0.95
_FLATTEST: Final = 0.45
_NEAR: Final = 14.0
_LARGEST: Final = 26.0
_LINES: Final = 4
_STEPS: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)


@dataclass(frozen=True, slots=True)
class Place:
    """A row with coordinates: its number among the places, its name, where it is."""

    number: int
    label: Cell
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark on a map, for one place or for several that would cover each other."""

    x: float
    y: float
    radius: float
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A meridian or parallel: its degrees and where it is drawn."""

    degrees: float
    at: float


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map, `wide` by `high`; `land` is the path of the outlines, `middle` its latitude and longitude."""

    wide: int
    high: int
    land: str
    meridians: tuple[Line, ...]
    parallels: tuple[Line, ...]
    spots: tuple[Spot, ...]
    places: tuple[Place, ...]
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a result and their maps; `left_out` counts rows without coordinates that can be drawn."""

    maps: tuple[Map, ...]
    places: tuple[Place, ...]
    left_out: int

    @property
    def unmapped(self) -> int:
        """The places that only the table has, because too many parts of the Earth would need a map."""
        return len(self.places) - sum(len(one.places) for one in self.maps)


def can_map(rows: Rows) -> bool:
    """Whether a column holds WKT, or two are called latitude and longitude."""
    return not rows.graph and (point_column(rows) is not None or degree_columns(rows) is not None)


def draw_maps(rows: Rows, cells: Cells) -> Places:
    """The maps of a result that has places."""
    wkt, pair = point_column(rows), degree_columns(rows)
    taken = {wkt} if wkt is not None else {*(pair or ())}
    label = label_column(rows, {index for index in taken if index is not None})
    places: list[Place] = []
    for row in rows.rows:
        where = point(row[wkt]) if wkt is not None else _paired(row, pair)
        if where is not None:
            named = cells.of(row[label]) if label is not None else Cell("")
            places.append(Place(len(places) + 1, named, *where))
    parts = sorted(_parts(places), key=len, reverse=True)[:MOST_MAPS]
    maps = tuple(_map(part, _WIDE_BESIDE if index else _WIDE) for index, part in enumerate(parts))
    return Places(maps, tuple(places), len(rows.rows) - len(places))


def _paired(row: tuple[Term | None, ...], pair: tuple[int, int] | None) -> tuple[float, float] | None:
    return on_earth(degrees(row[pair[0]]), degrees(row[pair[1]])) if pair else None


def _parts(places: list[Place]) -> list[list[Place]]:
    """Places grouped so that those of one group are linked by neighbours in a grid."""
    grid: dict[tuple[int, int], list[Place]] = {}
    for place in places:
        grid.setdefault((floor(place.longitude / _APART), floor(place.latitude / _APART)), []).append(place)
    parts = []
    while grid:
        cells, part = [next(iter(grid))], []
        while cells:
            x, y = cells.pop()
            part += grid.pop((x, y), [])
            cells += [near for near in _around(x, y) if near in grid]
        parts.append(part)
    return parts


def _around(x: int, y: int) -> list[tuple[int, int]]:
    return [(x + right, y + up) for right in (-1, 0, 1) for up in (-1, 0, 1)]


@dataclass(frozen=True, slots=True)
class _Projection:
    """Degrees drawn at equal distances, true to scale in the middle of the window."""

    window: Window
    scale: float
    squeeze: float

    @property
    def high(self) -> int:
        return ceil((self.window.north - self.window.south) * self.scale)

    def x(self, longitude: float) -> float:
        return (longitude - self.window.west) * self.scale * self.squeeze

    def y(self, latitude: float) -> float:
        return (self.window.north - latitude) * self.scale


def _map(part: list[Place], wide: int) -> Map:
    projection = _projection(part, wide)
    window = projection.window
    widest = max(window.north - window.south, window.east - window.west)
    step = next((step for step in _STEPS if widest / step <= _LINES), _STEPS[-1])
    return Map(
        wide, projection.high, _path(projection),
        tuple(Line(at, round(projection.x(at), 1)) for at in _round(window.west, window.east, step)),
        tuple(Line(at, round(projection.y(at), 1)) for at in _round(window.south, window.north, step)),
        _spots(part, projection), tuple(part), ((window.south + window.north) / 2, (window.west + window.east) / 2))


def _projection(part: list[Place], width: int) -> _Projection:
    """The window of the places with some room around, neither too flat nor too tall."""
    longitudes, latitudes = [place.longitude for place in part], [place.latitude for place in part]
    middle_x, middle_y = (min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2
    squeeze = max(cos(radians(middle_y)), 0.2)
    wide = max((max(longitudes) - min(longitudes)) * squeeze * _ROOM, _LEAST_SPAN)
    high = max((max(latitudes) - min(latitudes)) * _ROOM, _LEAST_SPAN * _FLATTEST)
    wide, high = max(wide, high / _TALLEST), max(high, wide * _FLATTEST)
    across, up = wide / squeeze / 2, high / 2
    window = Window(middle_x - across, middle_y - up, middle_x + across, middle_y + up)
    return _Projection(window, width / wide, squeeze)


def _round(least: float, most: float, step: float) -> list[float]:
    return [round(index * step, 1) for index in range(ceil(least / step), floor(most / step) + 1)]


def _spots(part: list[Place], projection: _Projection) -> tuple[Spot, ...]:
    """The places put together where their marks would hide each other; the largest first, below the others."""
    def square(place: Place) -> tuple[int, int]:
        return floor(projection.y(place.latitude) / _NEAR), floor(projection.x(place.longitude) / _NEAR)

    groups = [tuple(near) for _, near in groupby(sorted(part, key=square), key=square)]
    spots: list[Spot] = []
    for group in sorted(groups, key=len, reverse=True):
        spot = _spot(group, projection)
        within = next((index for index, large in enumerate(spots)
                       if hypot(large.x - spot.x, large.y - spot.y) < large.radius + spot.radius), None)
        if within is None:
            spots.append(spot)
        else:
            large = spots[within]
            spots[within] = replace(large, places=(*large.places, *group),
                                    radius=_radius(len(large.places) + len(group)))
    return tuple(spots)


def _spot(group: tuple[Place, ...], projection: _Projection) -> Spot:
    x = sum(projection.x(place.longitude) for place in group) / len(group)
    y = sum(projection.y(place.latitude) for place in group) / len(group)
    return Spot(round(x, 1), round(y, 1), _radius(len(group)), group)


def _radius(places: int) -> float:
    return round(min(6 + 2 * sqrt(places - 1), _LARGEST), 1)


def _path(projection: _Projection) -> str:
    """The outlines within the window, without the points that nobody could tell apart."""
    return "".join(_drawn(outline, projection) for outline in load_outlines() if outline.meets(projection.window))


def _drawn(outline: Outline, projection: _Projection) -> str:
    parts, former, pen = [], (0.0, 0.0), False
    seen = [projection.window.holds(*place) for place in zip(outline.longitudes, outline.latitudes, strict=True)]
    for index, (longitude, latitude) in enumerate(zip(outline.longitudes, outline.latitudes, strict=True)):
        # A segment is drawn when one of its ends is inside: the picture's edge cuts it.
        if not any(seen[max(0, index - 1):index + 2]):
            pen = False
            continue
        x, y = projection.x(longitude), projection.y(latitude)
        last = index == len(seen) - 1 or not any(seen[index:index + 2])
        if pen and not last and hypot(x - former[0], y - former[1]) < 1.2:
            continue
        parts.append(f"{'L' if pen else 'M'}{x:.1f} {y:.1f}")
        former, pen = (x, y), True
    return "".join(parts)
