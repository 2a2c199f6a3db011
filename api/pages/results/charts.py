"""Charts of a result: bars where rows are named, a line where they follow one another."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import Final

from api.pages.results.cells import Cell, Cells
from api.pages.results.columns import is_moments, label_column, moment, number, numeric_columns, text_columns
from api.pages.results.reading import Rows, Term

MOST_BARS: Final = 60
MOST_DOTS: Final = 400
_TICKS: Final = 4
_ROOM_FOR_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a chart: what it is called, its number as the result says it, and where it is drawn.

    `also` tells it from rows that are called the same. Places are percentages: a bar reaches from `start` over
    `length`, a dot lies at `x` and `y` from the top left.
    """

    label: Cell
    value: str
    also: str = ""
    start: str = ""
    length: str = ""
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number or name on an axis, and the percentage at which it stands."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Axes:
    """The columns that are drawn, and those that may be drawn instead.

    `also` are columns that tell apart rows of the same label.
    """

    label: int
    value: int
    also: tuple[int, ...]
    labels: tuple[int, ...]
    values: tuple[int, ...]
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: its columns, its marks, its axes; `left_out` counts rows that it does not show.

    `zero` is where bars begin.
    """

    shape: str
    axes: Axes
    marks: tuple[Mark, ...]
    left_out: int
    zero: str = ""
    across: tuple[Tick, ...] = ()
    up: tuple[Tick, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked for: columns by name, a shape; empty where the best is to be chosen."""

    label: str = ""
    value: str = ""
    shape: str = ""


def can_chart(rows: Rows) -> bool:
    """Whether a column holds numbers beside one that names them."""
    return not rows.graph and len(rows.names) > 1 and bool(numeric_columns(rows))


def draw_chart(rows: Rows, cells: Cells, wish: Wish) -> Chart:
    """The chart of a result that can be one."""
    values = numeric_columns(rows)
    naming = label_column(rows, {*values})
    # Of numbers alone, the first is what the others are told of: a year, a rank.
    value = _named(rows, wish.value, values, values[0] if naming is not None else values[-1])
    labels = [index for index in range(len(rows.names)) if index != value]
    label = _named(rows, wish.label, labels, labels[0] if naming is None else naming)
    named = rows.column(label)
    unique = len(set(named)) == len(named)
    also = () if unique else tuple(text_columns(rows, {*values, label}))
    # A line through several numbers of one moment would zigzag.
    follows = unique and (is_moments(rows, label) or label in values)
    drawn = _line if follows and wish.shape != "bars" else _bars
    shapes = ("bars", "line") if follows else ("bars",)
    return drawn(rows, cells, Axes(label, value, also, tuple(labels), tuple(values), shapes))


def _named(rows: Rows, name: str, among: list[int], otherwise: int) -> int:
    return next((index for index in among if rows.names[index] == name), otherwise)


def _bars(rows: Rows, cells: Cells, axes: Axes) -> Chart:
    said = [(row, found) for row in rows.rows if (found := number(row[axes.value])) is not None]
    shown = said[:MOST_BARS]
    least, most = min([0.0, *(found for _, found in shown)]), max([0.0, *(found for _, found in shown)])
    span = (most - least) or 1.0
    marks = tuple(
        Mark(cells.of(row[axes.label]), cells.of(row[axes.value]).text,
             ", ".join(cells.of(row[index]).text for index in axes.also if row[index] is not None),
             start=_percent((min(found, 0.0) - least) / span), length=_percent(abs(found) / span))
        for row, found in shown)
    return Chart("bars", axes, marks, len(rows.rows) - len(shown), zero=_percent(-least / span))


def _line(rows: Rows, cells: Cells, axes: Axes) -> Chart:
    placed = sorted(
        ((x, y, row) for row in rows.rows if (y := number(row[axes.value])) is not None
         and (x := _along(row[axes.label])) is not None), key=lambda one: one[0])
    shown = placed[:MOST_DOTS]
    xs, ys = [x for x, _, _ in shown], [y for _, y, _ in shown]
    first, width = min(xs, default=0.0), (max(xs, default=0.0) - min(xs, default=0.0)) or 1.0
    scale = _scale(min([0.0, *ys]), max([0.0, *ys]))
    marks = tuple(
        Mark(cells.of(row[axes.label]), cells.of(row[axes.value]).text, x=_percent((x - first) / width),
             y=_percent(1 - (y - scale[0]) / (scale[-1] - scale[0]))) for x, y, row in shown)
    up = tuple(Tick(f"{tick:g}", _percent(1 - (tick - scale[0]) / (scale[-1] - scale[0]))) for tick in scale)
    return Chart("line", axes, marks, len(rows.rows) - len(shown), across=_names(marks), up=up)


def _along(term: Term | None) -> float | None:
    """Where a label stands on an axis of time or numbers."""
    found = moment(term)
    return found if found is not None else number(term)


def _names(marks: tuple[Mark, ...]) -> tuple[Tick, ...]:
    """A few labels, far enough from each other to be read on a narrow screen."""
    chosen: list[Mark] = []
    for mark in marks:
        if not chosen or float(mark.x[:-1]) - float(chosen[-1].x[:-1]) >= 100 / _ROOM_FOR_NAMES:
            chosen.append(mark)
    return tuple(Tick(mark.label.text, mark.x) for mark in chosen)


def _scale(least: float, most: float) -> list[float]:
    """Round numbers that hold a range between them."""
    rough = ((most - least) or 1.0) / _TICKS
    size = 10.0 ** floor(log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * 0.999)
    first, last = floor(least / step), floor(most / step) + (most % step > step * 1e-9)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
