"""Events of OpenAgenda become records: pages by cursor, withdrawals told apart, nobody's contacts kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.formats.openagenda.timings import timings_of
from harvesters.record import Excluded, Raw, UnreadableDocument
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters import mapped, records
from tests.harvesters.mapped import expected, faults, followed, incomplete, keys, raws, remarks, written
from tests.harvesters.records import MINTING, SAMPLES, codes, descriptions, needs_samples
from tests.harvesters.tabular import values

EVENTS = "https://api.openagenda.com/v2/agendas/77/events"
SOURCE = records.source("openagenda", "fr")
EVENT = {"uid": 1, "title": {"fr": "Visite"}, "timings": [
    {"begin": "2026-03-14T20:00:00+01:00", "end": "2026-03-14T22:00:00+01:00"}]}


def read(folder: Path, content: Any, url: str = EVENTS, **how: Any) -> list[Any]:
    return mapped.read(SOURCE, written(folder, content), url, **how)


def page(*events: Any, **envelope: Any) -> dict[str, Any]:
    return {"success": True, "total": len(events), "events": list(events), **envelope}


def described(folder: Path, **event: Any) -> Description:
    [raw] = raws(read(folder, page(EVENT | event)))
    return FORMATS["openagenda"].describe(raw, SOURCE, load_concepts(), MINTING)


@pytest.mark.parametrize(("declared", "asked"), [
    (f"{EVENTS}?key=k", f"{EVENTS}?key=k&detailed=1&size=300"), (f"{EVENTS}?size=20", f"{EVENTS}?size=20&detailed=1"),
    (f"{EVENTS}/12?key=k", f"{EVENTS}/12?key=k"), ("file:///a/v2/agendas/1/events", "file:///a/v2/agendas/1/events"),
    ("https://a.example/events", "https://a.example/events")])
def test_events_are_asked_for_with_all_their_fields(declared: str, asked: str) -> None:
    assert FORMATS["openagenda"].first(replace(SOURCE, url=declared)) == asked


def test_the_cursor_leads_to_the_next_page_and_to_the_one_after(tmp_path: Path) -> None:
    first = read(tmp_path, page(EVENT, total=3, after=[0, "b c"]), f"{EVENTS}?key=k")
    assert (followed(first), expected(first)) == ([f"{EVENTS}?key=k&after%5B%5D=0&after%5B%5D=b+c"], 3)
    second = read(tmp_path, page(EVENT, total=3, after=[1, "d"]), followed(first)[0])
    assert followed(second) == [f"{EVENTS}?key=k&after%5B%5D=1&after%5B%5D=d"]


def test_a_cursor_that_leads_to_its_own_page_leaves_the_listing_incomplete(tmp_path: Path) -> None:
    items = read(tmp_path, page(EVENT, total=3, after=[0, 5]), f"{EVENTS}?after[]=0&after[]=5")
    assert (followed(items), incomplete(items)) == ([], ["the cursor of the next page leads to this one again"])


@pytest.mark.parametrize(("content", "url"), [
    (page(EVENT, after=[1]), EVENTS), (page(EVENT, total=2, after=None), EVENTS), (page(total=2, after=[1]), EVENTS),
    (page(EVENT, total=2, after=[1]), "file:///a.json")])
def test_the_last_page_a_page_without_events_and_a_file_lead_nowhere(tmp_path: Path, content: Any, url: str) -> None:
    assert followed(read(tmp_path, content, url)) == []


def test_a_total_below_the_first_page_leaves_the_listing_incomplete(tmp_path: Path) -> None:
    items = read(tmp_path, page(EVENT, EVENT, total=1, after=[1]), EVENTS)
    assert (followed(items), incomplete(items)) == ([], ["1 items are announced, and the pages gave 2 already"])


def test_an_agenda_leads_to_its_events(tmp_path: Path) -> None:
    agenda = {"uid": 77, "slug": "a", "title": "A", "networkUid": None}
    items = read(tmp_path, agenda, "https://api.openagenda.com/v2/agendas/77?key=k")
    assert (len(items), followed(items)) == (1, [f"{EVENTS}?key=k&detailed=1&size=300"])


@pytest.mark.parametrize(("content", "status", "code", "said"), [
    ({"success": False, "message": "invalid key"}, 403, "MLG-V200", "“invalid key”"),
    ({}, 404, "MLG-V200", "status 404"), ({"error": {"x": 1}}, 200, "MLG-V200", "“?”"),
    ([EVENT], 200, "MLG-V201", "this is something else"),
    ({"uid": 1, "slug": "a", "title": "A", "schema": {}}, 200, "MLG-V201", "the description of an agenda"),
    (b"<html>", 500, "MLG-F022", "a web page")])
def test_what_lists_no_events_is_told_with_the_servers_words(tmp_path: Path, content: Any, status: int, code: str,
                                                             said: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(tmp_path, content, "https://api.openagenda.com/v2/x", status=status)
    assert (raised.value.code, said in raised.value.en) == (code, True)


@pytest.mark.parametrize("event", [EVENT, {"success": True, "event": EVENT}, {"agenda": {"uid": 5}, "event": EVENT}])
def test_one_event_is_read_alone(tmp_path: Path, event: Any) -> None:
    assert keys(read(tmp_path, event)) == ["1"]


def test_what_is_no_event_costs_itself_alone(tmp_path: Path) -> None:
    items = read(tmp_path, page(EVENT, None, {"title": {"fr": "x"}}, "x"))
    assert (keys(items), faults(items)) == (["1"], [(f"events, event {n}", "MLG-V202") for n in (2, 3, 4)])


@pytest.mark.parametrize("withdrawn", [{"status": 6}, {"private": 1}, {"private": True}, {"removed": True}])
def test_a_withdrawn_event_is_told_as_deleted(tmp_path: Path, withdrawn: dict[str, Any]) -> None:
    [raw] = raws(read(tmp_path, page(EVENT | withdrawn)))
    assert raw.deleted


@pytest.mark.parametrize("unpublished", [
    {"state": 0}, {"state": 1}, {"state": -1}, {"draft": 1}, {"state": 2, "draft": True}])
def test_an_unpublished_event_is_out_of_scope(tmp_path: Path, unpublished: dict[str, Any]) -> None:
    with pytest.raises(Excluded, match="not published"):
        described(tmp_path, **unpublished)


def test_nobodys_contacts_are_kept(tmp_path: Path) -> None:
    mail = "jean.dupont@a.example"
    [raw] = raws(read(tmp_path, page(EVENT | {
        "member": {"name": "Jean Dupont", "email": mail}, "creatorUid": 9, "description": {"fr": f"Écrire à {mail}"},
        "longDescription": {"fr": "Jean : 06 12 34 56 78"}, "conditions": {"fr": mail},
        "location": {"name": "Salle", "email": mail, "phone": "0612345678"},
        "registration": [{"type": "email", "value": mail}, {"type": "phone", "value": "0612345678"}, mail]})))
    assert not [word for word in (b"dupont", b"Dupont", b"06", b"creatorUid") if word in raw.payload]


def test_the_payload_changes_with_the_event_only(tmp_path: Path) -> None:
    event = EVENT | {"updatedAt": "2026-01-01T00:00:00.000Z", "nextTiming": {"begin": "2026-03-14T20:00:00+01:00"}}
    later = dict(reversed(event.items())) | {"nextTiming": None, "dateRange": {"fr": "hier"}, "score": 3}
    one, other = raws(read(tmp_path, page(event))), raws(read(tmp_path, page(later)))
    assert one[0].payload == other[0].payload
    assert one[0].datestamp == "2026-01-01T00:00:00.000Z"


def test_fields_of_the_agendas_own_are_told_on_the_first_page_only(tmp_path: Path) -> None:
    content = page(EVENT | {"theme-2026": [1], "type": 2, "image": {}})
    assert remarks(read(tmp_path, content)) == {
        "MLG-V203": "Fields of this agenda's own, which are not taken over: theme-2026, type."}
    assert remarks(read(tmp_path, content, kind="page")) == {}


@pytest.mark.parametrize(("zone", "begin", "local"), [
    ("America/Miquelon", "2020-08-15T15:30:00.000Z", "2020-08-15T13:30:00-02:00"),
    ("Europe/Paris", "2020-08-15T15:30:00Z", "2020-08-15T17:30:00+02:00"),
    ("Europe/Paris", "2020-08-15T15:30:00+05:00", "2020-08-15T15:30:00+05:00"),
    ("Europe/Paris", "2020-08-15T15:30:00", "2020-08-15T15:30:00+02:00"),
    ("../etc/passwd", "2020-08-15T15:30:00Z", "2020-08-15T15:30:00+00:00"),
    ("", "2020-08-15", "2020-08-15T00:00:00+00:00")])
def test_times_are_those_of_the_place(zone: str, begin: str, local: str) -> None:
    assert [timing.begin for timing in timings_of([(begin, "")], zone)[0]] == [local]


def test_an_event_spans_its_timings_and_tells_each_as_a_date(tmp_path: Path) -> None:
    made = described(tmp_path, timings=[
        {"begin": "2026-03-15T10:00:00+01:00", "end": "2026-03-15T12:00:00+01:00"}, {"begin": "demain", "end": None},
        {"begin": "2026-03-14T10:00:00+01:00", "end": "2026-03-14T12:00:00+01:00"}])
    assert values(made, "startDate") == ["2026-03-14T10:00:00+01:00"]
    assert values(made, "endDate") == ["2026-03-15T12:00:00+01:00"]
    for day in ("2026-03-14", "2026-03-15"):
        assert values(made, "startDate", f"date-{day}t10-00") == [f"{day}T10:00:00+01:00"]
        assert values(made, "endDate", f"date-{day}t10-00") == [f"{day}T12:00:00+01:00"]
    assert codes(made) == {"MLG-V211": "demain – "}


def test_a_single_timing_is_the_event_itself(tmp_path: Path) -> None:
    assert values(described(tmp_path), "schedule") == []


def test_of_very_many_timings_the_first_are_dates_and_the_end_is_the_last_one(tmp_path: Path) -> None:
    made = described(tmp_path, timings=[{"begin": f"2026-{1 + day // 28:02}-{1 + day % 28:02}T10:00:00Z", "end": None}
                                        for day in range(201)] + [
        {"begin": "2026-12-31T10:00:00Z", "end": "2026-12-31T12:00:00Z"}])
    assert len(values(made, "schedule")) == 200
    assert values(made, "endDate") == ["2026-12-31T12:00:00+00:00"]
    assert codes(made) == {"MLG-V212": "202"}


def test_where_only_the_ends_are_known_no_date_is_told(tmp_path: Path) -> None:
    made = described(tmp_path, timings=None, firstTiming={"begin": "2026-03-14T10:00:00+01:00"},
                     lastTiming={"begin": "2026-03-20T10:00:00+01:00", "end": "2026-03-20T12:00:00+01:00"})
    assert (values(made, "startDate"), values(made, "endDate"), values(made, "schedule")) == (
        ["2026-03-14T10:00:00+01:00"], ["2026-03-20T12:00:00+01:00"], [])
    assert codes(made) == {"MLG-V214": ""}


@pytest.mark.parametrize(("conditions", "free", "price"), [
    ("Gratuit", ["true"], []), ("Entrée libre et gratuite", ["true"], []), ("Gratuit, sur réservation", ["true"], []),
    ("Gratuit pour les moins de 18 ans", [], []), ("Entrée : 5 €", [], ["5"]), ("12,50 euros", [], ["12.50"]),
    ("Plein 8 €, réduit 5 €", [], []), ("Gratuit -12 ans, 3€", [], ["3"]), ("Non gratuit", [], [])])
def test_a_price_is_said_only_where_the_conditions_leave_no_doubt(tmp_path: Path, conditions: str, free: list[str],
                                                                  price: list[str]) -> None:
    made = described(tmp_path, conditions={"fr": conditions})
    assert (values(made, "free"), values(made, "price", "offer")) == (free, price)
    assert values(made, "description", "offer") == [f"{conditions}@fr"]


@pytest.mark.parametrize(("location", "spatial"), [
    ({"insee": "2A004", "countryCode": "FR"}, ["2A", "94"]), ({"postalCode": "97500", "countryCode": "PM"}, ["975"]),
    ({"address": "15 quai F. Mitterrand, 14000 Caen"}, ["14", "28"]), ({"region": "Bretagne", "city": "?"}, ["53"]),
    ({"postalCode": "35000", "city": "X", "countryCode": "DE"}, []), ({"name": "Salle 12345"}, [])])
def test_an_event_lies_in_the_region_of_its_place(tmp_path: Path, location: dict[str, str], spatial: list[str]) -> None:
    assert values(described(tmp_path, location={"name": "Salle", **location}), "spatial") == spatial


def _samples() -> list[Path]:
    return sorted((SAMPLES / "openagenda").glob("*.json")) if SAMPLES.is_dir() else []


@needs_samples
def test_all_real_events_are_accepted() -> None:
    made = [one for path in _samples() if "agenda" not in path.name
            for one in descriptions("openagenda", records.read("openagenda", path, EVENTS))]
    found = Gate("shacl").check([(one.iri, one.serialize()) for one in made])
    assert (len(made), [one.iri for one, told in zip(made, found, strict=True) if blocks(told)]) == (34, [])
    assert sum(bool(values(one, "spatial")) for one in made) >= 30


@needs_samples
def test_all_samples_of_this_format_and_of_no_other_are_recognised() -> None:
    recognised = [path for path in sorted(SAMPLES.rglob("*.*"))
                  if FORMATS["openagenda"].recognise(path.read_bytes()[:1 << 16], "")]
    assert recognised == _samples()


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 2**70), st.floats(allow_nan=False, allow_infinity=False),
              st.sampled_from(["fr", "5 €", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "https://a.example/",
                               "Europe/Paris", "jean@a.example", "\0", "1e400", "48.1"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([
        "fr", "en", "uid", "title", "begin", "end", "name", "insee", "latitude", "longitude", "min", "max", "hi",
        "value", "event", "events", "total", "after", ""]), inner, max_size=4)), max_leaves=12)
_FIELDS = ("title", "description", "keywords", "conditions", "registration", "accessibility", "age", "timings",
           "timezone", "firstTiming", "attendanceMode", "location", "status", "state", "originAgenda", "createdAt",
           "updatedAt")


@settings(max_examples=300)
@given(st.fixed_dictionaries({"uid": _JSON}, optional=dict.fromkeys(_FIELDS, _JSON)), _JSON,
       st.sampled_from(["event", "course"]))
def test_any_json_is_read_and_mapped_or_refused(tmp_path_factory: pytest.TempPathFactory, event: dict[str, Any],
                                                other: Any, kind: str) -> None:
    made, path = replace(SOURCE, kind=kind), tmp_path_factory.mktemp("e") / "a.json"
    for content in (page(event, other, after=other, total=other), other, event):
        try:
            path.write_bytes(orjson.dumps(content))
        except TypeError:  # A number that JSON's own limits exclude.
            continue
        try:
            found = [item for item in mapped.read(made, path, EVENTS) if isinstance(item, Raw)]
        except UnreadableDocument:
            continue
        for raw in found:
            try:
                FORMATS["openagenda"].describe(raw, made, load_concepts(), MINTING).serialize()
            except Excluded:
                continue
