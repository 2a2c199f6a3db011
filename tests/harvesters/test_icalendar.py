"""Calendars: one record for each event, with all its dates; who is named in them stays out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Fault, Item, Listing, Raw, UnreadableDocument
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.records import CASES, MINTING, SAMPLES, document, needs_samples, raws, source

ICAL = FORMATS["icalendar"]
# How many events of each sample the gate accepts: all that have a title.
ACCEPTED = {
    "grayscott-event.ics": 1, "icalendar-issue_156_RDATE_with_PERIOD_TZID_khal_2.ics": 1,
    "icalendar-issue_348_exception_parsing_value.ics": 1, "icalendar-multiple_calendar_components.ics": 3,
    "icalendar-pacific_fiji.ics": 1, "icalendar-rfc_5545_RDATE_example.ics": 0, "indico-events.ics": 2,
    "maastricht-1.ics": 1, "pawsey-calendar-5cd096b58d0.ics": 1, "pawsey-overview-hpc-olcf.ics": 1,
    "pawsey-pacer-radio-astronomy.ics": 1, "surf-agenda.ics": 41,
}


def calendar(folder: Path, *events: Sequence[str], head: Sequence[str] = ()) -> Path:
    """A calendar of events, each given by its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    path = folder / "agenda.ics"
    path.write_bytes("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())
    return path


def listed(path: Path, kind: str = "") -> list[Item]:
    return list(ICAL.read(document(path), replace(source("icalendar"), kind=kind)))


def described(raw: Raw, **options: int) -> Description:
    return ICAL.describe(raw, source("icalendar", "fr", **options), load_concepts(), MINTING)


def days(told: Description, part: str = "#date-") -> list[str]:
    """The days of the dates that are told one by one."""
    lines = [line for line in told.serialize().decode().splitlines() if f"{part}2" in line and "startDate" in line]
    return sorted(line.split(part)[1][:10] for line in lines)


def only(path: Path) -> Raw:
    [raw] = raws(listed(path))
    return raw


def test_an_export_at_another_time_is_the_same_record(tmp_path: Path) -> None:
    event = ["UID:a", "SUMMARY:A", "DTSTART:20270101T090000Z"]
    before = only(calendar(tmp_path, ["DTSTAMP:20260101T000000Z", *event]))
    later = only(calendar(tmp_path, [*reversed(event), "DTSTAMP:20270601T000000Z"], head=["X-WR-CALNAME:B"]))
    assert before.payload == later.payload


def test_what_recurs_for_ever_changes_at_most_once_a_month(tmp_path: Path) -> None:
    def payload(stamp: str) -> bytes:
        return only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20250107T090000Z", "RRULE:FREQ=WEEKLY",
                                        f"DTSTAMP:{stamp}T120000Z"])).payload

    assert payload("20270301") == payload("20270330")
    assert payload("20270301") != payload("20270401")


def test_what_recurs_for_ever_is_told_from_the_month_of_its_calendar(tmp_path: Path) -> None:
    raw = only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20200107T090000Z", "RRULE:FREQ=WEEKLY",
                                   "DTSTAMP:20270310T120000Z"]))
    assert days(described(raw, horizon=21)) == ["2027-03-02", "2027-03-09", "2027-03-16"]
    assert days(described(raw, horizon=21, past=10))[0] == "2027-02-23"
    assert len(days(described(raw))) == 53


def test_a_series_that_ends_is_told_whole(tmp_path: Path) -> None:
    raw = only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART;VALUE=DATE:20260105", "RRULE:FREQ=WEEKLY;COUNT=3",
                                   "DTSTAMP:20270310T120000Z"]))
    assert days(described(raw)) == ["2026-01-05", "2026-01-12", "2026-01-19"]


def test_of_a_series_without_end_and_without_stamps_the_first_year_is_told(tmp_path: Path) -> None:
    raw = only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20260105T090000Z", "RRULE:FREQ=MONTHLY"]))
    assert days(described(raw))[::12] == ["2026-01-05", "2027-01-05"]


def test_the_most_dates_are_told(tmp_path: Path) -> None:
    told = described(only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20260101T090000Z",
                                              "RRULE:FREQ=DAILY;COUNT=5000"])))
    assert len(days(told)) == 200
    assert [finding.code for finding in told.findings] == ["MLG-C212"]


@pytest.mark.parametrize("rule", [
    "FREQ=DAILY;INTERVAL=0", "FREQ=SECONDLY", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=NEVER", "",
    "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;INTERVAL=-1", "FREQ=YEARLY;BYEASTER=1"])
