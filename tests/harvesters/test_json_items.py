"""The items of JSON listings: the same whether they are read whole, one at a time, or line by line."""

import io
from pathlib import Path

import orjson
import pytest

from harvesters.formats import json_items
from harvesters.formats.json_items import array_items
from harvesters.record import Document, UnreadableDocument

ITEMS = [{"a": 'brackets "[[{" and \\ in text', "b": [1, 2.5, None]}, {"c": {"d": "é"}}, {"e": []}]


def listing(folder: Path, content: bytes) -> json_items.JsonItems:
    path = folder / "listing.json"
    path.write_bytes(content)
    return json_items.json_items(Document(path, "https://source.example/listing.json"), "items")


@pytest.mark.parametrize("content", [
    orjson.dumps(ITEMS), orjson.dumps(ITEMS, option=orjson.OPT_INDENT_2), b"\xef\xbb\xbf" + orjson.dumps(ITEMS),
    b"\n".join(map(orjson.dumps, ITEMS)), orjson.dumps({"total": 3, "items": ITEMS}),
], ids=["array", "indented", "byte order mark", "lines", "object"])
@pytest.mark.parametrize("large", [True, False])
def test_items_are_the_same_in_every_shape_and_size(
        tmp_path: Path, content: bytes, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "LARGE", 64 if large else 1 << 20)
    assert list(listing(tmp_path, content).items) == ITEMS


def test_what_stands_around_the_items_is_told(tmp_path: Path) -> None:
    assert listing(tmp_path, orjson.dumps({"total": 3, "items": ITEMS})).around["total"] == 3


def test_a_lone_object_is_no_listing(tmp_path: Path) -> None:
    found = listing(tmp_path, orjson.dumps({"a": 1}))
    assert found.alone
    assert list(found.items) == [{"a": 1}]


def test_a_line_that_is_no_json_costs_one_item(tmp_path: Path) -> None:
    assert list(listing(tmp_path, b'{"a":1}\n{"b":\n\n{"c":3}\n').items) == [{"a": 1}, None, {"c": 3}]


@pytest.mark.parametrize("broken", [
    b"[" * 100_000, b"[" + b"[" * 3_000 + b"]" * 3_000 + b"]", b'[{"a":' * 50_000, b"[1e400]",
    b"[" + b"9" * 5_000 + b"]", b'["\xff"]', b"[NaN]", b"[1] x", b"", b"[1,2", b'["\\', b"\x00",
])
def test_a_stream_that_is_no_array_ends_with_a_sentence(broken: bytes) -> None:
    with pytest.raises(UnreadableDocument) as told:
        list(array_items(io.BytesIO(broken)))
    assert told.value.code in ("MLG-F023", "MLG-F024")
    assert told.value.fr != told.value.en


def test_items_before_a_break_are_given() -> None:
    stream = array_items(io.BytesIO(b'[{"a": 1}, {"b": 2}, {"c"'))
    assert [next(stream), next(stream)] == [{"a": 1}, {"b": 2}]
    with pytest.raises(UnreadableDocument, match="cut or malformed"):
        next(stream)


def test_quotes_and_brackets_in_text_do_not_count_as_nesting() -> None:
    items = [{"text": '[{"\\' * 20_000}] * 3
    assert list(array_items(io.BytesIO(orjson.dumps(items)))) == items
