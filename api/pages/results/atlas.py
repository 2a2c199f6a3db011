"""The outlines of lands and States, as lines of degrees: Natural Earth (public domain) as world-atlas publishes it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import orjson

_FILE: Final = Path(__file__).parents[2] / "static" / "vendor" / "countries-50m.json"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the Earth, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a place is in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


@dataclass(frozen=True, slots=True)
class Outline:
    """One line: longitudes and latitudes, and the window that it fills."""

    longitudes: array[float]
    latitudes: array[float]
    window: Window

    def meets(self, other: Window) -> bool:
        """Whether some of it may lie in a window."""
        own = self.window
        return own.west <= other.east and own.east >= other.west and own.south <= other.north and (
            own.north >= other.south)


@cache
def load_outlines() -> tuple[Outline, ...]:
    """Every line of the file, read once."""
    topology = orjson.loads(_FILE.read_bytes())
    (wide, high), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    return tuple(_outline(arc, (wide, left), (high, bottom)) for arc in topology["arcs"])


def _outline(arc: list[list[int]], across: tuple[float, float], up: tuple[float, float]) -> Outline:
    """TopoJSON section 2.1.4: the steps of an arc, counted from its first position, to be scaled and moved."""
    longitudes = array("f", (step * across[0] + across[1] for step in accumulate(step[0] for step in arc)))
    latitudes = array("f", (step * up[0] + up[1] for step in accumulate(step[1] for step in arc)))
    return Outline(longitudes, latitudes,
                   Window(min(longitudes), min(latitudes), max(longitudes), max(latitudes)))
