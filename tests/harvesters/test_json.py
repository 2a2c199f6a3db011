"""Plain JSON becomes records by the map of its source, wherever its items stand and however many pages it has."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from harvesters.formats import FORMATS
from harvesters.formats.jsonmap import opening
from harvesters.record import UnreadableDocument
from harvesters.source import Source, load_source
from harvesters.tables.objects import leaves, path_of, text_of
from tests.harvesters.mapped import (
    MAP,
    declare,
    expected,
    faults,
    followed,
    incomplete,
    keys,
    raws,
    read,
    remarks,
    written,
)
from tests.harvesters.records import SAMPLES, needs_samples
from tests.harvesters.tabular import describe, values

ITEM = {"id": "a", "name": "Loupe"}


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return declare(tmp_path)


def refusal(source: Source, path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as raised:
        read(source, path)
    return raised.value


@pytest.mark.parametrize("content", [
    [ITEM], {"results": [ITEM]}, {"data": {"items": [ITEM]}, "facets": ["x"], "empty": []},
    {"n": 1, "rows": [ITEM, 3]}])
def test_the_only_list_of_objects_holds_the_items(tmp_path: Path, source: Source, content: Any) -> None:
    assert keys(read(source, written(tmp_path, content))) == ["a"]


@pytest.mark.parametrize(("items", "content"), [
    ("data", {"data": [ITEM], "included": [{"id": "u"}]}), ("a.b", {"a": {"b": [ITEM]}, "c": [{"id": 1}]}),
    (".", ITEM), ("*", {"x": ITEM}), ("by.*", {"by": {"x": ITEM}, "other": [{"id": 1}]}),
    ("a.b", {"a.b": [ITEM], "a": {"c": [{"id": 1}]}})])
def test_a_declared_path_leads_to_the_items(tmp_path: Path, items: str, content: Any) -> None:
    source = declare(tmp_path, f'options.items = "{items}"\n{MAP}')
    assert keys(read(source, written(tmp_path, content))) == ["a"]


@pytest.mark.parametrize(("content", "code", "said"), [
    ({"data": [ITEM], "included": [ITEM]}, "MLG-V002", "several lists may be that of the records: data, included;"),
    ({"a": 1}, "MLG-V001", "the document has no list of objects; declare options.items"),
    (3, "MLG-V001", "the document has no list of objects"),
    (b"[{", "MLG-F021", "The document is not complete JSON"),
    (b"<!DOCTYPE html><html>", "MLG-F022", "a web page (HTML)")])
def test_where_no_items_can_be_told_the_lists_are_named(tmp_path: Path, source: Source, content: Any, code: str,
                                                       said: str) -> None:
    fault = refusal(source, written(tmp_path, content))
    assert (fault.code, said in fault.en) == (code, True)


def test_a_declared_path_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    fault = refusal(declare(tmp_path, f'options.items = "data.result"\n{MAP}'), written(
        tmp_path, {"data": {"results": [ITEM]}}))
    assert fault.en == ("the document has no list “data.result” (options.items); the nearest known name is "
                        "“data.results”.")


def test_an_empty_listing_lists_nothing(tmp_path: Path, source: Source) -> None:
    assert read(source, written(tmp_path, {"results": [], "tags": ["x"]})) == []


@pytest.mark.parametrize(("column", "found"), [
    ("name", ["Loupe"]), ("authors.name", ["A", "B"]), ("authors[].name", ["A", "B"]), ("authors.1.name", ["B"]),
    ("authors.9.name", []), ("title.fr", ["Carte"]), ("title.*", ["Carte", "Map"]), ("tags", ["x", "y", "z"]),
    ("dc.title", ["DC"]), ("free", ["true"]), ("count", ["3"]), ("ratio", ["0.5"]), ("tiny", ["0.0000001"]),
    ("nothing", [""]), ("title", [""]), ("place", ["48.1; -1.6"]), ("place.lat", ["48.1"]), ("absent", [])])
def test_a_column_is_a_path_into_an_item(column: str, found: list[str]) -> None:
    item = {"name": "Loupe", "authors": [{"name": "A"}, {"name": "B"}], "title": {"fr": "Carte", "en": "Map"},
            "tags": ["x", ["y", ["z"]]], "dc.title": "DC", "free": True, "count": 3, "ratio": 0.5, "tiny": 1e-7,
            "nothing": None, "place": {"lat": 48.1, "lon": -1.6}}
    assert [text_of(leaf) for leaf in leaves(item, path_of(column))] == found


def test_equal_items_have_equal_payloads_wherever_they_stand(tmp_path: Path, source: Source) -> None:
    one = read(source, written(tmp_path, [ITEM]))
    other = read(source, written(tmp_path, b'{"x": 1, "rows": [{"id": "b", "name": "B"},\n {"name" : "Loupe",'
                                           b' "private": "a@b.example", "id":"a"}]}'))
    assert raws(one)[0].payload == raws(other)[1].payload == b'{"id":"a","name":"Loupe"}'


def test_the_mailbox_of_a_person_is_not_kept(tmp_path: Path) -> None:
    source = declare(tmp_path, MAP + 'contact = "mails"\n')
    [raw] = raws(read(source, written(tmp_path, [ITEM | {"mails": ["jean.dupont@a.example", "contact@a.example"]}])))
    assert b"jean" not in raw.payload
    assert values(describe(source, raw), "email", "contact") == ["mailto:contact@a.example"]


def test_a_broken_item_costs_itself_alone(tmp_path: Path, source: Source) -> None:
    items = read(source, written(tmp_path, [ITEM, 3, None, {"name": "keyless"}, {"id": "x\0"}, ITEM | {"id": 7}]))
    assert keys(items) == ["a", "7"]
    assert faults(items) == [("items.json, item 2", "MLG-V006"), ("items.json, item 3", "MLG-V006"),
                             ("items.json, item 4", "MLG-K001"), ("items.json, item 5", "MLG-G011")]


def test_a_key_that_no_item_has_is_told_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    fault = refusal(declare(tmp_path, '[map]\nkey = "ident"\ntitle = "name"\n'), written(
        tmp_path, [{"meta": {"ident": "a"}, "name": "A"}]))
    assert (fault.code, fault.en) == (
        "MLG-V003", "none of the first items has a key; essai.toml:8: no item has “ident”; the nearest known name is "
        "“meta.ident”.")


def test_a_column_that_no_item_has_and_what_no_map_reads_are_told_once(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "id"\ntitle = "title"\ndescription = "text"\n')
    path = written(tmp_path, [{"id": "a", "title": {"fr": "A"}, "text": None, "more": [{"x": 1}]}])
    assert remarks(read(source, path)) == {
        "MLG-V004": "essai.toml:9: no item has “title”; the nearest known name is “title.fr”.",
        "MLG-V005": "Columns that the map does not use and that are not kept: title.fr, more.x."}
    assert remarks(read(source, path, kind="page")) == {}


LINES = b'{"id": "a", "name": "A"}\n\n{"id": "b",\n{"id": "c", "name": "C"}\n'


@pytest.mark.parametrize("name", ["items.json", "items.jsonl"])
def test_a_broken_line_costs_itself_alone(tmp_path: Path, source: Source, name: str) -> None:
    first = b'{"id": "z"}\n'
    items = read(source, written(tmp_path, first + LINES, name))
    assert (keys(items), faults(items)) == (["z", "a", "c"], [(f"{name}, line 4", "MLG-V007")])
    assert incomplete(items) == []


def test_lines_that_end_in_the_middle_of_one_are_incomplete(tmp_path: Path, source: Source) -> None:
    assert incomplete(read(source, written(tmp_path, LINES[:-9], "a.jsonl"))) == ["the last line is cut"]


def large(content: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Path:
    """A file that is read as a stream, although it is small."""
    monkeypatch.setattr(opening, "LARGE", 0)
    return written(folder, content)


@pytest.mark.parametrize(("items", "content"), [
    ("", [ITEM, {"id": 1.5, "name": True}]),
    ("", {"n": {"total": 2}, "next": "/b", "r": [ITEM, {"id": 12, "name": None}]}),
    ("*", {"x": ITEM, "y": ITEM | {"id": "y"}}), ("d.*", {"d": {"x": ITEM}}), ("", {"r": [], "t": [1]}),
    ("r", {"r": [[ITEM], {"id": "q"}, 7], "s": [ITEM]})])
def test_a_large_document_says_what_a_small_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, items: str,
                                                     content: Any) -> None:
    option = f'items = "{items}"\n' if items else ""
    source = declare(tmp_path, f'[options]\n{option}next = "next"\ntotal = "n.total"\n{MAP}')
    small = read(source, written(tmp_path, content))
    assert read(source, large(b"\xef\xbb\xbf" + orjson.dumps(content), monkeypatch, tmp_path)) == small


@pytest.mark.parametrize(("content", "code"), [
    (b'{"r": [{"id": "a"}, {"id"', "MLG-V010"), (b"[1] 2", "MLG-V010"), (b'["\xff"]', "MLG-V010"),
    (b"[" * 2_000, "MLG-V011"), (b'{"a":' * 2_000, "MLG-V011"), (b'{"a": [{"id": 1}], "b": [{"id": 1}]}', "MLG-V002")])
def test_a_large_document_that_is_cut_or_deep_is_refused_before_any_item(
        tmp_path: Path, source: Source, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str) -> None:
    assert refusal(source, large(content, monkeypatch, tmp_path)).code == code


@pytest.mark.parametrize(("options", "url", "content", "following"), [
    ('next = "links.next"', "https://api.example/x", {"links": {"next": "/x?p=2"}}, ["https://api.example/x?p=2"]),
    ('next = "links.next"', "https://api.example/x", {"links": {"next": None}}, []),
    ('page = "page"', "https://api.example/x", {}, ["https://api.example/x?page=2"]),
    ('page = "page"', "https://api.example/x?page=0&q=é", {}, ["https://api.example/x?q=%C3%A9&page=1"]),
    ('page = "page"\nsize = 2', "https://api.example/x", {}, []),
    ('page = "page"\ntotal = "total"', "https://api.example/x", {"total": 1}, []),
    ('offset = "start"\ntotal = "total"', "https://api.example/x?start=4", {"total": "9"},
     ["https://api.example/x?start=5"]),
    ('offset = "start"\ntotal = "total"', "https://api.example/x?start=8", {"total": 9}, []),
    ('page = "page"', "file:///x.json", {}, [])])
def test_the_next_page_is_followed(tmp_path: Path, options: str, url: str, content: dict[str, Any],
                                   following: list[str]) -> None:
    source = declare(tmp_path, f"[options]\n{options}\n{MAP}")
    items = read(source, written(tmp_path, {"results": [ITEM], **content}), url)
    assert (followed(items), incomplete(items)) == (following, [])


@pytest.mark.parametrize("way", ["page", "offset"])
def test_a_total_below_the_first_page_leaves_the_listing_incomplete(tmp_path: Path, way: str) -> None:
    source = declare(tmp_path, f'[options]\n{way} = "at"\ntotal = "total"\n{MAP}')
    items = read(source, written(tmp_path, {"results": [ITEM], "total": 0}), "https://api.example/x")
    assert (followed(items), incomplete(items)) == ([], ["0 items are announced, and the pages gave 1 already"])


def test_an_empty_page_is_the_last(tmp_path: Path) -> None:
    source = declare(tmp_path, f'[options]\npage = "page"\n{MAP}')
    assert read(source, written(tmp_path, {"results": []}), "https://api.example/x?page=9") == []


def test_the_total_is_told_so_that_a_listing_that_gives_fewer_removes_nothing(tmp_path: Path) -> None:
    source = declare(tmp_path, f'[options]\ntotal = "meta.count"\n{MAP}')
    assert expected(read(source, written(tmp_path, {"meta": {"count": 730}, "results": [ITEM]}))) == 730


@pytest.mark.parametrize(("url", "link", "said"), [
    ("https://api.example/x", "https://other.example/x?p=2", "the next page is at another place: https://other.example/x"),
    ("https://api.example/x", "http://[x", "the next page is at another place"),
    ("file:///x.json", "/x?p=2", "the file is one page of several")])
def test_a_next_page_that_may_not_be_followed_leaves_the_listing_incomplete(tmp_path: Path, url: str, link: str,
                                                                            said: str) -> None:
    source = declare(tmp_path, f'[options]\nnext = "next"\n{MAP}')
    items = read(source, written(tmp_path, {"results": [ITEM], "next": link}), url)
    assert (followed(items), [said in why for why in incomplete(items)]) == ([], [True])


@pytest.mark.parametrize(("options", "said"), [
    ("items = 3", "the option “items” has a value of the wrong type: 3."),
    ('size = "10"', "the option “size” has a value of the wrong type: '10'."),
    ('next = "a"\npage = "b"', "“next” and “page” both say where the next page is; keep one.")])
def test_a_wrong_option_is_told(tmp_path: Path, options: str, said: str) -> None:
    fault = refusal(declare(tmp_path, f"[options]\n{options}\n{MAP}"), written(tmp_path, [ITEM]))
    assert (fault.code, said in fault.en) == ("MLG-V008", True)


PAGES = Path(__file__).parents[2] / "docs" / "formats"


@pytest.mark.parametrize("form", ["json", "openagenda", "opendatasoft"])
def test_the_example_of_a_formats_page_loads_and_every_option_is_told(tmp_path: Path, form: str) -> None:
    page = (PAGES / f"{form}.md").read_text("utf-8")
    file = tmp_path / "example.toml"
    file.write_text(page.partition("```toml\n")[2].partition("```")[0], "utf-8")
    assert load_source(file, FORMATS).format == form
    assert not [option for option in FORMATS[form].options if f"`{option}`" not in page]
    assert page.count("\n") <= 60


REGISTRY = """\
options.next = "links.next"
[map]
key = "id"
title = "attributes.metadata.name"
homepage = "attributes.metadata.homepage"
keyword = ["attributes.subjects", "attributes.domains"]
modified = "attributes.updated_at"
"""


@needs_samples
def test_a_real_page_of_json_api_leads_to_the_next(tmp_path: Path) -> None:
    source = declare(tmp_path, REGISTRY, kind="data-service")
    url = "https://api.fairsharing.org/search/fairsharing_records?page%5Bnumber%5D=1&q=test"
    items = list(read(source, SAMPLES / "json-api" / "fairsharing-page1.json", url))
    assert (len(raws(items)), followed(items)) == (
        25, ["https://api.fairsharing.org/search/fairsharing_records?page%5Bnumber%5D=2&page%5Bsize%5D=25&q=test"])
    made = describe(source, raws(items)[1])
    assert values(made, "title") == ["Coronavirus Antiviral Research Database"]


@needs_samples
@pytest.mark.parametrize(("path", "body", "count"), [
    ("university-offers/poitiers-offerings-a.json", 'options.items = "*"\n[map]\nkey = "code"\ntitle = "name"\n', 73),
    ("dariah-campus/resources-excerpt-a.json", '[map]\nkey = "id"\ntitle = "title"\ncreator = "authors.name"\n', 2)])
def test_real_documents_of_any_shape_are_read_whole(tmp_path: Path, path: str, body: str, count: int) -> None:
    source = declare(tmp_path, body, kind="course")
    items = read(source, SAMPLES / path)
    assert (len(raws(items)), faults(items)) == (count, [])
    assert all(values(describe(source, raw), "title") for raw in raws(items))
