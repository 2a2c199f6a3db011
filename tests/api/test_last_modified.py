"""When what is served last changed, and what a client that asks by date holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.last_modified import LastModified

READ, PUBLISHED = "2026-11-20T03:12:00Z", "2026-11-20T04:00:00Z"


def dated(changed: str, settled: str = "") -> LastModified:
    found = LastModified.of(changed, settled)
    assert found is not None
    return found


@pytest.mark.parametrize(("instant", "header"), [
    (READ, "Fri, 20 Nov 2026 03:12:00 GMT"), ("2026-11-20T04:12:00.9+01:00", "Fri, 20 Nov 2026 03:12:00 GMT"),
    ("2026-11-20", "Fri, 20 Nov 2026 00:00:00 GMT"), ("2026-11-20T03:12:00", "Fri, 20 Nov 2026 03:12:00 GMT")])
def test_an_instant_is_written_as_http_does(instant: str, header: str) -> None:
    assert str(dated(instant)) == header


@pytest.mark.parametrize("instant", ["", "hier", "2026-13-01"])
def test_what_is_no_instant_is_not_dated(instant: str) -> None:
    assert LastModified.of(instant) is None


@pytest.mark.parametrize(("since", "holds"), [
    ("Fri, 20 Nov 2026 03:12:00 GMT", True),
    # Read at that time, but of another publication than this: it may be what was there before.
    ("Fri, 20 Nov 2026 03:30:00 GMT", False),
    ("Fri, 20 Nov 2026 04:00:00 GMT", True), ("Sat, 21 Nov 2026 00:00:00 GMT", True),
    ("Thu, 19 Nov 2026 00:00:00 GMT", False),
    # The older forms of dates, which must be understood (RFC 9110 section 5.6.7).
    ("Friday, 20-Nov-26 03:12:00 GMT", True), ("Fri Nov 20 03:12:00 2026", True),
    ("", False), ("demain", False), ("Fri, 20 Nov 99999 03:12:00 GMT", False)])
def test_a_client_holds_what_was_dated_so_or_what_is_on_line_since(since: str, holds: bool) -> None:
    assert dated(READ, PUBLISHED).holds(since) is holds


def test_a_page_is_settled_when_it_changed() -> None:
    assert dated(PUBLISHED).holds("Fri, 20 Nov 2026 04:00:01 GMT")


@given(st.text())
def test_no_date_is_believed_that_is_none(text: str) -> None:
    assert dated(READ, PUBLISHED).holds(text) in (True, False)
