"""Whatever JSON stands anywhere, reading it by a map ends well, and small and large documents say the same."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.formats.jsonmap import opening
from harvesters.record import Item, UnreadableDocument
from harvesters.source import Source
from tests.harvesters.mapped import declare, raws, read
from tests.harvesters.tabular import describe

_MAP = """\
[options]
next = "links.next"
total = "n"
[map]
key = "id"
title = ["a", "a.b", { from = "a.*", lang = "en" }]
keyword = "b[].c"
wkt = "a"
modified = "c"
free = "d.0"
contact = "c"
gone = { from = "b", values = ["x"] }
kind = { from = "d", lookup = { "x" = "tool" }, default = "course" }
"""
_NAMES = st.sampled_from(["id", "a", "b", "c", "d", "n", "links", "next", "lat", "lon", "type", "coordinates", "a.b",
                          ""])
_TEXTS = st.one_of(st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from(
    ["x", "Point", "1", "/next", "http://[", "jean@a.example", "\0", "2024-01-01"]))
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2**63, 2**64 - 1),
              st.floats(allow_nan=False, allow_infinity=False), _TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=5)), max_leaves=25)


def _said(source: Source, path: Path) -> list[Item] | str:
    try:
        return read(source, path)
    except UnreadableDocument as fault:
        return fault.code


@settings(max_examples=300)
@given(_JSON)
def test_any_json_is_read_and_mapped_or_refused(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    folder = tmp_path_factory.mktemp("j")
    source, path = declare(folder, _MAP), folder / "a.json"
    path.write_bytes(orjson.dumps(value))
    items = _said(source, path)
    for raw in raws(items) if isinstance(items, list) else []:
        assert describe(source, raw).serialize() == describe(source, raw).serialize()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 0)
        assert _said(source, path) == items


@settings(max_examples=200)
@given(st.binary(max_size=80), st.sampled_from([b"", b"[", b'{"a":', b'{"id": 1}\n{', b"\xef\xbb\xbf[{}"]))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rest: bytes, start: bytes) -> None:
    folder = tmp_path_factory.mktemp("j")
    source, path = declare(folder, _MAP), folder / "a.json"
    path.write_bytes(start + rest)
    _said(source, path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 0)
        _said(source, path)
