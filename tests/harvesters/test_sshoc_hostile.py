"""Whatever JSON stands where an item should, reading and mapping it ends well."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.record import Excluded, Fault, Raw
from tests.harvesters.records import describe, read, triples

_WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
_NAMES = st.sampled_from([
    "code", "label", "uri", "value", "concept", "type", "name", "actor", "role", "identifier", "identifierService",
    "urlTemplate", "category", "persistentId", "workflowId", "url"])
_VALUES = st.one_of(_WORDS, st.sampled_from([
    "activity", "language", "license", "author", "https://a.example/{source-item-id}", "tool-or-service", "step",
    "https://a.example/", "year", "keyword", "see-also", "[{'type': ...", "[]"]))
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-2**53, 2**53), st.floats(allow_nan=False), _VALUES),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_NAMES, inner, max_size=4)), max_leaves=12)
_PROPERTIES = st.lists(st.fixed_dictionaries(
    {"type": st.fixed_dictionaries({"code": st.sampled_from([
        "activity", "keyword", "discipline", "language", "license", "intended-audience", "standard", "helpdesk-url",
        "technology-readiness-level", "object-format", "object-type", "version", "year", "extent", "odd"])})},
    optional={
        "value": _JSON, "concept": st.dictionaries(st.sampled_from(["code", "label", "uri"]), _JSON, max_size=3)}),
    max_size=5)
_ITEMS = st.fixed_dictionaries(
    {"category": st.sampled_from(["tool-or-service", "training-material", "workflow", "dataset", "publication"]),
     "label": _JSON, "persistentId": st.one_of(_WORDS, _JSON)},
    optional=dict.fromkeys((
        "id", "status", "description", "version", "accessibleAt", "externalIds", "contributors", "relatedItems",
        "source", "sourceItemId", "source.url", "source.urlTemplate", "dateCreated", "lastInfoUpdate", "composedOf",
    ), _JSON) | {"properties": st.one_of(_PROPERTIES, _JSON)})


def _read(folder: Path, item: dict[str, Any]) -> Raw | Fault:
    path = folder / "fuzzed.json"
    path.write_bytes(orjson.dumps([item, {"category": "tool", "label": "Loupe", "id": 1}]))
    first, second = read("sshoc", path)
    assert isinstance(second, Raw)
    assert isinstance(first, Raw | Fault)
    return first


@settings(max_examples=200, deadline=None)
@given(item=_ITEMS)
def test_an_item_is_read_and_mapped_the_same_twice(
        tmp_path_factory: pytest.TempPathFactory, item: dict[str, Any]) -> None:
    raw = _read(tmp_path_factory.getbasetemp(), item)
    if isinstance(raw, Fault):
        assert raw.finding.code == "MLG-B004"
        return
    try:
        first, second = describe("sshoc", raw), describe("sshoc", raw)
    except Excluded:
        return
    assert first.serialize() == second.serialize()
    assert first.findings == second.findings
    assert triples(first)
