"""Answers of OpenDataSoft in all its envelopes become records; pages lead to pages, or to an export."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.formats import FORMATS
from harvesters.record import UnreadableDocument
from harvesters.source import Source
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters import records
from tests.harvesters.mapped import (
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
from tests.harvesters.records import SAMPLES, describe, needs_samples, source
from tests.harvesters.tabular import describe as describe_row
from tests.harvesters.tabular import values

MAP = '[map]\nkey = "code"\ntitle = "nom"\nwkt = "geo_point_2d"\n'
ITEM = {"code": "a", "nom": "Musée"}
DATASET = {"dataset_id": "d", "metas": {"default": {"title": "D"}}}
RECORDS = "https://data.example/api/explore/v2.1/catalog/datasets/x/records"
V1 = "https://data.example/api/records/1.0/search/"


@pytest.fixture
def mapped(tmp_path: Path) -> Source:
    return declare(tmp_path, MAP, "opendatasoft", "place")


@pytest.mark.parametrize("content", [
    {"total_count": 1, "results": [ITEM]}, [ITEM],
    {"nhits": 1, "records": [{"recordid": "r", "fields": ITEM}]}, [{"recordid": "r", "fields": ITEM}],
    {"total_count": 1, "records": [{"links": [], "record": {"id": "r", "timestamp": "2024", "fields": ITEM}}]},
    {"recordid": "r", "fields": ITEM}, {"record": {"id": "r", "fields": ITEM}}])
def test_records_are_read_in_every_envelope(tmp_path: Path, mapped: Source, content: Any) -> None:
    items = read(mapped, written(tmp_path, content))
    assert (keys(items), faults(items)) == (["a"], [])


def test_an_export_of_lines_is_read(tmp_path: Path, mapped: Source) -> None:
    path = written(tmp_path, b'{"code": "a", "nom": "A"}\n{"code": "b"\n{"code": "c"}\n')
    items = read(mapped, path, "https://data.example/x/exports/jsonl")
    assert (keys(items), faults(items)) == (["a", "c"], [("jsonl, item 2", "MLG-V006")])


@pytest.mark.parametrize("point", [
    {"lon": -1.68, "lat": 48.11}, [48.11, -1.68], "48.11, -1.68", {"type": "Point", "coordinates": [-1.68, 48.11]},
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [-1.68, 48.11]}}])
@pytest.mark.parametrize("wkt", ['"geo_point_2d"', '{ lat = "geo_point_2d.lat", lon = "geo_point_2d.lon" }'])
def test_a_point_is_understood_however_it_is_written(tmp_path: Path, point: Any, wkt: str) -> None:
    source = declare(tmp_path, f'[map]\nkey = "code"\ntitle = "nom"\nwkt = {wkt}\n', "opendatasoft", "place")
    [raw] = raws(read(source, written(tmp_path, [ITEM | {"geo_point_2d": point}])))
    assert values(describe_row(source, raw), "wkt") == ["POINT(-1.68 48.11)"]


@pytest.mark.parametrize("point", ["48.11", "a, b", [1], [1, 2, 3], {"type": "Point", "coordinates": []},
                                   {"type": "Point", "coordinates": ["x", None]}, {"type": "Polygon"}, 3, {}])
def test_what_is_no_point_harms_nothing(tmp_path: Path, mapped: Source, point: Any) -> None:
    assert keys(read(mapped, written(tmp_path, [ITEM | {"geo_point_2d": point}]))) == ["a"]


def test_the_time_of_a_record_of_v1_tells_when_it_changed(tmp_path: Path, mapped: Source) -> None:
    record = {"recordid": "r", "fields": ITEM, "record_timestamp": "2024-05-06T00:00:00+00:00"}
    [raw] = raws(read(mapped, written(tmp_path, {"nhits": 1, "records": [record]})))
    assert raw.datestamp == "2024-05-06T00:00:00+00:00"


@pytest.mark.parametrize(("declared", "asked"), [
    (RECORDS, f"{RECORDS}?limit=100"), (f"{RECORDS}?limit=20&where=a", f"{RECORDS}?limit=20&where=a"),
    (f"{RECORDS}?where=a%3D1", f"{RECORDS}?where=a%3D1&limit=100"), (f"{V1}?dataset=x", f"{V1}?dataset=x&rows=1000"),
    ("https://data.example/x/exports/json", "https://data.example/x/exports/json")])
def test_the_first_page_is_asked_for_as_long_as_the_api_gives_it(tmp_path: Path, declared: str, asked: str) -> None:
    assert FORMATS["opendatasoft"].first(replace(declare(tmp_path, MAP, "opendatasoft"), url=declared)) == asked


@pytest.mark.parametrize(("url", "content", "following"), [
    (f"{RECORDS}?limit=1&where=a", {"total_count": 3, "results": [ITEM]}, [f"{RECORDS}?limit=1&where=a&offset=1"]),
    (f"{RECORDS}?limit=1&offset=1", {"total_count": 3, "results": [ITEM]}, [f"{RECORDS}?limit=1&offset=2"]),
    (f"{RECORDS}?limit=1&offset=2", {"total_count": 3, "results": [ITEM]}, []),
    (f"{V1}?dataset=x&rows=1&start=0", {"nhits": 2, "records": [{"fields": ITEM}]}, [f"{V1}?dataset=x&rows=1&start=1"]),
    ("file:///a.json", {"total_count": 3, "results": [ITEM]}, [])])
def test_the_next_page_is_followed_until_the_total_is_reached(tmp_path: Path, mapped: Source, url: str, content: Any,
                                                              following: list[str]) -> None:
    items = read(mapped, written(tmp_path, content), url)
    assert (followed(items), expected(items)) == (following, content.get("total_count", content.get("nhits")))


def test_a_page_without_items_in_the_middle_leaves_the_listing_incomplete(tmp_path: Path, mapped: Source) -> None:
    items = read(mapped, written(tmp_path, {"total_count": 9, "results": []}), f"{RECORDS}?offset=4")
    assert (followed(items), incomplete(items)) == ([], ["the pages end at 4 of 9"])


@pytest.mark.parametrize(("total", "told"), [
    (4, "4 items are announced, and the pages gave 5 already"), (0, "0 items are announced"),
    (None, "does not say how many"), (-1, "does not say how many"), ("9", "does not say how many")])
def test_a_total_that_cannot_be_true_leaves_the_listing_incomplete(
        tmp_path: Path, mapped: Source, total: object, told: str) -> None:
    items = read(mapped, written(tmp_path, {"total_count": total, "results": [ITEM]}), f"{RECORDS}?offset=4")
    assert (followed(items), len(incomplete(items)), told in incomplete(items)[0]) == ([], 1, True)


@pytest.mark.parametrize(("url", "name", "export"), [
    (f"{RECORDS}?limit=100&offset=0&where=a&refine=b%3A1&refine=c%3A2", "total_count",
     "https://data.example/api/explore/v2.1/catalog/datasets/x/exports/json?where=a&refine=b%3A1&refine=c%3A2"),
    ("https://data.example/api/explore/v2.1/catalog/datasets?limit=100", "total_count",
     "https://data.example/api/explore/v2.1/catalog/exports/json"),
    (f"{V1}?dataset=x&rows=10", "nhits", "https://data.example/api/records/1.0/download/?dataset=x&format=json")])
def test_what_pages_cannot_reach_is_exported_whole_and_nothing_of_it_read_twice(
        tmp_path: Path, mapped: Source, url: str, name: str, export: str) -> None:
    items = read(mapped, written(tmp_path, {name: 10_001, "results": [ITEM]}), url)
    assert (raws(items), followed(items), expected(items)) == ([], [export], 10_001)


def test_pages_that_no_export_replaces_end_where_the_api_ends_them(tmp_path: Path) -> None:
    url = "https://data.example/api/datasets/1.0/search/?rows=10&start=9999"
    dataset = {"datasetid": "d", "metas": {"title": "D"}}
    made = source("opendatasoft")
    items = read(made, written(tmp_path, {"nhits": 20_000, "datasets": [dataset]}), url)
    assert (keys(items), incomplete(items)) == (["d"], ["the pages end at 10000 of 20000"])


@pytest.mark.parametrize(("content", "status", "code", "said"), [
    ({"error_code": "ODSQLError", "message": "ODSQL query is malformed: where"}, 400, "MLG-V300", "query is malformed"),
    ({"errorcode": 10002, "error": "Too many requests"}, 429, "MLG-V300", "Too many requests"),
    ({"detail": "?"}, 404, "MLG-V300", "status 404"), ({"error_code": None}, 400, "MLG-V300", "“?”"),
    ({"a": 1}, 200, "MLG-V301", "(found: a)"), (3, 200, "MLG-V301", "(found: —)"), (b"<html>", 404, "MLG-F022", "HTML"),
    ({"total_count": 1, "results": [ITEM]}, 200, "MLG-V302", "records of a dataset need a [map]")])
def test_what_is_no_answer_is_told_with_the_portals_words(tmp_path: Path, content: Any, status: int, code: str,
                                                          said: str) -> None:
    with pytest.raises(UnreadableDocument) as raised:
        read(source("opendatasoft"), written(tmp_path, content), status=status)
    assert (raised.value.code, said in raised.value.en) == (code, True)


def test_a_dataset_that_is_none_costs_itself_alone(tmp_path: Path) -> None:
    content = {"total_count": 3, "results": [DATASET, {"x": 1}, None]}
    items = read(source("opendatasoft"), written(tmp_path, content))
    assert (keys(items), [code for _, code in faults(items)]) == (["d"], ["MLG-V303", "MLG-V303"])


def test_contacts_and_statistics_are_not_kept(tmp_path: Path) -> None:
    metas = {"default": {"title": "D", "description": "Écrire à jean.dupont@a.example", "records_count": 9},
             "dcat": {"contact_email": "jean.dupont@a.example", "contact_name": "Jean Dupont"}}
    [raw] = raws(read(source("opendatasoft"), written(tmp_path, {"dataset": DATASET | {"metas": metas}})))
    assert raw.payload == '{"description":"Écrire à …@a.example","id":"d","title":"D"}'.encode()


def test_with_a_map_a_catalogue_is_read_by_it(tmp_path: Path) -> None:
    made = declare(tmp_path, '[map]\nkey = "dataset_id"\ntitle = "metas.default.title"\n', "opendatasoft", "dataset")
    [raw] = raws(read(made, written(tmp_path, [DATASET])))
    assert values(describe_row(made, raw), "title") == ["D"]


def test_columns_are_told_on_the_first_page_only(tmp_path: Path, mapped: Source) -> None:
    path = written(tmp_path, {"total_count": 1, "results": [ITEM | {"ville": "Brest"}]})
    assert list(remarks(read(mapped, path))) == ["MLG-V004", "MLG-V005"]
    assert remarks(read(mapped, path, kind="page")) == {}


@needs_samples
@pytest.mark.parametrize("name", ["empty", "inspire", "test-a", "test-b", "test-shp-limit"])
def test_real_datasets_are_accepted(name: str) -> None:
    [raw] = raws(records.read("opendatasoft", SAMPLES / "opendatasoft" / f"ods-v1-{name}.json"))
    made = describe("opendatasoft", raw)
    [found] = Gate("shacl").check([(made.iri, made.serialize())])
    assert (raw.key, blocks(found)) == (name, False)


@needs_samples
@pytest.mark.parametrize("name", ["ods-doc-v1-records_api-0.json", "ods-doc-v2-_dataset-4.json"])
def test_one_real_record_says_the_same_in_both_versions(tmp_path: Path, name: str) -> None:
    body = '[map]\nkey = "geonameid"\ntitle = "name"\nwkt = "geo_point_2d"\n'
    made = declare(tmp_path, body, "opendatasoft", "place")
    [raw] = raws(read(made, SAMPLES / "opendatasoft" / name))
    assert (raw.key, values(describe_row(made, raw), "wkt")) == ("2988507", ["POINT(2.3488 48.85341)"])


@needs_samples
def test_all_samples_of_this_format_and_of_no_other_are_recognised() -> None:
    recognised = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.*")
                  if FORMATS["opendatasoft"].recognise(path.read_bytes()[:1 << 16], "")}
    here = {f"opendatasoft/{path.name}" for path in (SAMPLES / "opendatasoft").iterdir()}
    # An aggregation is a list of groups, which any API could have written.
    assert recognised == here - {"opendatasoft/ods-doc-v1-records_api-1.json"}


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 20_000), st.floats(allow_nan=False),
              st.sampled_from(["d", "48.1, 2.3", "fr", "https://a.example/", "Bretagne", "jean@a.example", "\0"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([
        "dataset_id", "datasetid", "dataset", "metas", "default", "title", "keyword", "theme", "license", "territory",
        "references", "language", "modified", "fields", "record", "geometry", "coordinates", "type", "recordid", "code",
        "total_count", "nhits", "results", "records", "error", "has_records"]), inner, max_size=5)), max_leaves=25)


@settings(max_examples=300)
@given(_JSON)
def test_any_json_is_read_and_mapped_or_refused(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    folder = tmp_path_factory.mktemp("o")
    path = written(folder, value)
    for made in (source("opendatasoft"), declare(folder, MAP, "opendatasoft", "place")):
        try:
            found = raws(read(made, path))
        except UnreadableDocument:
            continue
        for raw in found:
            FORMATS["opendatasoft"].describe(raw, made, load_concepts(), records.MINTING).serialize()
