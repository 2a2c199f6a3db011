"""Results as tables, charts and maps: what is read, what is drawn, what is said to be left out."""

import json
from collections.abc import Sequence

import pytest
from pyoxigraph import Literal, NamedNode

from api.catalogue_view import View
from api.pages.results.atlas import load_outlines
from api.pages.results.cells import Cells
from api.pages.results.charts import MOST_BARS, Chart, Wish, can_chart, draw_chart
from api.pages.results.columns import moment, point
from api.pages.results.maps import MOST_MAPS, Places, can_map, draw_maps
from api.pages.results.reading import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Rows, Term, Truth, read_result
from ontology.terms import GEO, XSD

JSON = "application/sparql-results+json"


def result(names: list[str], *rows: Sequence[Term | None]) -> Rows:
    return Rows(tuple(names), tuple(tuple(row) for row in rows), len(rows), len(names))


def text(value: str) -> Literal:
    return Literal(value)


def wkt(value: str) -> Literal:
    return Literal(value, datatype=GEO.wktLiteral)


def bindings(names: list[str], count: int) -> bytes:
    row = {name: {"type": "literal", "value": "x"} for name in names}
    return json.dumps({"head": {"vars": names}, "results": {"bindings": [row] * count}}).encode()


@pytest.fixture
def cells(view: View) -> Cells:
    return Cells(view, "fr")


def chart(cells: Cells, rows: Rows, **wish: str) -> Chart:
    assert can_chart(rows)
    return draw_chart(rows, cells, Wish(**wish))


def places(cells: Cells, rows: Rows) -> Places:
    assert can_map(rows)
    return draw_maps(rows, cells)


def test_a_whole_result_is_counted_and_a_cut_one_is_not() -> None:
    content = bindings(["a"], MOST_ROWS + 5)
    whole, cut = read_result(JSON, content, whole=True), read_result(JSON, content[:-20], whole=False)
    assert isinstance(whole, Rows)
    assert isinstance(cut, Rows)
    assert (len(whole.rows), whole.total) == (MOST_ROWS, MOST_ROWS + 5)
    assert (len(cut.rows), cut.total) == (MOST_ROWS, None)


def test_a_result_that_says_to_be_whole_and_is_not_is_no_result() -> None:
    with pytest.raises(SyntaxError):
        read_result(JSON, bindings(["a"], 3)[:-5], whole=True)


def test_thousands_of_columns_cost_no_more_than_a_long_table() -> None:
    names = [f"v{number}" for number in range(3000)]
    content = json.dumps({"head": {"vars": names}, "results": {"bindings": [{}] * 2000}}).encode()
    rows = read_result(JSON, content, whole=True)
    assert isinstance(rows, Rows)
    assert (len(rows.names), rows.columns, rows.total) == (MOST_COLUMNS, 3000, None)
    assert sum(map(len, rows.rows)) <= MOST_CELLS


def test_truths_and_graphs_are_read_too() -> None:
    assert read_result(JSON, b'{"head":{},"boolean":true}', whole=True) == Truth(True)
    lines = b'<urn:a> <urn:b> "c" .\n' * 3 + b"<urn:a> <ur"
    rows = read_result("application/n-triples", lines, whole=False)
    assert isinstance(rows, Rows)
    assert (rows.graph, len(rows.rows), rows.total) == (True, 3, None)


def test_long_values_are_cut_and_say_by_how_much(cells: Cells) -> None:
    cell = cells.of(text("é" * 1234))
    assert (len(cell.text), cell.cut) == (1000, 234)


@pytest.mark.parametrize(("literal", "where"), [
    ("POINT(2.35 48.85)", (48.85, 2.35)), ("point ( -1e1   +2.5 )", (2.5, -10.0)), ("POINT Z (1 2 3)", (2.0, 1.0)),
    ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(2.35 48.85)", (48.85, 2.35)),
    ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(48.85 2.35)", (48.85, 2.35)),
    ("POINT(200 10)", None), ("POINT(nan 10)", None), ("POINT EMPTY", None), ("LINESTRING(0 0, 1 1)", None), ("", None),
])
def test_points_are_read_in_the_order_of_their_reference_system(
        literal: str, where: tuple[float, float] | None) -> None:
    assert point(wkt(literal)) == where


@pytest.mark.parametrize(("literal", "is_one"), [
    (Literal("2026", datatype=XSD.gYear), True), (Literal("2026-05-01", datatype=XSD.date), True),
    (text("2026-05"), True), (text("2026-13"), False), (text("2026 environ"), False),
    (Literal("12026", datatype=XSD.gYear), False), (Literal(2026), False), (NamedNode("urn:2026"), False),
    (None, False),
])
def test_moments_are_dates_or_texts_that_look_like_them(literal: Term | None, is_one: bool) -> None:
    assert (moment(literal) is not None) is is_one


def test_bars_start_at_zero_even_between_losses_and_gains(cells: Cells) -> None:
    drawn = chart(cells, result(["name", "n"], [text("a"), Literal(30)], [text("b"), Literal(-10)], [text("c"), None]))
    assert drawn.shape == "bars"
    assert [(mark.start, mark.length) for mark in drawn.marks] == [("25.00%", "75.00%"), ("0.00%", "25.00%")]
    assert (drawn.zero, drawn.left_out) == ("25.00%", 1)


