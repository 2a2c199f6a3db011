"""Tallies of terms: changing one is the same as counting everything again."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.tally import Tally

files = st.lists(st.sets(st.one_of(st.integers(0, 20), st.integers(0, 2**64 - 1)), max_size=12), max_size=6)


def arrays(sets: list[set[int]]) -> list[array[int]]:
    return [array("Q", sorted(one)) for one in sets]


def tally(sets: list[set[int]]) -> Tally:
    return Tally().changed((), arrays(sets))


@given(files, files, files)
def test_a_changed_tally_is_the_tally_of_what_is_there_now(
    kept: list[set[int]], gone: list[set[int]], come: list[set[int]],
) -> None:
    assert tally(kept + gone).changed(arrays(gone), arrays(come)) == tally(kept + come)


@given(files)
def test_a_tally_holds_what_its_files_hold(sets: list[set[int]]) -> None:
    made, everything = tally(sets), set().union(*sets)
    assert len(made) == len(everything)
    assert all((one in made) == (one in everything) for one in range(25))
    assert made.several == {one: held for one in everything if (held := sum(one in each for each in sets)) > 1}


@given(files)
def test_a_tally_comes_back_from_its_bytes(sets: list[set[int]]) -> None:
    assert Tally.parse(b"".join(tally(sets).serialize())) == tally(sets)


@pytest.mark.parametrize("cut", [0, 7, 16, 24, 31])
def test_a_tally_that_is_cut_short_is_none(cut: int) -> None:
    with pytest.raises(ValueError, match="cut short"):
        Tally.parse(b"".join(tally([{1, 2}]).serialize())[:cut])
