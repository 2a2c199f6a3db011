"""The form that reads the dates of a column, where the declared one does not or puts an end before its start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Final

from harvesters.dates import EPOCH_MILLISECONDS, ReadDate, read_date
from harvesters.mending.case import MOST_VALUES, Candidate, Case
from harvesters.mending.edits import Change
from harvesters.mending.entries import Entry
from harvesters.ways import Way

# French ways before others: where two forms read a column alike, the first is proposed.
_DAYS: Final = ("%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y.%m.%d", "%d/%m/%y",
                "%m/%d/%y", "%d-%m-%y", "%d.%m.%y", "%d %m %Y", "%Y-%d-%m", "%Y/%d/%m", "%d%m%Y", "%m/%Y", "%Y/%m",
                "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_TIMES: Final = ("", " %H:%M", " %H:%M:%S", " %Hh%M", " %I:%M %p")
FORMS: Final = (*(f"{day}{time}" for time, day in product(_TIMES, _DAYS)), EPOCH_MILLISECONDS)
_PERIODS: Final = (("startDate", "endDate"), ("temporalStart", "temporalEnd"))
_MOST: Final = 2
_SHAPE: Final = re.compile(r"\d")
_MOST_ALIKE: Final = 50


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well forms do: dates that they leave unread, those that they do not fit although others like them do, and
    periods that end before they start.
    """

    unread: int
    unlike: int
    inverted: int

    @property
    def wrong(self) -> int:
        """What is wrong in all."""
        return self.unread + self.unlike + self.inverted


@dataclass(frozen=True, slots=True)
class _Dates:
    """The entries that a cause is about, what each reads, and the starts and ends that stand in one row."""

    values: Mapping[Entry, Set[str]]
    pairs: Mapping[tuple[Entry, Entry], Set[tuple[str, str]]]

    def fit(self, forms: Mapping[Entry, str]) -> _Fit:
        """How well each entry reads by its form."""
        unread = sum(read_date(text, forms[entry]) is None for entry, texts in self.values.items() for text in texts)
        inverted = sum(_inverted(read_date(first, forms[start]), read_date(last, forms[end]))
                       for (start, end), texts in self.pairs.items() for first, last in texts)
        unlike = sum(_unlike(texts, forms[entry]) for entry, texts in self.values.items())
        return _Fit(unread, unlike, inverted)


def date_forms(case: Case) -> Iterator[Candidate]:
    """At most two forms under which more dates of the columns are read, or fewer periods end before they start."""
    dates = _dates(case)
    declared = {entry: entry.date for entry in dates.values}
    samples = {entry: _samples(texts) for entry, texts in dates.values.items()}
    present, found = dates.fit(declared), []
    for form in FORMS:
        used = [entry for entry, texts in samples.items()
                if entry.date != form and any(_is_of(text, form) for text in texts)]
        fit = dates.fit(declared | dict.fromkeys(used, form)) if used else present
        if fit.wrong < present.wrong:
            found.append((fit, form, used))
    found.sort(key=lambda one: one[0].wrong)
    for fit, form, used in found[:_MOST]:
        yield _candidate(form, used, fit)


def readings(value: str) -> set[str]:
    """The days that a text may mean: one where it says by itself which, else one by each form that fits."""
    plain = read_date(value)
    if plain:
        return {plain.lexical}
    found = (read_date(value, form) for form in FORMS if _is_of(value, form))
    return {read.lexical for read in found if read}


def _dates(case: Case) -> _Dates:
    period = next((pair for pair in _PERIODS if case.cause.path in pair), (case.cause.path, ""))
    concerned = [entry for entry in case.entries if entry.way is Way.DATE and entry.name in period]
    values: dict[Entry, set[str]] = {entry: set() for entry in concerned}
    pairs: dict[tuple[Entry, Entry], set[tuple[str, str]]] = {
        (start, end): set() for start in concerned for end in concerned
        if (start.name, end.name) == period and start.path[:-1] == end.path[:-1]}
    for row in case.rows() if concerned else ():
        for entry, met in values.items():
            if len(met) < MOST_VALUES:
                met.update(entry.values(row))
        for (start, end), together in pairs.items():
            if len(together) < MOST_VALUES:
                together.update(zip(start.values(row), end.values(row), strict=False))
    return _Dates(values, pairs)


def _unlike(texts: Set[str], form: str) -> int:
    """How many texts a form does not fit that are of one shape with some that it fits: `25/12/2027` beside `03/12/2027`
    speaks against a month that comes first.
    """
    if not form:
        return 0
    fitting = {text for text in texts if _is_of(text, form)}
    shapes = {_SHAPE.sub("9", text) for text in fitting}
    return sum(_SHAPE.sub("9", text) in shapes for text in texts - fitting)


def _samples(texts: Iterable[str]) -> list[str]:
    """Some texts of each shape: which forms a column could have is told by far fewer than all."""
    by_shape: dict[str, list[str]] = {}
    for text in sorted(texts):
        alike = by_shape.setdefault(_SHAPE.sub("9", text), [])
        if len(alike) < _MOST_ALIKE:
            alike.append(text)
    return [text for alike in by_shape.values() for text in alike]


def _inverted(start: ReadDate | None, end: ReadDate | None) -> bool:
    return bool(start and end and start.datatype == end.datatype and end.lexical < start.lexical)


def _is_of(text: str, form: str) -> bool:
    """Whether a text is written in a form, all of it."""
    if form == EPOCH_MILLISECONDS:
        return text.isdecimal() and len(text) in (12, 13)
    try:
        datetime.strptime(text.strip(), form)  # noqa: DTZ007  only whether it fits matters
    except ValueError:
        return False
    return True


def _candidate(form: str, used: Iterable[Entry], fit: _Fit) -> Candidate:
    names = ", ".join(dict.fromkeys(f"« {column} »" for entry in used for column in entry.columns))
    names_en = names.replace("« ", "“").replace(" »", "”")
    rest_fr = f" ; {fit.unread} valeurs restent illisibles" if fit.unread else ""
    rest_en = f"; {fit.unread} values still cannot be read" if fit.unread else ""
    return Candidate(f"Lire {names} au format {form}{rest_fr}.", f"Read {names_en} as {form}{rest_en}.",
                     tuple(Change(entry.path, ("date",), form) for entry in used))
