"""A result as the page shows it: a truth, a table, a chart or maps, and what is left out of each."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.results.cells import Cell, Cells
from api.pages.results.charts import Chart, Wish, can_chart, draw_chart
from api.pages.results.maps import Places, can_map, draw_maps
from api.pages.results.reading import Result, Rows, Truth


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template draws. `view` is what is shown; `wanted` what was asked for and cannot be.

    `read` counts the rows that were read, `total` all rows; it is None where there are more than were counted.
    """

    view: str
    views: tuple[str, ...] = ()
    wanted: str = ""
    truth: bool | None = None
    graph: bool = False
    names: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    read: int = 0
    total: int | None = 0
    hidden_columns: int = 0
    chart: Chart | None = None
    places: Places | None = None


def show(result: Result, cells: Cells, wanted: str, wish: Wish) -> Shown:
    """The result in the view that is wanted, else as a table."""
    if isinstance(result, Truth):
        return Shown("truth", truth=result.value)
    views = ("table", *(("chart",) if can_chart(result) else ()), *(("map",) if can_map(result) else ()))
    view = wanted if wanted in views else "table"
    return Shown(
        view, views, wanted if wanted not in views else "", None, result.graph, result.names,
        _table(result, cells) if view == "table" else (), len(result.rows), result.total,
        result.columns - len(result.names),
        draw_chart(result, cells, wish) if view == "chart" else None,
        draw_maps(result, cells) if view == "map" else None)


def _table(rows: Rows, cells: Cells) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cells.of(term) for term in row) for row in rows.rows)
