"""French postcodes and commune codes name their department."""

import pytest

from harvesters.territory import department_of_commune, department_of_postcode
from ontology.concepts import load_concepts


@pytest.mark.parametrize(("postcode", "department"), [
    ("75011", "75"), ("35 000", "35"), ("20000", "2A"), ("20137", "2A"), ("20200", "2B"), ("20620", "2B"),
    ("97110", "971"), ("97133", "977"), ("97150", "978"), ("97400", "974"), ("98800", "988"), ("1000", ""),
    ("F-75011", ""), ("7501A", ""), ("", ""),
])
def test_a_postcode_names_its_department(postcode: str, department: str) -> None:
    assert department_of_postcode(postcode) == department


@pytest.mark.parametrize(("commune", "department"), [
    ("01001", "01"), ("2A004", "2A"), ("2B033", "2B"), ("97411", "974"), ("75056", "75"), ("123", ""), ("2C004", "")])
def test_a_commune_code_names_its_department(commune: str, department: str) -> None:
    assert department_of_commune(commune) == department


def test_every_department_has_a_postcode_that_names_it() -> None:
    codes = [concept.code for concept in load_concepts().scheme("department").concepts]
    assert len(codes) == 101
    for code in codes:
        postcode = {"2A": "20100", "2B": "20250"}.get(code, code.ljust(5, "0"))
        assert department_of_postcode(postcode) == code
