"""A SIRET is told from a number that only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.siret import is_siret

REAL = "19290076900014"


@pytest.mark.parametrize("number", [
    REAL, "19751720400396", "39297563700043",
    # La Poste: the headquarters, and an establishment whose digits only add up to a multiple of five.
    "35600000000048", "35600000009075",
])
def test_a_real_siret_is_one(number: str) -> None:
    assert is_siret(number)


@pytest.mark.parametrize("number", [
    "", "0" * 14, "1929007690001", f"{REAL}0", "1929007690001O", "１９２９００７６９０００１４", "19290076900015",
    "29290076900014", "35600000000049",
])
def test_what_is_none_is_not(number: str) -> None:
    assert not is_siret(number)


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place: int, off: int) -> None:
    wrong = str((int(REAL[place]) + off) % 10)
    assert not is_siret(f"{REAL[:place]}{wrong}{REAL[place + 1:]}")
