"""Finding by place: boxes are exact, circles hold all that is within the distance and little more."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.places import POINTS
from search.query import SearchQuery
from tests.search.samples import built, keys, record, scratch

RENNES, PARIS, NOUMEA, SUVA = (48.11, -1.68), (48.86, 2.35), (-22.27, 166.44), (-18.14, 178.44)
APIA = (-13.83, -171.77)


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great circle (haversine)."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (one, other))
    half = math.sin((lat2 - lat1) / 2)**2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2)**2
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def test_a_box_holds_what_lies_in_it_and_may_cross_the_180th_meridian(tmp_path: Path) -> None:
    places = {"rennes": RENNES, "paris": PARIS, "noumea": NOUMEA, "suva": SUVA, "apia": APIA}
    index = built(tmp_path, [record(key, key, points=[point]) for key, point in places.items()] + [record("no")])

    def found(*box: float) -> list[str]:
        return keys(index.search(SearchQuery(bbox=box, sort="title")))  # type: ignore[arg-type]

    assert found(-5, 47, 0, 49) == ["rennes"]
    assert found(-5, 41, 10, 51) == ["paris", "rennes"]
    assert found(-5, 41, -4, 51) == []
    assert found(170, -30, -160, 0) == ["apia", "suva"]


def test_a_thing_in_two_places_is_not_between_them(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1", points=[(40.0, 0.0), (50.0, 10.0)])])
    assert index.search(SearchQuery(bbox=(9, 39, 11, 41))).total == 0
    assert index.search(SearchQuery(bbox=(9, 49, 11, 51))).total == 1


def test_the_first_points_of_many_are_found(tmp_path: Path) -> None:
    points = [(40.0 + n, 1.0) for n in range(POINTS + 2)]
    index = built(tmp_path, [record("1", points=points)])
    found = [index.search(SearchQuery(near=(*point, 1.0))).total for point in points]
    assert found == [1] * POINTS + [0, 0]


@pytest.mark.parametrize("wkt", ["POINT(200 95)", "POINT(a b)", "POINT()", "LINESTRING(0 0, 1 1)", "", "POINT(1..2 3)"])
def test_a_geometry_that_is_no_point_is_left_out(wkt: str, tmp_path: Path) -> None:
    line = (f'<https://data.example.org/id/course/school--1> <http://www.opengis.net/ont/geosparql#asWKT> "{wkt}"'
            "^^<http://www.opengis.net/ont/geosparql#wktLiteral> .\n")
    index = built(tmp_path, [record("1", more=[line])])
    assert index.count == 1
    assert index.search(SearchQuery(bbox=(-180, -90, 180, 90))).total == 0


POINT = st.tuples(st.floats(-60, 60), st.floats(-180, 180))
NEARBY = st.tuples(st.floats(-2, 2), st.floats(-2, 2))


@settings(max_examples=30, deadline=None)
@given(POINT, st.lists(NEARBY, max_size=12), st.floats(1, 150))
def test_a_circle_misses_nothing_and_adds_at_most_a_fifth(
        centre: tuple[float, float], offsets: list[tuple[float, float]], radius: float) -> None:
    points = [(centre[0] + dy, (centre[1] + dx + 180) % 360 - 180) for dy, dx in offsets]
    with scratch() as folder:
        index = built(Path(folder), [record(str(n), points=[point]) for n, point in enumerate(points)])
        found = set(keys(index.search(SearchQuery(near=(*centre, radius)))))
    distances = {str(n): kilometres(centre, point) for n, point in enumerate(points)}
    assert {key for key, distance in distances.items() if distance <= radius * 0.99} <= found
    assert all(distances[key] <= radius * 1.2 for key in found)
