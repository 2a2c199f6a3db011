"""Which remedies a declaration has for which faults."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from harvesters.mending.blanks import another_key, another_title, unmapped
from harvesters.mending.case import Candidate, Case
from harvesters.mending.date_forms import date_forms
from harvesters.mending.lookups import kind_lines, lookup_lines, whole_lookup
from harvesters.mending.words import number_style, yes_and_no

Remedy = Callable[[Case], Iterator[Candidate]]

_REMEDIES: Final[Mapping[str, Remedy]] = {
    "MLG-C001": whole_lookup,
    "MLG-K001": another_key,
    "MLG-K002": another_key,
    "MLG-M001": lookup_lines,
    "MLG-M002": yes_and_no,
    "MLG-M003": number_style,
    "MLG-M007": kind_lines,
    "MLG-R103": another_title,
    # Unreadable dates, and ends before starts.
    **dict.fromkeys(("MLG-D001", "MLG-R111", "MLG-R112", "MLG-R113", "MLG-R114", "MLG-R115", "MLG-R116"), date_forms),
}
_ELSEWHERE: Final = Path(__file__).with_name("elsewhere.toml")


def remedies(case: Case) -> Iterator[Candidate]:
    """Every change of the declaration that may help, the likeliest first."""
    if case.cause.code in _elsewhere():
        fr, en = _elsewhere()[case.cause.code]
        yield Candidate(
            fr, en, untried_fr="Cela ne s'essaie pas sur les fiches gardées, que l'ancienne lecture a découpées.",
            untried_en="This cannot be tried on the kept records, which the former reading has cut.")
    yield from _REMEDIES.get(case.cause.code, unmapped)(case)


@cache
def _elsewhere() -> Mapping[str, tuple[str, str]]:
    return {code: (told["fr"], told["en"]) for code, told in tomllib.loads(_ELSEWHERE.read_text("utf-8")).items()}
