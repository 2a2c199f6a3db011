"""What is over, and what is not known to be."""

from datetime import date

import pytest

from harvesters.ending import is_over

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(("dates", "over"), [
    (["2026-11-21"], True), (["2026-11-22"], False), (["2026-11-22T09:00:00+01:00"], False),
    (["2026-11-20T09:00:00", "2026-11-23"], False), (["2026-10"], True), (["2026-11"], False), (["2025"], True),
    (["2026"], False), (["2020-01-01", "2026"], False), (["2020-01-01", "2025"], True), (["2026-11-21", "2025"], True),
    ([], False),
])
def test_something_is_over_when_all_its_dates_are(dates: list[str], over: bool) -> None:
    lines = [f'<http://a.example/e> <https://schema.org/endDate> "{one}" .\n' for one in dates]
    lines.append('<http://a.example/e> <http://purl.org/dc/terms/issued> "2019" .\n')
    assert is_over("".join(lines).encode(), TODAY) is over
