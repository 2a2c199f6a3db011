"""Tallies of terms: changing one is the same as counting everything again."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.tally import Tally

terms = st.dictionaries(st.one_of(st.integers(0, 20), st.integers(0, 2**64 - 1)), st.integers(1, 4), max_size=15)


def plus(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    return dict(Counter(one) + Counter(other))


@given(terms, terms, terms)
def test_a_changed_tally_is_the_tally_of_what_is_there_now(
    kept: dict[int, int], gone: dict[int, int], come: dict[int, int],
) -> None:
    before, after = plus(kept, gone), plus(kept, come)
    change = Counter(come)
    change.subtract(gone)
    tally, turned = Tally.of(before).changed(change)
    assert tally == Tally.of(after)
    assert turned == dict.fromkeys(after.keys() - before.keys(), 1) | dict.fromkeys(before.keys() - after.keys(), -1)


@given(terms)
def test_a_tally_holds_the_terms_that_occur(told: dict[int, int]) -> None:
    tally = Tally.of(told)
    assert len(tally) == len(told)
    assert all((one in tally) == (one in told) for one in (*range(25), *told))
    assert "1" not in tally


@given(terms)
def test_a_tally_comes_back_from_its_bytes(told: dict[int, int]) -> None:
    assert Tally.parse(b"".join(Tally.of(told).serialize())) == Tally.of(told)


@pytest.mark.parametrize("cut", [0, 7, 16, 24, 31])
def test_a_tally_that_is_cut_short_is_none(cut: int) -> None:
    with pytest.raises(ValueError, match="cut short"):
        Tally.parse(b"".join(Tally.of({1: 1, 2: 2}).serialize())[:cut])
