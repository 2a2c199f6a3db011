"""Days, and the blocks of days that make a period findable."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.periods import blocks_covering, blocks_of, days_of, period_of


@pytest.mark.parametrize(("lexical", "first", "last"), [
    ("2026-09-01", date(2026, 9, 1), date(2026, 9, 1)),
    ("2026-09-01+02:00", date(2026, 9, 1), date(2026, 9, 1)),
    ("2026-09-01T14:30:00Z", date(2026, 9, 1), date(2026, 9, 1)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("2026-05:00", date(2026, 1, 1), date(2026, 12, 31)),
    ("9999", date(9999, 1, 1), date(9999, 12, 31)),
])
def test_a_date_of_any_precision_has_a_first_and_a_last_day(lexical: str, first: date, last: date) -> None:
    assert days_of(lexical) == (first, last)


@pytest.mark.parametrize("lexical", ["", "soon", "2026-13", "2026-02-30", "0000", "-2026-01-01", "26-01-01"])
def test_what_is_no_date_has_no_days(lexical: str) -> None:
    assert days_of(lexical) is None


def test_a_period_needs_only_one_of_its_ends() -> None:
    assert period_of("2026-09", "2026-10-02") == (date(2026, 9, 1), date(2026, 10, 2))
    assert period_of("", "2026-10-02") == (date(2026, 10, 2), date(2026, 10, 2))
    assert period_of("2026-10-02", "") == (date(2026, 10, 2), date(2026, 10, 2))
    assert period_of("2026-10-02", "2026-10-01") == (date(2026, 10, 2), date(2026, 10, 2))
    assert period_of("", "never") is None


def test_blocks_are_as_large_as_can_be() -> None:
    assert blocks_covering(date(2026, 9, 1), date(2026, 9, 1)) == ("2026-09-01",)
    assert blocks_covering(date(2025, 11, 30), date(2028, 1, 1)) == (
        "2025-11-30", "2025-12", "2026", "2027", "2028-01-01")
    assert blocks_covering(date(2020, 1, 1), date(9999, 12, 31))[:3] == ("202", "203", "204")
    assert len(blocks_covering(date(2026, 2, 2), date(9999, 12, 31))) < 70


@given(st.dates(), st.dates(), st.dates())
def test_a_day_lies_in_a_period_if_and_only_if_they_share_a_block(day: date, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    shared = set(blocks_of(day)) & set(blocks_covering(first, last))
    assert bool(shared) == (first <= day <= last)


@given(st.dates(date(2026, 1, 1), date(2026, 4, 1)), st.integers(0, 90), st.integers(-5, 95))
def test_so_does_a_day_near_a_short_period(first: date, length: int, distance: int) -> None:
    last = date.fromordinal(first.toordinal() + length)
    day = date.fromordinal(first.toordinal() + distance)
    assert bool(set(blocks_of(day)) & set(blocks_covering(first, last))) == (first <= day <= last)
