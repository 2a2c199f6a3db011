"""OAI-PMH: what is asked for, how the pages lead on, what is withdrawn, and what the server refuses."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from harvesters.formats import FORMATS
from harvesters.formats.oai.progress import Progress
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from tests.harvesters.records import raws, source

BASE = "https://source.example/oai"
ASKED = f"2027-02-01 oai_dc {BASE}"
LIST = f"{BASE}?verb=ListRecords&metadataPrefix=oai_dc"
METADATA = """<metadata><dc:dc xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>
    <dc:type>Dataset</dc:type></dc:dc></metadata>"""


def record(number: int, metadata: str = METADATA, status: str = "") -> str:
    header = f"<header{status}><identifier>oai:x:{number}</identifier><datestamp>2027-01-0{number}</datestamp></header>"
    return f"<record>{header}{metadata}</record>"


def envelope(inside: str, date: str = "2027-03-01T08:30:15Z") -> bytes:
    return (f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{date}</responseDate>'
            f"<request>{BASE}</request>{inside}</OAI-PMH>").encode()


def page(records: str, token: str = "") -> bytes:
    return envelope(f"<ListRecords>{records}{token}</ListRecords>")


def identify(deleted: str = "persistent", granularity: str = "YYYY-MM-DDThh:mm:ssZ", **said: str) -> bytes:
    return envelope(f"<Identify><deletedRecord>{deleted}</deletedRecord><granularity>{granularity}</granularity>"
                    "<earliestDatestamp>2001-01-01</earliestDatestamp></Identify>", **said)


def read(folder: Path, content: bytes, url: str = LIST, kind: str = "", since: str = "", status: int = 200,
         options: Mapping[str, str | bool] | None = None) -> list[Item]:
    path = folder / "answer.xml"
    path.write_bytes(content)
    declared = replace(source("oai-pmh"), url=BASE, options=options or {})
    return list(FORMATS["oai-pmh"].read(Document(path, url, "text/xml", status, since, kind), declared))


def follow(items: list[Item]) -> Follow:
    [found] = [item for item in items if isinstance(item, Follow)]
    return found


def asked(items: list[Item]) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(follow(items).url).query))


def incomplete(items: list[Item]) -> str:
    return next((item.incomplete for item in items if isinstance(item, Listing) and item.incomplete), "")


def test_the_first_request_is_identify_and_a_file_is_read_as_it_is() -> None:
    first = FORMATS["oai-pmh"].first
    copied = replace(source("oai-pmh"), url=f"{BASE}?verb=ListRecords&metadataPrefix=mods&key=7")
    assert first(copied) == f"{BASE}?key=7&verb=Identify"
    assert first(replace(copied, url="file:///answers/page.xml")) == "file:///answers/page.xml"


def test_what_is_declared_is_what_is_asked_for(tmp_path: Path) -> None:
    items = read(tmp_path, identify(), f"{BASE}?verb=Identify", options={"prefix": "datacite", "set": "corpus"})
    assert asked(items) == {"verb": "ListRecords", "metadataPrefix": "datacite", "set": "corpus"}
    assert Listing(mark=f"2027-03-01T08:30:15Z datacite corpus {BASE}") in items


def test_the_next_run_asks_for_changes_since_the_mark(tmp_path: Path) -> None:
    mark = f"2027-02-01T00:00:00Z oai_dc {BASE}"
    items = read(tmp_path, identify(), f"{BASE}?verb=Identify", since=mark)
    assert asked(items)["from"] == "2027-02-01T00:00:00Z"
    changes = read(tmp_path, page(record(1)), follow(items).url, follow(items).kind, mark)
    assert changes[0] == Listing(changes_only=True)


def test_a_repository_that_knows_days_is_asked_by_days(tmp_path: Path) -> None:
    items = read(tmp_path, identify(granularity="YYYY-MM-DD"), f"{BASE}?verb=Identify", since=ASKED)
    assert asked(items)["from"] == "2027-02-01"
    assert Listing(mark=f"2027-03-01 oai_dc {BASE}") in items


@pytest.mark.parametrize(("deleted", "since", "options"), [
    ("transient", ASKED, {}), ("no", ASKED, {}),
    ("persistent", ASKED, {"full": True}), ("persistent", ASKED, {"set": "other"}),
    ("persistent", f"2027-02-01 mods {BASE}", {}), ("persistent", f"{ASKED}/moved", {}),
    ("persistent", f"yesterday oai_dc {BASE}", {}), ("persistent", "", {})])
def test_everything_is_listed_where_changes_would_not_tell_all(
        tmp_path: Path, deleted: str, since: str, options: dict[str, str | bool]) -> None:
    items = read(tmp_path, identify(deleted), f"{BASE}?verb=Identify", since=since, options=options)
    assert "from" not in asked(items)
    assert not Progress.of_kind(follow(items).kind).changes


def test_a_clock_that_cannot_be_read_gives_no_mark(tmp_path: Path) -> None:
    items = read(tmp_path, identify(date="once"), f"{BASE}?verb=Identify")
    assert [item for item in items if isinstance(item, Listing)] == []
    zoned = read(tmp_path, identify(date="2027-03-01T01:30:00.5+02:00"), f"{BASE}?verb=Identify")
    assert Listing(mark=f"2027-02-28T23:30:00Z oai_dc {BASE}") in zoned


def test_a_withdrawn_record_is_told_as_such_even_with_its_metadata(tmp_path: Path) -> None:
    items = read(tmp_path, page(record(1, status=' status="deleted"') + record(2, "", ' status="deleted"')))
    assert [(raw.key, raw.deleted, raw.payload) for raw in raws(items)] == [
        ("oai:x:1", True, b""), ("oai:x:2", True, b"")]


def test_pages_lead_on_by_the_token_alone_until_it_is_empty(tmp_path: Path) -> None:
    first = read(tmp_path, page(record(1), '<resumptionToken completeListSize="2">a+b/=&amp;c</resumptionToken>'))
    assert asked(first) == {"verb": "ListRecords", "resumptionToken": "a+b/=&c"}
    second = read(tmp_path, page(record(2), "<resumptionToken/>"), follow(first).url, follow(first).kind)
    assert [type(item) for item in second] == [Raw]


def test_a_list_that_ends_before_its_announced_size_is_incomplete(tmp_path: Path) -> None:
    first = read(tmp_path, page(record(1, status=' status="deleted"'),
                                '<resumptionToken completeListSize="3">t1</resumptionToken>'))
    second = read(tmp_path, page(record(2)), follow(first).url, follow(first).kind)
    assert "announces 3 records and its list ends after 2" in incomplete(second)
    trusted = read(tmp_path, page(record(2)), follow(first).url, follow(first).kind, options={"estimate": True})
    assert not incomplete(trusted)


def test_a_token_that_was_given_before_ends_the_list_as_incomplete(tmp_path: Path) -> None:
    def given(token: str, number: int, before: Follow | None) -> list[Item]:
        return read(tmp_path, page(record(number), f"<resumptionToken>{token}</resumptionToken>"),
                    before.url if before else LIST, before.kind if before else "")

    first = given("t1", 1, None)
    again = given("t1", 2, follow(first))
    assert "same resumption token" in incomplete(again)
    second = given("t2", 2, follow(first))
    assert "same resumption token" in incomplete(given("t1", 3, follow(second)))
    assert not [item for item in again if isinstance(item, Follow)]


def test_a_page_that_repeats_the_one_before_is_not_read_again(tmp_path: Path) -> None:
    first = read(tmp_path, page(record(1) + record(2), "<resumptionToken>t1</resumptionToken>"))
    second = read(tmp_path, page(record(1) + record(2), "<resumptionToken>t2</resumptionToken>"),
                  follow(first).url, follow(first).kind)
    assert raws(second) == []
    assert "repeats the page" in incomplete(second)


def test_an_empty_page_amid_the_list_is_incomplete(tmp_path: Path) -> None:
    assert "empty" in incomplete(read(tmp_path, page("", "<resumptionToken>t1</resumptionToken>")))


def test_a_page_in_a_file_is_told_as_one_page(tmp_path: Path) -> None:
    items = read(tmp_path, page(record(1), "<resumptionToken>t1</resumptionToken>"), "file:///answers/page.xml")
    assert "one page" in incomplete(items)
    assert not [item for item in items if isinstance(item, Follow)]


def test_an_expired_token_leaves_the_listing_incomplete_and_says_what_to_do(tmp_path: Path) -> None:
    body = envelope('<error code="badResumptionToken">expired at noon</error>')
    items = read(tmp_path, body, f"{BASE}?verb=ListRecords&resumptionToken=t1", status=422)
    assert "expired at noon" in incomplete(items)
    assert "smaller “set”" in incomplete(items)


def test_no_records_is_an_empty_list_and_no_changes_are_none(tmp_path: Path) -> None:
    body = envelope('<error code="noRecordsMatch"/>')
    assert read(tmp_path, body, status=422) == [Listing(expected=0)]
    changes = read(tmp_path, body, f"{LIST}&from=2027-01-01", Progress(changes=True).kind(), status=422)
    assert changes[0] == Listing(changes_only=True)
    assert not incomplete(changes)


def test_no_records_behind_a_token_is_the_end_only_when_all_were_seen(tmp_path: Path) -> None:
    body = envelope('<error code="noRecordsMatch"/>')
    url = f"{BASE}?verb=ListRecords&resumptionToken=t1"
    assert read(tmp_path, body, url, Progress(seen=5, size=5, tokens=("t",)).kind()) == []
    assert incomplete(read(tmp_path, body, url, Progress(seen=4, size=5, tokens=("t",)).kind()))


@pytest.mark.parametrize(("code", "advice"), [
    ("badArgument", "“prefix”"), ("cannotDisseminateFormat", "ListMetadataFormats"), ("noSetHierarchy", "“set”"),
    ("badVerb", "base address"), ("odd", "refuses")])
def test_an_error_in_an_http_error_is_told_in_the_servers_words(tmp_path: Path, code: str, advice: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(tmp_path, envelope(f'<error code="{code}">no such thing</error>'), status=422)
    assert refused.value.code == "MLG-O003"
    assert advice in refused.value.en
    assert f"{code}: no such thing" in refused.value.fr


@pytest.mark.parametrize("body", [b"", b"gateway", b"<html><body>no</body></html>", b"<error/>"])
def test_an_http_error_without_an_answer_names_its_status(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="503") as failed:
        read(tmp_path, body, status=503)
    assert failed.value.code == "MLG-O002"


@pytest.mark.parametrize(("content", "code"), [
    (b"<rss/>", "MLG-O001"), (envelope("<ListSets/>"), "MLG-O004"), (envelope(""), "MLG-O004"),
    (envelope("<ListRecords><record>")[:-60], "MLG-X106"), (b"broken xml", "MLG-X105")])
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_an_identify_in_place_of_the_list_is_refused(tmp_path: Path) -> None:
    first = read(tmp_path, identify(), f"{BASE}?verb=Identify")
    with pytest.raises(UnreadableDocument, match="Identify"):
        read(tmp_path, identify(), follow(first).url, follow(first).kind)


def test_a_page_cut_midway_gives_what_stood_whole(tmp_path: Path) -> None:
    whole = page(record(1) + record(2) + record(3))
    items = read(tmp_path, whole[:whole.index(b"oai:x:3")])
    assert [raw.key for raw in raws(items)] == ["oai:x:1", "oai:x:2"]
    assert "cut or malformed" in incomplete(items)


@pytest.mark.parametrize(("metadata", "code"), [
    ("", "MLG-O011"), ("<metadata/>", "MLG-O011"), ("<metadata><mods>x</mods></metadata>", "MLG-O012"),
    ("<metadata><resource><title>no titles</title></resource></metadata>", "MLG-O012"),
    ('<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:li/></r:RDF></metadata>',
     "MLG-O013")])
def test_metadata_that_cannot_be_read_cost_one_record(tmp_path: Path, metadata: str, code: str) -> None:
    fault, sound = read(tmp_path, page(record(1, metadata) + record(2)))
    assert isinstance(fault, Fault)
    assert (fault.key, fault.finding.code) == ("oai:x:1", code)
    assert isinstance(sound, Raw)


def test_a_record_without_identifier_is_a_fault_with_its_place(tmp_path: Path) -> None:
    [fault] = read(tmp_path, page("<record><header><datestamp>2027</datestamp></header></record>"))
    assert isinstance(fault, Fault)
    assert (fault.finding.code, fault.place) == ("MLG-O010", "oai, line 1")


def test_a_record_of_another_schema_inside_the_metadata_is_no_item(tmp_path: Path) -> None:
    nested = METADATA.replace("<dc:title>", '<record xmlns="urn:marc"><header/></record><dc:title>')
    assert [raw.key for raw in raws(read(tmp_path, page(record(1, nested))))] == ["oai:x:1"]