def test_a_rule_that_cannot_be_followed_leaves_the_first_date(tmp_path: Path, rule: str) -> None:
    told = described(only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20270101T090000Z", f"RRULE:{rule}"])))
    assert "MLG-C211" in {finding.code for finding in told.findings}
    assert b'startDate> "2027-01-01T09:00:00+00:00"' in told.serialize()
    assert not blocks(told.findings)


@pytest.mark.parametrize(("line", "head"), [
    ("STATUS:CANCELLED", ""), ("CLASS:PRIVATE", ""), ("SEQUENCE:1", "METHOD:CANCEL")])
def test_what_is_called_off_or_hidden_is_withdrawn(tmp_path: Path, line: str, head: str) -> None:
    path = calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART:20270101T090000Z", line], head=[head] if head else [])
    assert only(path).deleted


def test_of_several_versions_the_highest_sequence_stands(tmp_path: Path) -> None:
    versions = [["UID:a", f"SUMMARY:{number}", f"SEQUENCE:{number}", "DTSTART:20270101"] for number in (2, 10, 3)]
    assert b"SUMMARY:10" in only(calendar(tmp_path, *versions)).payload


def test_events_that_share_a_uid_are_dates_of_one_event(tmp_path: Path) -> None:
    path = calendar(tmp_path, *(["UID:a", "SUMMARY:A", f"DTSTART:2027010{day}T090000Z"] for day in (4, 5)))
    assert days(described(only(path))) == ["2027-01-04", "2027-01-05"]
    [told] = [item for item in listed(path) if isinstance(item, Listing)]
    assert [finding.code for finding in told.remarks] == ["MLG-C205"]


def test_an_event_without_uid_is_known_by_its_date_and_title(tmp_path: Path) -> None:
    raw = only(calendar(tmp_path, ["SUMMARY:A", "DTSTART:20270101T090000Z"]))
    assert raw.key.startswith("sans-uid-")
    assert "MLG-C210" in {finding.code for finding in described(raw).findings}
    other = only(calendar(tmp_path, ["SUMMARY:A", "DTSTART:20270102T090000Z"]))
    assert other.key != raw.key


def test_a_zone_that_nobody_knows_is_told_and_the_local_time_kept(tmp_path: Path) -> None:
    told = described(only(calendar(tmp_path, ["UID:a", "SUMMARY:A", "DTSTART;TZID=Europe:20270101T090000"])))
    assert b'startDate> "2027-01-01T09:00:00"' in told.serialize()
    assert ("MLG-C213", "Europe") in {(finding.code, finding.value) for finding in told.findings}


def test_the_same_name_of_a_zone_may_mean_something_else_in_another_calendar(tmp_path: Path) -> None:
    def start(offset: str) -> bytes:
        zone = ["BEGIN:VTIMEZONE", "TZID:Chez nous", "BEGIN:STANDARD", "DTSTART:19700101T000000",
                f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"]
        event = ["UID:a", "SUMMARY:A", "DTSTART;TZID=Chez nous:20270101T090000"]
        return described(only(calendar(tmp_path, event, head=zone))).serialize()

    assert b"T09:00:00+03:00" in start("+0300")
    assert b"T09:00:00-05:00" in start("-0500")


@pytest.mark.parametrize(("start", "code"), [("20271301T090000Z", "MLG-D001"), ("tomorrow", "MLG-D001")])
def test_a_start_that_is_no_date_rejects_its_event_with_the_reason(tmp_path: Path, start: str, code: str) -> None:
    told = described(only(calendar(tmp_path, ["UID:a", "SUMMARY:A", f"DTSTART:{start}"])))
    assert [finding.code for finding in told.findings if blocks((finding,))] == [code]


def test_a_bad_event_costs_itself_only(tmp_path: Path) -> None:
    items = listed(calendar(tmp_path, ["DESCRIPTION:neither uid nor title"], ["UID:b", "SUMMARY:B"]))
    assert [(type(item), item.place) for item in items if isinstance(item, Raw | Fault)] == [
        (Fault, "agenda.ics, line 3"), (Raw, "agenda.ics, line 6")]


def test_a_cut_calendar_is_incomplete_and_loses_only_its_last_event(tmp_path: Path) -> None:
    path = calendar(tmp_path, ["UID:a", "SUMMARY:A"], ["UID:b", "SUMMARY:B", "DESCRIPTION:cut he"])
    path.write_bytes(path.read_bytes().partition(b"cut he")[0])
    fault, raw, told = listed(path)
    assert isinstance(raw, Raw)
    assert isinstance(fault, Fault)
    assert isinstance(told, Listing)
    assert (raw.key, fault.key, fault.finding.code) == ("a", "b", "MLG-C203")
    assert "line 1" in told.incomplete
    assert "ligne 1" in told.incomplete_fr


def test_nobody_is_named() -> None:
    for raw in raws(listed(CASES / "icalendar" / "agenda.ics")):
        told = raw.payload + described(raw).serialize()
        for private in (b"lea.martin", b"paul.durand", "Léa Martin".encode(), b"Durand", b"06 12 34"):
            assert private not in told


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html><html></html>", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\0" * 99])
def test_what_is_no_calendar_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as fault:
        listed(path)
    assert fault.value.code == "MLG-C201"
    assert ("web page" in fault.value.en) == content.startswith(b"<")


@needs_samples
@pytest.mark.parametrize("path", sorted((SAMPLES / "ical").glob("*")), ids=lambda path: path.name)
def test_real_events_are_accepted(path: Path) -> None:
    found = raws(listed(path))
    told = [described(raw) for raw in found]
    checked = Gate("shacl").check([(one.iri, one.serialize()) for one in told])
    assert sum(not blocks(one.findings + more) for one, more in zip(told, checked, strict=True)) == ACCEPTED[path.name]


@needs_samples
def test_calendars_and_only_calendars_are_recognised() -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    taken = {path.parent.name for path in files if ICAL.recognise(path.read_bytes()[:65_536], "")}
    assert taken == {"ical"}


LINES = st.sampled_from((CASES / "icalendar" / "agenda.ics").read_text("utf-8").splitlines())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES | st.text(max_size=30), max_size=40), st.binary(max_size=20))
def test_any_lines_are_read_or_refused(tmp_path: Path, lines: list[str], tail: bytes) -> None:
    path = tmp_path / "any.ics"
    path.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "\r\n".join(lines).encode("utf-8", "replace") + tail)
    for kind in ("event", "course"):
        for raw in raws(listed(path, kind)):
            assert described(raw).serialize()
