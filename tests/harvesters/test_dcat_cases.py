"""DCAT-AP in the terms of the profile: each case and what is expected of it, as Turtle."""

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from harvesters.formats.dcat.payload import payload_of
from harvesters.formats.rdf.graph import LinkedGraph
from harvesters.record import Fault, Follow, Listing
from tests.harvesters.dcat_reading import CASES, described, raws, read_path, read_text

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://data.example.org/> .
"""


def _cases() -> list[Path]:
    return sorted(path for path in CASES.iterdir() if ".expected" not in path.name)


def _codes(path: Path) -> dict[str, list[str]]:
    return {raw.key: [finding.code for finding in described(raw).findings] for raw in raws(read_path(path))}


def test_an_invalid_iri_costs_nothing_but_itself() -> None:
    assert _codes(CASES / "invalid-iris.ttl") == {"un": ["MLG-W011"] * 4, "deux": []}


def test_what_is_left_out_is_told() -> None:
    assert _codes(CASES / "complete.ttl")["corpus-1"] == ["MLG-D001", "MLG-W013", "MLG-W013", "MLG-C001"]
    [codes] = _codes(CASES / "latin1-blank-nodes.rdf").values()
    assert codes == ["MLG-W014", "MLG-W012"]


@pytest.mark.parametrize("path", _cases(), ids=lambda path: path.name)
def test_nothing_personal_leaves_the_reader(path: Path) -> None:
    for raw in raws(read_path(path)):
        for leaving in (raw.payload, described(raw).serialize()):
            for personal in ("Jeanne", "jeanne", "Durand", "durand", "Petit", "petit", "Lefèvre", "lefevre", "tel:"):
                assert personal.encode() not in leaving


def test_equal_records_give_equal_bytes_wherever_they_stand(tmp_path: Path) -> None:
    dataset = """:a a dcat:Dataset ; dct:title "A" ; dct:publisher [ foaf:name "P" ] ;
        dcat:contactPoint [ vcard:hasURL <https://example.org/q> ] ."""
    other = ':b a dcat:Dataset ; dct:title "B" .'
    [first, _] = raws(read_text(tmp_path, f"{PREFIXES}\n{dataset}\n{other}"))
    [_, second] = raws(read_text(tmp_path, f"{PREFIXES}\n{other}\n\n\n{dataset}"))
    xml = rdflib.Graph().parse(data=f"{PREFIXES}\n{dataset}", format="turtle").serialize(format="xml")
    [third] = raws(read_text(tmp_path, xml, "catalogue.rdf"))
    assert first.payload == second.payload == third.payload


def test_a_change_in_what_is_read_changes_the_bytes(tmp_path: Path) -> None:
    [first] = raws(read_text(tmp_path, PREFIXES + ':a a dcat:Dataset ; dct:publisher [ foaf:name "P" ] .'))
    [second] = raws(read_text(tmp_path, PREFIXES + ':a a dcat:Dataset ; dct:publisher [ foaf:name "Q" ] .'))
    assert first.payload != second.payload


def test_blank_nodes_made_to_confuse_cost_nothing() -> None:
    clique = "".join(f"_:n{a} <http://purl.org/dc/terms/publisher> _:n{b} .\n" for a in range(30) for b in range(30))
    graph = LinkedGraph(parse(input=clique, format=RdfFormat.N_TRIPLES))
    assert payload_of(graph, next(iter(graph)), {})


def test_a_key_is_the_identifier_the_iri_or_the_content(tmp_path: Path) -> None:
    items = read_text(tmp_path, PREFIXES + """
        :a a dcat:Dataset ; dct:identifier "1" .
        :b a dcat:Dataset ; dct:identifier "2" .
        :c a dcat:Dataset ; dct:identifier "2" .
        :d a dcat:Dataset ; dct:identifier "3", "4" .
        [] a dcat:Dataset ; dct:title "E" .""")
    *keys, content = (raw.key for raw in raws(items))
    assert keys == ["1", *(f"https://data.example.org/{name}" for name in "bcd")]
    assert content.startswith("b")


@pytest.mark.parametrize("paging", [
    '<?page=1> a hydra:PagedCollection ; hydra:nextPage "?page=2" ; hydra:totalItems 4 .',
    """:catalogue hydra:totalItems 4 ; hydra:view <?page=1> .
       <?page=1> a hydra:PartialCollectionView ; hydra:next <?page=2> .""",
])
def test_the_next_page_is_followed_in_both_generations_of_hydra(paging: str, tmp_path: Path) -> None:
    items = read_text(tmp_path, f"{PREFIXES} :catalogue a dcat:Catalog . {paging}")
    url = (tmp_path / "catalogue.ttl").as_uri()
    assert items == [Listing(expected=4), Follow(f"{url}?page=2")]


def test_a_dataset_that_is_listed_but_not_described_is_a_fault(tmp_path: Path) -> None:
    items = read_text(
        tmp_path, PREFIXES + ':c a dcat:Catalog ; dcat:dataset :a, :b . :a a dcat:Dataset ; dct:title "A" .')
    [fault] = [item for item in items if isinstance(item, Fault)]
    assert (fault.key, fault.finding.code) == ("https://data.example.org/b", "MLG-W010")


def test_a_listed_resource_without_type_is_a_dataset(tmp_path: Path) -> None:
    [raw] = raws(read_text(tmp_path, PREFIXES + ':c a dcat:Catalog ; dcat:dataset :a . :a dct:title "A" .'))
    assert raw.kind == "dataset"


def test_a_record_of_absurd_size_is_a_fault(tmp_path: Path) -> None:
    keywords = ", ".join(f'"{number}"' for number in range(21_000))
    [fault] = read_text(tmp_path, f'{PREFIXES} :a a dcat:Dataset ; dct:identifier "a" ; dcat:keyword {keywords} .')
    assert isinstance(fault, Fault)
    assert (fault.key, fault.finding.code) == ("a", "MLG-W009")
