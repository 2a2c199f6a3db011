"""schema.org from strangers: broken blocks, circles, floods, and values of any kind at any place."""

import json
from pathlib import Path
from random import Random

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.formats import FORMATS
from harvesters.formats.schemaorg.mending import NotJson, read_json
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from tests.harvesters.json_mutations import mutated
from tests.harvesters.records import CASES, codes, describe, raws, source, triples


def tried(path: Path, kind: str = "", media_type: str = "") -> list[Item]:
    """What a file gives; nothing where it is refused. Whatever it gives is sound."""
    try:
        items = list(FORMATS["schema-org"].read(
            Document(path, "https://site.example/x", media_type, kind=kind), source("schema-org")))
    except UnreadableDocument as told:
        assert told.fr != told.en  # noqa: PT017  either outcome is sound
        return []
    assert all(isinstance(item, Raw | Fault | Follow | Listing) for item in items)
    named = [item.key for item in items if isinstance(item, Raw | Fault)]
    assert len(set(named)) == len(named)
    assert all(key and key.encode() for key in named)
    for raw in raws(items):
        assert triples(describe("schema-org", raw))
    return items


@pytest.mark.parametrize(("text", "mends"), [
    ('{"a": "http://x.example"}', ()), ('\ufeff {"a": 1}\n', ()), ('<!--{"a": 1}-->', ()),
    ('//<![CDATA[\n{"a": 1}\n//]]>', ()), ('/*<![CDATA[*/{"a": 1}/*]]>*/', ()),
    ('{"a": 1, // one\n "b": 2}', ("comment",)), ('/* both */ {"a": "/* none */"}', ("comment",)),
    ('{"a": [1, 2,], }', ("comma",)), ('{"a": "one\ntwo\t"}', ("control",)), ('{"a": 1};', ("control",)),
    ('{"a": 1, // one\n}', ("comment", "comma")),
])
def test_json_is_mended_where_only_one_reading_is_possible(text: str, mends: tuple[str, ...]) -> None:
    assert read_json(text).mends == mends
    assert "a" in read_json(text).value


@pytest.mark.parametrize(("text", "place"), [
    ('{"a": 1\n "b": 2}', (2, 2)), ('{"a": 1, /* one\n */ "b" 2}', (2, 9)), ("{'a': 1}", (1, 2)), ("", (1, 1)),
    ('{"a": 1} {"b": 2}', (1, 10)), ("[" * 100_000, (1, 1)),
])
def test_json_that_cannot_be_mended_is_told_with_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(NotJson) as told:
        read_json(text)
    assert (told.value.line, told.value.column) == place


def test_a_mended_block_is_told_and_a_broken_one_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "page"
    path.write_text('<html>\r\n<script type="application/ld+json">{"@type": "Course", "name": "A",}</script>\r\n'
                    '<script type="application/ld+json">{"@type": Course}</script>', "utf-8")
    raw, fault = tried(path)
    assert isinstance(raw, Raw)
    assert codes(describe("schema-org", raw))["MLG-A030"] == "comma"
    assert isinstance(fault, Fault)
    assert fault.key == "https://site.example/x#2"
    assert fault.finding.en.startswith("Structured data cannot be read: line 3, column 46 of the page: not JSON")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_pages_are_read_in_the_encoding_that_they_have(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page"
    page = '<html><script type="application/ld+json">{"@type": "Course", "name": "Été"}</script>'
    path.write_bytes(page.encode(encoding))
    [raw] = raws(tried(path))
    assert "Été" in raw.payload.decode()


def test_circles_end_and_floods_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "document"
    loop = {"@id": "#a", "@type": "Course", "name": "A", "hasCourseInstance": {"@id": "#b", "@type": "CourseInstance",
            "startDate": "2027-01-01", "superEvent": {"@id": "#a"}, "location": {"@id": "#b"}}}
    path.write_bytes(orjson.dumps(loop))
    assert len(raws(tried(path))) == 1
    places = [{"@id": f"#p{number}", "@type": "Place", "name": "P"} for number in range(150)]
    dates = [{"@id": f"#s{number}", "@type": "CourseInstance", "location": [{"@id": f"#p{one}"} for one in range(150)]}
             for number in range(150)]
    flood = [{"@type": "Course", "name": "A", "hasCourseInstance": [{"@id": f"#s{one}"} for one in range(150)]}]
    path.write_bytes(orjson.dumps([*flood, *dates, *places]))
    [fault] = tried(path)
    assert isinstance(fault, Fault)
    assert fault.finding.code == "MLG-A007"


@pytest.mark.parametrize("content", [
    '{"@type": "Course", "about": ' * 70 + "1" + "}" * 70, "<div>" * 30_000,
    "<html><script type='application/ld+json'>" + "[" * 70 + '{"@type": "Course"}' + "]" * 70,
    "<html><script type='application/ld+json'>" + '[{"@type": "Thing"},' * 1 + '{"@type": "Thing"},' * 20_000 + "1]"])
def test_what_nests_or_holds_more_than_any_page_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "document"
    path.write_text(content, "utf-8")
    assert not raws(tried(path))


@pytest.mark.parametrize("times", [2, 12])
def test_values_of_any_kind_at_any_place_are_survived(tmp_path: Path, times: int) -> None:
    path = tmp_path / "document"
    whole = orjson.loads((CASES / "schema-org" / "things.jsonld").read_bytes())
    for seed in range(60):
        path.write_bytes(orjson.dumps(mutated(whole, seed, times)))
        tried(path)


def test_bytes_lost_or_changed_anywhere_in_a_page_are_survived(tmp_path: Path) -> None:
    path, random = tmp_path / "page", Random(1)  # noqa: S311  not for secrets
    whole = (CASES / "schema-org" / "course.html").read_bytes()
    for _ in range(60):
        start = random.randrange(len(whole))
        path.write_bytes(whole[:start] + random.randbytes(random.randrange(3)) + whole[start + random.randrange(40):])
        tried(path, random.choice(["", "page", "sitemap"]), random.choice(["", "text/html; charset=utf-7"]))


_NAMES = st.sampled_from(["@context", "@graph", "@id", "@type", "@value", "@language", "@list", "name", "location"])
_LEAVES = (st.none() | st.booleans() | st.integers() | st.floats() | st.text()
           | st.sampled_from(["Course", "Event", "\ud800", "_:a", "https://schema.org"]))
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(
        _NAMES | st.text(max_size=3), inner, max_size=6), max_leaves=20)


@settings(max_examples=150, deadline=None)
@given(_JSON)
def test_any_json_is_survived(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    path = tmp_path_factory.mktemp("any") / "document"
    whole = {"@type": "Course", "about": value, "hasCourseInstance": value, "@graph": value}
    path.write_text(json.dumps(whole), "utf-8")
    tried(path)
