"""People's addresses and numbers are taken out of texts; what only looks like them stays."""

import pytest

from harvesters.personal import without_personal_addresses


@pytest.mark.parametrize("number", [
    "02 47 45 85 85", "0247458585", "02.47.45.85.85", "+33 2 47 45 85 85", "+33 (0)2 47 45 85 85",
    "(+33) 6 84 39 42 14", "0033 6 84 39 42 14"])
def test_a_telephone_number_is_taken_out(number: str) -> None:
    assert without_personal_addresses(f"Réservez au {number}, le soir.") == "Réservez au …@, le soir."


@pytest.mark.parametrize("text", [
    "Emmanuel Lansyer (1835-1893), élève de Courbet", "du 2020-12-06 au 2021-01-05", "le 07 08 2020",
    "12 345 678 habitants, 10 000 - 20 000 €", "SIRET 213 502 321 00012", "ISBN 978-2-07-036822-8", "48.85341 2.3488"])
def test_years_dates_prices_and_codes_stay(text: str) -> None:
    assert without_personal_addresses(text) == text


def test_a_role_address_stays_and_a_persons_keeps_its_domain() -> None:
    told = without_personal_addresses("Écrire à contact@musee.example ou à jeanne.martin@musee.example.")
    assert told == "Écrire à contact@musee.example ou à …@musee.example."
