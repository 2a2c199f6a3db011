"""Feeds: what is new, what is deleted, other pages; dates of publication are no dates of events."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.records import CASES, MINTING, SAMPLES, needs_samples, raws, source

FEED = FORMATS["feed"]
URL = "https://halle.example/feed"
# How many entries of each sample are listed, and how many of them the gate accepts: all that have a title.
LISTED = {
    "dtls-courses-feed.xml": (3, 3), "feedparser-entry_content_crazy.xml": (1, 0),
    "feedparser-georss_polygon.xml": (1, 0), "feedparser-rss2.0NSwithModules.xml": (1, 1), "reader-full.atom": (5, 2),
    "uu-events-rss-as-html.xml": (17, 17),
}
ATOM = ('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" '
        'xmlns:fh="http://purl.org/syndication/history/1.0">')


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "feed.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def listed(path: Path, url: str = URL, kind: str = "event", media_type: str = "", **options: str) -> list[Item]:
    declared = replace(source("feed", "", **options), kind=kind)
    return list(FEED.read(Document(path, url, media_type), declared))


def atom(folder: Path, inner: str, url: str = URL) -> list[Item]:
    return listed(write(folder, f"{ATOM}{inner}</feed>"), url)


def entry(key: str = "a", more: str = "", updated: str = "2026-01-01T00:00:00Z") -> str:
    return f"<entry><id>{key}</id><title>T {key}</title><updated>{updated}</updated>{more}</entry>"


def rss(folder: Path, item: str, head: str = "", **options: str) -> Mapping[str, Any]:
    """What is kept of the one item of a feed."""
    [raw] = raws(listed(write(folder, f"<rss version='2.0'><channel>{head}<item>{item}</item></channel></rss>"),
                        **options))
    told: Mapping[str, Any] = orjson.loads(raw.payload)
    return told


def described(raw: Raw) -> Description:
    return FEED.describe(raw, source("feed"), load_concepts(), MINTING)


def listings(items: list[Item]) -> list[Listing]:
    return [item for item in items if isinstance(item, Listing)]


def test_a_feed_is_a_listing_of_changes(tmp_path: Path) -> None:
    assert listings(atom(tmp_path, entry())) == [Listing(changes_only=True)]


def test_a_complete_feed_lists_all_there_is(tmp_path: Path) -> None:
    assert listings(atom(tmp_path, f"<fh:complete/>{entry()}")) == [Listing()]


def test_an_empty_feed_is_a_feed(tmp_path: Path) -> None:
    assert atom(tmp_path, "<title>Nothing yet</title>") == [Listing(changes_only=True)]


def test_without_a_kind_entries_are_events_and_that_is_told(tmp_path: Path) -> None:
    raw, told = listed(write(tmp_path, f"{ATOM}{entry()}</feed>"), kind="")
    assert isinstance(raw, Raw)
    assert isinstance(told, Listing)
    assert (raw.kind, [finding.code for finding in told.remarks]) == ("event", ["MLG-C254"])


def test_deleted_entries_are_withdrawn(tmp_path: Path) -> None:
    items = atom(tmp_path, entry() + '<at:deleted-entry ref="b" when="2026-02-01T00:00:00Z"/>'
                 '<at:deleted-entry ref="c" when="2026-02-01T00:00:00Z"><at:comment>x</at:comment></at:deleted-entry>')
    assert [(raw.key, raw.deleted, raw.datestamp) for raw in raws(items)] == [
        ("a", False, "2026-01-01T00:00:00Z"), ("b", True, "2026-02-01T00:00:00Z"), ("c", True, "2026-02-01T00:00:00Z")]


@pytest.mark.parametrize(("when", "deleted"), [("2026-01-02T00:00:00Z", True), ("2025-12-31T00:00:00Z", False)])
def test_the_later_of_an_entry_and_its_deletion_stands(tmp_path: Path, when: str, deleted: bool) -> None:
    [raw] = raws(atom(tmp_path, f'{entry()}<at:deleted-entry ref="a" when="{when}"/>'))
    assert raw.deleted is deleted


def test_of_entries_of_one_id_the_latest_stands(tmp_path: Path) -> None:
    items = atom(tmp_path, entry(updated="2026-01-01T00:00:00Z") + entry(updated="2026-03-01T00:00:00Z"))
    assert [raw.datestamp for raw in raws(items)] == ["2026-03-01T00:00:00Z"]


@pytest.mark.parametrize(("relation", "href", "leads"), [
    ("next", "/feed?page=2", "https://halle.example/feed?page=2"),
    ("prev-archive", "https://halle.example/feed/2025", "https://halle.example/feed/2025"),
    ("next", "https://other.example/feed", ""), ("next", URL, ""), ("next", "http://[x", ""), ("self", "/other", ""),
])
def test_other_pages_of_the_same_host_are_followed(tmp_path: Path, relation: str, href: str, leads: str) -> None:
    items = atom(tmp_path, f'<link rel="{relation}" href="{href}"/>{entry()}')
    assert [item.url for item in items if isinstance(item, Follow)] == ([leads] if leads else [])


def test_an_empty_page_and_a_file_lead_nowhere(tmp_path: Path) -> None:
    link = '<link rel="next" href="/feed?page=2"/>'
    assert not [item for item in atom(tmp_path, link) if isinstance(item, Follow)]
    assert not [item for item in atom(tmp_path, link + entry(), "file:///feed.xml") if isinstance(item, Follow)]


def test_the_date_of_publication_is_never_that_of_the_event(tmp_path: Path) -> None:
    told = rss(tmp_path, "<title>T</title><guid>https://a.example/1</guid>"
                         "<pubDate>Wed, 03 Sep 2026 15:00:00 +0200</pubDate>")
    assert told["issued"] == "2026-09-03T15:00:00+02:00"
    assert "start" not in told


def test_a_period_in_place_of_the_date_of_publication_is_that_of_the_event(tmp_path: Path) -> None:
    told = rss(tmp_path, "<title>T</title><guid>https://a.example/1</guid>"
                         "<pubDate>Wed, 03 Sep 2026 15:00:00 +0200 - Wed, 03 Sep 2026 17:30:00 +0200</pubDate>")
    assert (told["start"], told["end"]) == ("2026-09-03T15:00:00+02:00", "2026-09-03T17:30:00+02:00")
    assert "issued" not in told


def test_an_entry_without_id_and_link_is_known_by_its_words(tmp_path: Path) -> None:
    [raw] = raws(listed(write(tmp_path, "<rss version='2.0'><channel><item><title>T</title></item></channel></rss>")))
    assert raw.key.startswith("sans-id-")
    assert [finding.code for finding in described(raw).findings] == ["MLG-C260"]


def test_a_number_as_guid_is_no_page(tmp_path: Path) -> None:
    assert "link" not in rss(tmp_path, "<title>T</title><guid>150547</guid>")
    assert rss(tmp_path, "<title>T</title><guid>7</guid><link>/seven</link>")["link"] == "https://halle.example/seven"


def test_the_language_is_the_publishers_without_its_country(tmp_path: Path) -> None:
    assert rss(tmp_path, "<title>T</title>", "<language>fr-FR</language>")["language"] == "fr"
    assert "language" not in rss(tmp_path, "<title>T</title>", "<language>gibberish</language>")


def test_nobody_is_named_and_nothing_runs(tmp_path: Path) -> None:
    item = ("<title>T</title><author>ada@halle.example (Ada)</author><dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            "Ada</dc:creator><description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Write to ada@halle.example or "
            "info@halle.example, 06 12 34 56 78&lt;/p&gt;</description>")
    assert rss(tmp_path, item)["text"] == "Write to …@halle.example or info@halle.example, …@"
    assert "Ada" not in str(rss(tmp_path, item))


def test_a_feed_that_is_no_sound_xml_is_read_with_a_remark(tmp_path: Path) -> None:
    path = write(tmp_path, "<rss version='2.0'><channel><item><title>A &nbsp;B & C</title></item></channel></rss>")
    items = listed(path)
    assert orjson.loads(raws(items)[0].payload)["title"] == "A B & C"
    assert [finding.code for told in listings(items) for finding in told.remarks] == ["MLG-C252"]


def test_blank_lines_before_a_feed_are_no_fault(tmp_path: Path) -> None:
    items = listed(write(tmp_path, f"\n\n<?xml version='1.0'?>{ATOM}{entry()}</feed>"))
    assert not [finding for told in listings(items) for finding in told.remarks]


def test_a_cut_feed_is_incomplete_and_loses_its_last_entry(tmp_path: Path) -> None:
    items = listed(write(tmp_path, f"{ATOM}{entry('a')}{entry('b')[:-20]}"))
    assert [raw.key for raw in raws(items)] == ["a"]
    assert [told.incomplete for told in listings(items)] == ["", "the feed is cut"]


@pytest.mark.parametrize(("content", "media_type"), [
    ("<?xml version='1.0' encoding='iso-8859-1'?>", "text/xml; charset=utf-8"), ("", "text/xml; charset=ISO-8859-1"),
])
def test_the_encoding_is_the_documents_else_the_servers(tmp_path: Path, content: str, media_type: str) -> None:
    content += "<rss version='2.0'><channel><item><title>Été</title></item></channel></rss>"
    [raw] = raws(listed(write(tmp_path, content.encode("iso-8859-1")), media_type=media_type))
    assert orjson.loads(raw.payload)["title"] == "Été"


@pytest.mark.parametrize(("content", "code"), [
    (b"", "MLG-C251"), (b"<!DOCTYPE html><html><body>404</body></html>", "MLG-C251"), (b"<urlset/>", "MLG-C251"),
    (b"<rss version='2.0'><channel><item><title><![CD", "MLG-C251"), (b"\xff\xfe\0", "MLG-C251"),
    (b'<!DOCTYPE feed [<!ENTITY a "b">]><feed>&a;</feed>', "MLG-C253"),
    ('<!DOCTYPE feed [<!entity a "b">]><feed/>'.encode("utf-16"), "MLG-C253"),
])
def test_what_is_no_feed_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as fault:
        listed(write(tmp_path, content))
    assert fault.value.code == code
    assert fault.value.fr != fault.value.en


@needs_samples
@pytest.mark.parametrize("path", sorted((SAMPLES / "rss").glob("*")), ids=lambda path: path.name)
def test_real_entries_are_listed_and_accepted(path: Path) -> None:
    if path.name not in LISTED:
        with pytest.raises(UnreadableDocument):
            listed(path)
        return
    items = listed(path)
    told = [described(raw) for raw in raws(items)]
    checked = Gate("shacl").check([(one.iri, one.serialize()) for one in told])
    accepted = sum(not blocks(one.findings + more) for one, more in zip(told, checked, strict=True))
    assert (sum(isinstance(item, Raw | Fault) for item in items), accepted) == LISTED[path.name]


@needs_samples
def test_feeds_and_only_feeds_are_recognised() -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files if FEED.recognise(path.read_bytes()[:65_536], "")} == {"rss"}


WHOLE = (CASES / "feed" / "materials.atom").read_bytes()
CUTS = st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=12) | st.sampled_from(
    [b"<entry>", b"</entry>", b"<![CDATA[", b"&x;", b"\0", b"<title>", b"&#xD800;", b'href="http://[x"', b"<id/>"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CUTS, min_size=1, max_size=4))
def test_any_damage_is_read_or_refused(tmp_path: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    content = WHOLE
    for at, length, put in cuts:
        content = content[:at] + put + content[at + length:]
    try:
        found = raws(listed(write(tmp_path, content)))
    except UnreadableDocument:
        return
    for raw in found:
        assert described(raw).serialize()
