"""What a document looks like is told from its first bytes, whatever its server calls it."""

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.sniffing import contradiction, looks_like


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", "b")
    return file.getvalue()


@pytest.mark.parametrize(("start", "looks"), [
    (b"<!DOCTYPE html><html>", "html"),
    (b"\xef\xbb\xbf\r\n  <HTML lang=fr>", "html"),
    (b"<!-- made by <hand> --><!-- twice -->\n<html>", "html"),
    (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'>", "html"),
    (b"<?xml version='1.0'?><rss>", "xml"),
    (b"<lheo xmlns='x'>", "xml"),
    (b"<rdf:RDF>", "xml"),
    ("\ufeff<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16-le"), "xml"),
    (b'{"items": []}', "json"), (b"{}", "json"), (b' [\n {"a": 1}]', "json"), (b"[]", "json"), (b"[1]", "json"),
    (b"BEGIN:VCALENDAR\r\nVERSION:2.0", "calendar"),
    (b"%PDF-1.7", "pdf"), (gzip.compress(b"a", mtime=0), "gzip"), (_zip(), "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"nom;ville\nP\xf4le;Rennes", "text"), (b"@prefix dct: <http://purl.org/dc/terms/> .", "text"),
    (b"<http://example.org/a> <http://example.org/b> <http://example.org/c> .", "text"),
    (b"[ a <http://example.org/A> ] .", "text"), (b"a < b", "text"),
    (b"\x00\x01\x02", "binary"), (b"", "empty"), (b" \r\n", "empty"), (b"\xef\xbb\xbf", "empty"),
])
def test_a_document_looks_like_what_it_is(start: bytes, looks: str) -> None:
    assert looks_like(start) == looks


@given(st.binary(max_size=2000) | st.lists(st.sampled_from(
    [b"<!--", b"-->", b"<?xml", b">", b" ", b"<", b"{", b"a", b"\xff\xfe", b":"]), max_size=400).map(b"".join))
def test_whatever_bytes_there_are_look_like_something(start: bytes) -> None:
    assert looks_like(start)


@pytest.mark.parametrize(("media_type", "looks", "en"), [
    ("application/json; charset=utf-8", "html", "the server says “application/json” but sends a web page"),
    ("text/csv", "html", "the server says “text/csv” but sends a web page"),
    ("application/rss+xml", "json", "the server says “application/rss+xml” but sends JSON"),
    ("text/calendar", "empty", "the server says “text/calendar” but sends nothing"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "html",
     "the server says “application/vnd.openxmlformats-officedocument.spreadsheetml.sheet” but sends a web page"),
])
def test_a_contradiction_is_told(media_type: str, looks: str, en: str) -> None:
    assert contradiction(media_type, looks)[1] == en
    assert contradiction(media_type, looks)[0].startswith("le serveur annonce « ")


@pytest.mark.parametrize(("media_type", "looks"), [
    ("application/json", "json"), ("application/ld+json", "json"), ("application/gzip", "gzip"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip"), ("application/xhtml+xml", "html"),
    ("text/plain", "json"), ("application/octet-stream", "zip"), ("", "html"), ("text/html", "xml"),
    ("text/turtle", "text"), ("image/svg+xml", "xml"),
])
def test_what_may_be_so_is_no_contradiction(media_type: str, looks: str) -> None:
    assert contradiction(media_type, looks) == ("", "")
