"""Answers of the SSH Open Marketplace become tools, services, materials and datasets."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.record import Excluded, Fault, Follow, Listing, Raw, UnreadableDocument
from shapes.finding import Severity, blocks
from tests.harvesters.records import (
    CASES,
    SAMPLES,
    codes,
    describe,
    descriptions,
    expected,
    needs_samples,
    raws,
    read,
    triples,
)

FOLDER = CASES / "sshoc"
SSHOC = SAMPLES / "sshoc"
PAGE_URL = "https://marketplace.example/api/item-search?categories=tool-or-service&perpage=4&page=1"
TADIRAH = "https://vocabs.dariah.eu/tadirah/"


def write(folder: Path, content: object) -> Path:
    """A document of the marketplace."""
    path = folder / "answer.json"
    path.write_bytes(orjson.dumps(content))
    return path


def item(**fields: Any) -> dict[str, Any]:
    """An approved tool."""
    return {"persistentId": "Ab1", "category": "tool-or-service", "label": "Loupe", "status": "approved", **fields}


def described(folder: Path, **fields: Any) -> Description:
    """What is said of one item."""
    [raw] = raws(read("sshoc", write(folder, item(**fields))))
    return describe("sshoc", raw)


def concept(kind: str, **said: str) -> dict[str, Any]:
    """A property that is a concept."""
    return {"type": {"code": kind}, "concept": said, "value": None}


def values(told: Description, name: str) -> set[str]:
    """The values of a property anywhere in a description."""
    return {triple.object.value for triple in triples(told) if triple.predicate.value.endswith(name)
            and isinstance(triple.object, Literal | NamedNode)}


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_document_says_exactly_what_its_turtle_says(case: Path) -> None:
    said = set().union(*(triples(told) for told in descriptions("sshoc", read("sshoc", case))))
    assert said == expected(case.with_suffix(".ttl"))


@needs_samples
@pytest.mark.parametrize(("name", "keys", "kinds"), [
    ("sshoc-doc-response-01-tool-or-service.json", ["L4500r"], {"tool"}),
    ("sshoc-doc-response-02-training-material.json", ["ejzW3x"], {"material"}),
    ("sshoc-old-items.json", ["1", "2", "3", "4", "7", "8"], {"tool", "service", "material"}),
    ("sshoc-items-flat-a.json", ["SIU1nO", "4gDAHv", "OgfTLA", "kAkzuz", "9NKBY5", "zrfCly", "rdwzoM", "XsXzlp",
                                 "uo4gCA", "qbhnQw", "SA186o", "TeJcir", "lTzxxa"], {"tool"}),
])
def test_every_sample_is_read(name: str, keys: list[str], kinds: set[str]) -> None:
    found = raws(read("sshoc", SSHOC / name))
    assert [raw.key for raw in found] == keys
    assert {raw.kind for raw in found} == kinds
    for told in descriptions("sshoc", list(found)):
        assert not blocks(told.findings)


@needs_samples
def test_a_suggested_item_is_excluded_by_its_status() -> None:
    [raw] = raws(read("sshoc", SSHOC / "sshoc-doc-response-01-tool-or-service.json"))
    with pytest.raises(Excluded) as excluded:
        describe("sshoc", raw)
    assert excluded.value.code == "MLG-B010"
    assert "suggested" in excluded.value.fr
    assert "suggested" in excluded.value.en


@needs_samples
def test_the_training_material_of_the_documentation_is_whole() -> None:
    [raw] = raws(read("sshoc", SSHOC / "sshoc-doc-response-02-training-material.json"))
    told = describe("sshoc", raw)
    assert values(told, "dc/terms/source") == {"https://api.zotero.org/groups/427927/items/JVFDSGD7"}
    assert values(told, "relation") == {"https://data.example/id/tool/s--ruek2w-88b79787d4"}
    assert values(told, "modified") == {"2022-01-17T14:15:03+00:00"}
    assert values(told, "language") == {"http://publications.europa.eu/resource/authority/language/ENG"}
    assert values(told, "keyword") == {"3D"}
    assert raw.datestamp == "2022-01-17T14:15:03+0000"


@needs_samples
def test_property_types_are_no_listing() -> None:
    with pytest.raises(UnreadableDocument) as fault:
        read("sshoc", SSHOC / "property-types.json")
    assert fault.value.code == "MLG-B003"
    assert "an object (license, terms-of-use-url" in fault.value.en
    assert "trainingMaterials" in fault.value.en
    assert "un objet (license" in fault.value.fr


@needs_samples
def test_cut_columns_are_left_out_and_told() -> None:
    [raw] = [raw for raw in raws(read("sshoc", SSHOC / "sshoc-items-flat-a.json")) if raw.key == "4gDAHv"]
    told = describe("sshoc", raw)
    unread = {finding.path for finding in told.findings if finding.code == "MLG-B021"}
    assert unread == {"accessibleAt", "properties", "relatedItems", "source.url", "source.urlTemplate"}
    assert {finding.path for finding in told.findings if finding.code == "MLG-B020"} == {"label", "description"}
    assert not values(told, "landingPage")
    assert values(told, "terms/description") == {"3DF Zephyr[1][2] is a commercial photogram..."}


@needs_samples
@pytest.mark.parametrize("path", sorted(SSHOC.glob("sshoc-*")), ids=lambda path: path.stem)
def test_no_sample_gives_a_mailbox_or_a_curator(path: Path) -> None:
    for raw in raws(read("sshoc", path)):
        assert b"@" not in raw.payload
        assert b"Barbot" not in raw.payload
        assert b"ontributor\"" not in raw.payload


def test_names_of_authors_stay_and_all_else_of_persons_goes() -> None:
    raw = raws(read("sshoc", FOLDER / "search-page.json"))[0]
    told = describe("sshoc", raw).serialize()
    for content in (raw.payload, told):
        assert b"Ada Example" in content
        for private in (b"@example.org", b"0000-0001", b"Bob Reviewer", b"someone"):
            assert private not in content


def test_a_page_leads_to_the_next() -> None:
    items = read("sshoc", FOLDER / "search-page.json", PAGE_URL)
    assert items[-2:] == [
        Listing(expected=6),
        Follow("https://marketplace.example/api/item-search?categories=tool-or-service&perpage=4&page=2")]


@pytest.mark.parametrize(("page", "said"), [
    ({"page": 2, "pages": 2}, []),
    ({"page": 1, "pages": 2, "items": []}, [Listing(None, "page 1 of 2 is empty", "la page 1 sur 2 est vide")]),
    ({"page": "1", "pages": 2}, [Listing(
        None, "the answer does not number its pages", "la réponse ne numérote pas ses pages")]),
])
def test_a_strange_page_is_incomplete(tmp_path: Path, page: dict[str, Any], said: list[Listing]) -> None:
    items = read("sshoc", write(tmp_path, {"hits": 1, "items": [item()], **page}), PAGE_URL)
    assert [told for told in items if not isinstance(told, Raw)] == [Listing(expected=1), *said]


def test_a_page_in_a_file_has_no_next_page(tmp_path: Path) -> None:
    path = write(tmp_path, {"hits": 9, "page": 1, "pages": 3, "items": [item()]})
    assert read("sshoc", path, path.as_uri())[-1] == Listing(None, "page 1 of 3 only", "page 1 sur 3 seulement")


def test_with_details_a_page_leads_to_each_item_that_will_be_kept() -> None:
    items = read("sshoc", FOLDER / "search-page.json", PAGE_URL, details=True)
    assert items == [
        Follow("https://marketplace.example/api/tools-services/aB3dE6", detail=True),
        Follow("https://marketplace.example/api/workflows/Wf1", detail=True),
        items[2], items[3],
        Listing(expected=6),
        Follow("https://marketplace.example/api/item-search?categories=tool-or-service&perpage=4&page=2"),
    ]
    assert [(raw.key, raw.deleted) for raw in raws(items)] == [("Pu1", False), ("Gone1", True)]


@pytest.mark.parametrize("array", ["items", "tools", "trainingMaterials", "workflows", "datasets", "publications"])
def test_every_list_of_the_api_is_a_page(tmp_path: Path, array: str) -> None:
    path = write(tmp_path, {"hits": 1, "count": 1, "page": 1, "perpage": 20, "pages": 1, array: [item()]})
    assert [raw.key for raw in raws(read("sshoc", path))] == ["Ab1"]


def test_a_broken_item_costs_itself_only() -> None:
    items = read("sshoc", FOLDER / "datasets.json")
    assert [raw.key for raw in raws(items)] == ["Ds1"]
    faults = [told for told in items if isinstance(told, Fault)]
    assert [fault.place for fault in faults] == ["datasets.json, item 2", "datasets.json, item 3"]
    assert all(fault.finding.code == "MLG-B004" for fault in faults)


def test_an_unreadable_value_costs_a_warning_not_the_item() -> None:
    [raw] = raws(read("sshoc", FOLDER / "datasets.json"))
    assert codes(describe("sshoc", raw)) == {"MLG-I001": "not a link", "MLG-C001": "Unheard-of"}


def test_a_deprecated_item_is_withdrawn() -> None:
    assert [raw.key for raw in raws(read("sshoc", FOLDER / "search-page.json")) if raw.deleted] == ["Gone1"]


@pytest.mark.parametrize("category", ["publication", "step", "something-new"])
def test_a_category_out_of_scope_is_named(tmp_path: Path, category: str) -> None:
    [raw] = raws(read("sshoc", write(tmp_path, item(category=category))))
    with pytest.raises(Excluded) as excluded:
        describe("sshoc", raw)
    assert excluded.value.code == "MLG-B011"
    assert category in excluded.value.en


@pytest.mark.parametrize(("content", "code", "said"), [
    (b"", "MLG-B001", "line 1, column 1"),
    (b'{"items": [{"persistentId": "a", "categ', "MLG-B001", "line 1"),
    (b'{\n "items": [1,]\n}', "MLG-B001", "line 2"),
    (b"<!DOCTYPE html><html></html>", "MLG-B002", "web page"),
    (b'{"status": 404, "error": "Not Found"}', "MLG-B003", "status, error"),
    (b"[1, 2]", "MLG-B003", "a list of 2 values"),
    (b'"items"', "MLG-B003", "a lone value"),
    (b"[" * 5_000 + b"]" * 5_000, "MLG-B001", "depth"),
    (b'{"items": "\xff\xfe"}', "MLG-B001", ""),
    (b'{"items": "\\ud800"}', "MLG-B001", "surrogate"),
])
def test_what_is_no_answer_is_refused_with_what_was_found(
        tmp_path: Path, content: bytes, code: str, said: str) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as fault:
        read("sshoc", path)
    assert fault.value.code == code
    assert said in fault.value.en
    assert fault.value.fr


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_bytes(b"\xef\xbb\xbf" + orjson.dumps(item()))
    assert [raw.key for raw in raws(read("sshoc", path))] == ["Ab1"]


def test_the_version_number_and_the_order_of_fields_do_not_change_the_payload(tmp_path: Path) -> None:
    [before] = raws(read("sshoc", write(tmp_path, item(id=1, description="d"))))
    turned = dict(reversed(item(id=2, description="d", informationContributor={"username": "x"}).items()))
    [after] = raws(read("sshoc", write(tmp_path, turned)))
    assert before.payload == after.payload


@pytest.mark.parametrize(("said", "activity"), [
    ({"code": "annotating"}, "annotating"),
    ({"code": "x", "uri": f"{TADIRAH}namedEntityRecognition"}, "namedEntityRecognition"),
    ({"label": "Text Mining", "uri": f"{TADIRAH}dataMining"}, "dataMining"),
    ({"code": "Capture", "label": "1 Capture", "uri": "http://tadirah.dariah.eu/researchactivity/instances/Capture"},
     "capturing"),
    ({"code": "Enrichment", "label": "3 Enrichment"}, "enriching"),
    ({"code": "ActivityType-Collecting", "label": "Collecting"}, "collecting"),
    ({"code": "Visualization", "label": "Visualization"}, "visualAnalysis"),
])
def test_activities_of_every_age_are_tadirah(tmp_path: Path, said: dict[str, str], activity: str) -> None:
    told = described(tmp_path, properties=[concept("activity", **said)])
    assert values(told, "researchActivity") == {TADIRAH + activity}
    assert not told.findings


def test_an_activity_that_nobody_knows_is_told(tmp_path: Path) -> None:
    told = described(tmp_path, properties=[concept("activity", code="juggling", label="Juggling")])
    assert not values(told, "researchActivity")
    assert codes(told) == {"MLG-C001": "Juggling"}


def test_a_licence_of_no_list_keeps_its_iri(tmp_path: Path) -> None:
    uri = "http://spdx.org/licenses/EPL-2.0"
    told = described(tmp_path, properties=[concept("license", code="EPL-2.0", label="Eclipse", uri=uri)])
    assert values(told, "license") == {uri}


def test_properties_without_a_place_are_told_once_as_advice(tmp_path: Path) -> None:
    told = described(tmp_path, properties=[{"type": {"code": code}, "value": "x"}
                                           for code in ("colour", "smell", "colour", "curation-flag-url")])
    [finding] = told.findings
    assert (finding.code, finding.severity, finding.value) == ("MLG-B030", Severity.INFO, "colour, smell")


def test_markdown_becomes_text(tmp_path: Path) -> None:
    told = described(tmp_path, label=r"A \& B", description="# Loupe\n\nSee <b>all</b>:\n\n- *one*\n- `two`\n\n"
                                                            "[x](javascript:alert(1)) a < b")
    assert values(told, "terms/title") == {"A & B"}
    assert values(told, "terms/description") == {"Loupe\nSee all:\none\ntwo\n[x](javascript:alert(1)) a < b"}


@pytest.mark.parametrize("fields", [
    {"properties": [None, 3, {}, {"type": None}, {"type": {"code": "language"}}, {"concept": []}]},
    {"contributors": [{}, {"actor": None, "role": {"code": "author"}}, {"actor": {"name": 7}, "role": "author"}]},
    {"externalIds": [{"identifier": 5}, {"identifierService": []}], "relatedItems": [{"persistentId": None}, "x"]},
    {"accessibleAt": [None, 4], "source": "TAPoR", "sourceItemId": 12, "composedOf": [{}, 1]},
    {"label": None, "description": ["a"], "version": 3.5, "lastInfoUpdate": 12},
    {"source": {"urlTemplate": "http://tapor.example/{source-item-id}"}, "sourceItemId": "a b/../<c>"},
])
def test_values_of_the_wrong_shape_cost_no_record(tmp_path: Path, fields: dict[str, Any]) -> None:
    told = described(tmp_path, **fields)
    assert told.serialize()
    assert not blocks(told.findings)
