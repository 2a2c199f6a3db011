"""Remarks on a listing as a whole: alike ones are told once, with how often they were made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from shapes.finding import Finding

_MOST: Final = 50


class Remarks:
    """The remarks of one walk, bounded: every page of a site may have the same to tell."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, str], Finding] = {}
        self._times: dict[tuple[str, str], int] = {}

    def extend(self, remarks: Iterable[Finding]) -> None:
        """Some more."""
        for remark in remarks:
            alike = (remark.code, remark.en)
            if alike in self._met or len(self._met) < _MOST:
                self._met.setdefault(alike, remark)
                self._times[alike] = self._times.get(alike, 0) + 1

    def all(self) -> tuple[Finding, ...]:
        """Each once, in the order of their first mention."""
        return tuple(_counted(remark, self._times[alike]) for alike, remark in self._met.items())


def _counted(remark: Finding, times: int) -> Finding:
    if times == 1:
        return remark
    return replace(remark, fr=f"{remark.fr} ({times} fois, d'abord : {remark.value})" if remark.value
                   else f"{remark.fr} ({times} fois)",
                   en=f"{remark.en} ({times} times, first: {remark.value})" if remark.value
                   else f"{remark.en} ({times} times)")
