"""Numbers, durations and points are read only where one reading is possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.quantities import decimal, duration, integer, point, point_of


@pytest.mark.parametrize(("value", "style", "read"), [
    ("12", "", "12"), ("12.50", "", "12.50"), ("12,5", "", "12.5"), ("1 250,50 €", "fr", "1250.50"),
    ("1.250,50 EUR", "fr", "1250.50"), ("1.250", "fr", "1250"), ("1,250.50", "en", "1250.50"), ("$9.99", "en", "9.99"),
    ("1,250", "", None), ("Gratuit", "", "0"), ("de 10 à 20 €", "fr", None), ("", "", None), ("1e3", "", None),
    ("١٢", "", None),
])
def test_a_price_is_read_in_its_declared_style(value: str, style: str, read: str | None) -> None:
    assert decimal(value, style) == read


@pytest.mark.parametrize(("value", "read"), [
    ("25", 25), ("1 200", 1_200), ("-3", -3), ("12 places", None), ("9" * 19, None)])
def test_a_whole_number_has_only_digits(value: str, read: int | None) -> None:
    assert integer(value) == read


@pytest.mark.parametrize(("value", "read"), [
    ("PT7H30M", "PT7H30M"), ("P2D", "P2D"), ("14 h", "PT14H"), ("14 heures", "PT14H"), ("1,5 h", "PT1H30M"),
    ("1h30", "PT1H30M"), ("1 h 05 min", "PT1H5M"), ("90 min", "PT90M"), ("2 jours", "P2D"), ("3 weeks", "P21D"),
    ("1.3 hours", "PT1H18M"), ("2,5 jours", None), ("1h75", None), ("P", None), ("PT", None), ("une journée", None),
    ("3 mois", None),
])
def test_a_duration_is_iso_or_one_amount_with_its_unit(value: str, read: str | None) -> None:
    assert duration(value) == read


@pytest.mark.parametrize(("value", "read"), [
    ("48.11, -1.68", "POINT(-1.68 48.11)"), ("48.11,-1.68", "POINT(-1.68 48.11)"),
    ("48,11 -1,68", "POINT(-1.68 48.11)"),
    ("48,11;-1,68", "POINT(-1.68 48.11)"), ("48;2", "POINT(2 48)"), ("POINT (-1.68 48.11)", "POINT(-1.68 48.11)"),
    ('{"type": "Point", "coordinates": [-1.68, 48.11]}', "POINT(-1.68 48.11)"),
    ("48,117", None), ("48.11", None), ("98.11, 2.0", None), ("48.1, 200.5", None), ("{}", None),
    ('{"type": "Polygon", "coordinates": [1.0, 2.0]}', None),
    ('{"type": "Point", "coordinates": 3}', None), ("Rennes", None),
])
def test_a_point_is_latitude_first_in_a_cell_and_longitude_first_in_wkt(value: str, read: str | None) -> None:
    assert point_of(value) == read


@given(st.floats(-90, 90).map("{:.6f}".format), st.floats(-180, 180).map("{:.6f}".format))
def test_any_place_on_earth_is_a_point(latitude: str, longitude: str) -> None:
    assert point(latitude, longitude) == point_of(f"{latitude},{longitude}") == f"POINT({longitude} {latitude})"


@given(st.text(max_size=12))
def test_no_text_breaks_the_readers(value: str) -> None:
    for read in (decimal, integer, duration, point_of):
        read(value)