def test_bars_of_the_same_name_are_told_apart_by_the_other_texts(cells: Cells) -> None:
    drawn = chart(cells, result(["region", "family", "n"], [text("Corse"), text("3D"), Literal(1)],
                                [text("Corse"), text("son"), Literal(2)]))
    assert [(mark.label.text, mark.also) for mark in drawn.marks] == [("Corse", "3D"), ("Corse", "son")]


def test_a_line_is_drawn_only_through_one_number_for_each_moment(cells: Cells) -> None:
    year = [Literal(str(year), datatype=XSD.gYear) for year in (2026, 2024, 2025)]
    drawn = chart(cells, result(["year", "n"], *[[one, Literal(4)] for one in year]))
    assert (drawn.shape, [mark.label.text for mark in drawn.marks]) == ("line", ["2024", "2025", "2026"])
    twice = chart(cells, result(["year", "n"], [year[0], Literal(1)], [year[0], Literal(2)]), shape="line")
    assert (twice.shape, twice.axes.shapes) == ("bars", ("bars",))


@pytest.mark.parametrize("numbers", [[0, 0], [5], [-3, -1], [1e-9, 3e-9], [1, 1e15]])
def test_the_axis_holds_every_number(cells: Cells, numbers: list[float]) -> None:
    rows = [[Literal(f"20{index:02}", datatype=XSD.gYear), Literal(number)] for index, number in enumerate(numbers)]
    drawn = chart(cells, result(["year", "n"], *rows), shape="line")
    assert all(0 <= float(mark.y[:-1]) <= 100 for mark in drawn.marks)
    assert 2 <= len(drawn.up) <= 12


def test_the_columns_of_a_chart_may_be_chosen_and_more_rows_are_counted(cells: Cells) -> None:
    rows = result(["a", "b", "n", "m"], *[[text(f"a{i}"), text(f"b{i}"), Literal(i), Literal(-i)] for i in range(70)])
    drawn = chart(cells, rows, label="b", value="m")
    assert (drawn.axes.label, drawn.axes.value, drawn.left_out) == (1, 3, 70 - MOST_BARS)
    assert drawn.marks[1].label.text == "b1"
    assert chart(cells, rows, label="no such").axes.label == 0


def test_texts_alone_and_graphs_are_no_chart_and_no_map() -> None:
    rows = result(["s", "n"], [text("a"), text("b")])
    assert not can_chart(rows)
    assert not can_map(rows)
    assert not can_chart(result(["n"], [Literal(1)]))
    assert not can_chart(Rows(("subject", "predicate", "object"), ((text("a"), text("b"), Literal(1)),), 1, 3, True))


def test_places_of_far_parts_have_maps_of_their_own_and_near_ones_share_a_mark(cells: Cells) -> None:
    found = places(cells, result(
        ["name", "wkt"], [text("Paris"), wkt("POINT(2.35 48.85)")], [text("Montreuil"), wkt("POINT(2.44 48.86)")],
        [text("Brest"), wkt("POINT(-4.49 48.39)")], [text("Cayenne"), wkt("POINT(-52.33 4.93)")], [text("–"), None]))
    assert [[place.label.text for place in one.places] for one in found.maps] == [
        ["Paris", "Montreuil", "Brest"], ["Cayenne"]]
    assert [len(spot.places) for spot in found.maps[0].spots] == [2, 1]
    assert found.left_out == 1
    for one in found.maps:
        assert all(0 < spot.x < one.wide and 0 < spot.y < one.high for spot in one.spots)
        assert 2 <= len(one.meridians) + len(one.parallels) <= 12


def test_columns_of_degrees_may_hold_texts(cells: Cells) -> None:
    found = places(cells, result(["Latitude", "LONG"], [text("48.1"), text("-1.7")], [text("?"), text("2")]))
    assert [(place.latitude, place.longitude) for place in found.places] == [(48.1, -1.7)]


def test_poles_and_the_whole_earth_can_be_drawn(cells: Cells) -> None:
    rows = [[text("x"), wkt(f"POINT({x} {y})")] for x in range(-180, 181, 5) for y in range(-90, 91, 5)]
    (one,) = places(cells, result(["name", "wkt"], *rows)).maps
    assert len(one.places) == len(rows)
    assert one.high < 2 * one.wide


def test_more_parts_than_maps_are_counted(cells: Cells) -> None:
    rows = [[text("x"), wkt(f"POINT({x} 0)")] for x in range(-170, 171, 20)]
    found = places(cells, result(["name", "wkt"], *rows))
    assert (len(found.maps), found.unmapped) == (MOST_MAPS, len(rows) - MOST_MAPS)


def test_the_outlines_hold_france_on_its_four_continents() -> None:
    outlines = load_outlines()
    assert len(outlines) > 1000
    for longitude, latitude in [(2.3, 48.9), (-61.5, 16.2), (-53.1, 4.0), (55.5, -21.1), (45.2, -12.8), (165.5, -21.3)]:
        assert any(outline.window.west - 1 < longitude < outline.window.east + 1
                   and outline.window.south - 1 < latitude < outline.window.north + 1 for outline in outlines)
