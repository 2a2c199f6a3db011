"""schema.org: from a sitemap to its pages, and what a site owes its reader."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from harvesters.formats import FORMATS
from harvesters.record import Document, Fault, Follow, Item, Listing, UnreadableDocument
from harvesters.source_values import Option
from tests.harvesters.records import raws, source

SITEMAP = "https://site.example/sitemap.xml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def read(folder: Path, content: str | bytes, url: str = SITEMAP, kind: str = "", media_type: str = "",
         **options: Option) -> list[Item]:
    path = folder / "document"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(FORMATS["schema-org"].read(
        Document(path, url, media_type, kind=kind), replace(source("schema-org"), options=options)))


def urlset(*entries: str) -> str:
    urls = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{_NAMESPACE}">{urls}</urlset>'


def index(*addresses: str) -> str:
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="{_NAMESPACE}">{maps}</sitemapindex>'


def follows(items: list[Item]) -> list[Follow]:
    return [item for item in items if isinstance(item, Follow)]


def remarks(items: list[Item]) -> list[str]:
    return [remark.en for item in items if isinstance(item, Listing) for remark in item.remarks]


def reasons(items: list[Item]) -> list[str]:
    return [item.incomplete for item in items if isinstance(item, Listing) and item.incomplete]


def test_a_sitemap_leads_to_each_page_of_its_own_host_with_its_date(tmp_path: Path) -> None:
    items = read(tmp_path, urlset(
        "<loc>\n https://site.example/a </loc><lastmod>2026-10-01</lastmod>", "<loc>/b</loc>",
        "<loc>https://other.example/c</loc>", "<loc>http://[x</loc>", "<lastmod>2026</lastmod>"))
    assert follows(items) == [Follow("https://site.example/a", "page", detail=True, changed="2026-10-01"),
                              Follow("https://site.example/b", "page", detail=True)]
    assert remarks(items) == [
        "sitemap.xml: 2 addresses followed, 0 left out by include and exclude, 2 of another site."]


def test_addresses_of_images_in_a_sitemap_are_no_pages(tmp_path: Path) -> None:
    image = '<i:image xmlns:i="http://images.example/"><i:loc>https://site.example/a.png</i:loc></i:image>'
    items = read(tmp_path, urlset(f"<loc>https://site.example/a</loc>{image}"))
    assert [follow.url for follow in follows(items)] == ["https://site.example/a"]


def test_include_and_exclude_choose_pages_by_their_paths_and_the_choice_is_told(tmp_path: Path) -> None:
    paths = ("formation/a", "formation/b/avis", "contact", "formation/%C3%A9t%C3%A9?page=2")
    items = read(tmp_path, urlset(*(f"<loc>https://site.example/{path}</loc>" for path in paths)),
                 include=("/formation/*",), exclude="*/avis")
    assert [follow.url for follow in follows(items)] == [
        "https://site.example/formation/a", "https://site.example/formation/%C3%A9t%C3%A9?page=2"]
    assert "2 addresses followed, 2 left out" in remarks(items)[0]
    assert len(follows(read(tmp_path, urlset("<loc>https://site.example/été</loc>"), include=("/été",)))) == 1


def test_a_sitemap_of_a_curator_may_list_pages_of_any_site(tmp_path: Path) -> None:
    items = read(tmp_path, urlset("<loc>https://a.example/1</loc>", "<loc>https://b.example/2</loc>"),
                 url=f"file://{tmp_path}/document")
    assert len(follows(items)) == 2


def test_a_gzipped_sitemap_is_known_by_its_bytes(tmp_path: Path) -> None:
    zipped = gzip.compress(urlset("<loc>https://site.example/a</loc>").encode())
    assert len(follows(read(tmp_path, zipped, media_type="application/octet-stream"))) == 1
    listed = b"https://site.example/a\n\nhttps://site.example/b\n"
    assert len(follows(read(tmp_path, gzip.compress(listed)))) == 2
    assert FORMATS["schema-org"].recognise(zipped, "")


@pytest.mark.parametrize("content", [
    gzip.compress(b" " * 60_000_000, mtime=0), gzip.compress(b"<urlset/>" * 100, mtime=0)[:-9],
    b"\x1f\x8b\x08\x00junk", b"\x1f\x8b"])
def test_a_gzip_file_that_explodes_or_is_cut_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableDocument, match="gzip"):
        read(tmp_path, content)


def test_sitemaps_nest_three_deep_and_deeper_ones_make_the_listing_incomplete(tmp_path: Path) -> None:
    [second] = follows(read(tmp_path, index("https://site.example/2.xml")))
    assert (second.kind, second.detail) == ("sitemap", False)
    [third] = follows(read(tmp_path, index("https://site.example/3.xml"), url=second.url, kind=second.kind))
    deepest = read(tmp_path, index("https://site.example/4.xml"), url=third.url, kind=third.kind)
    assert not follows(deepest)
    assert reasons(deepest) == ["3.xml nests sitemaps more than 3 deep"]
    pages = read(tmp_path, urlset("<loc>https://site.example/a</loc>"), url=third.url, kind=third.kind)
    assert [follow.kind for follow in follows(pages)] == ["page"]


def test_a_sitemap_of_more_pages_than_are_read_is_incomplete(tmp_path: Path) -> None:
    lines = "\n".join(f"https://site.example/{number}" for number in range(50_001))
    items = read(tmp_path, lines)
    assert len(follows(items)) == 50_000
    assert reasons(items) == ["sitemap.xml lists 50001 addresses, 50000 are read"]


def test_a_page_in_place_of_a_sitemap_is_an_error_and_not_an_empty_site(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument) as told:
        read(tmp_path, "<!DOCTYPE html><html><body>Not found</body></html>", kind="sitemap")
    assert told.value.code == "MLG-A001"


@pytest.mark.parametrize("content", [
    b"%PDF-1.7\n%\xe2\xe3", b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04\x00", b"Bonjour", b'{"a": 1}',
    b"<?xml version='1.0'?><rss/>", b"<html><body>Une page</body></html>"])
def test_what_is_no_page_with_data_is_no_item_of_a_site(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content, url="https://site.example/x", kind="page") == []
    with pytest.raises(UnreadableDocument):
        read(tmp_path, content)


def test_a_page_that_has_only_microdata_is_told_and_is_no_item(tmp_path: Path) -> None:
    page = '<html><body itemscope itemtype="https://schema.org/Event"></body></html>'
    assert "Microdata" in remarks(read(tmp_path, page, url="https://site.example/x", kind="page"))[0]
    with pytest.raises(UnreadableDocument, match="Microdata"):
        read(tmp_path, page)
    noise = '<html><body itemscope itemtype="https://schema.org/WebPage" typeof="schema:Person"></body></html>'
    assert read(tmp_path, noise, url="https://site.example/x", kind="page") == []


def test_a_page_whose_only_block_is_broken_keeps_the_key_that_its_item_had(tmp_path: Path) -> None:
    """So that a broken new version is held, and the item that was there is not missed."""
    start = '<html>\n<script type="application/ld+json">\n'
    [sound] = raws(read(tmp_path, f'{start}{{"@type": "Course", "name": "A"}}</script>', kind="page"))
    [broken] = read(tmp_path, f'{start}{{"@type": "Course" "name": "A"}}</script>', kind="page")
    assert isinstance(broken, Fault)
    assert broken.key == sound.key == SITEMAP
    assert (broken.finding.code, broken.place) == ("MLG-A003", f"{SITEMAP}, line 3, column 20")


def test_a_broken_document_of_a_site_costs_one_fault_and_a_lone_one_the_run(tmp_path: Path) -> None:
    [fault] = read(tmp_path, '{"@type": "Course", "name": "A" "b"}', kind="page")
    assert isinstance(fault, Fault)
    with pytest.raises(UnreadableDocument, match="line 1, column 33"):
        read(tmp_path, '{"@type": "Course", "name": "A" "b"}')


def test_a_page_without_anything_of_interest_says_which_types_it_has(tmp_path: Path) -> None:
    page = '<script type="application/ld+json">[{"@type": "BreadcrumbList"}, {"@type": "WebPage"}]</script>'
    assert remarks(read(tmp_path, page)) == [
        "No item of a type that is taken; types that are there: BreadcrumbList, WebPage."]
    assert read(tmp_path, page, kind="page") == []
