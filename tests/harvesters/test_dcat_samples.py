"""Real DCAT catalogues: how many records, and what each is known to say."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from harvesters.record import Fault, Follow, Listing, UnreadableDocument
from ontology.terms import DCAT, DCT, SCHEMA, VCARD
from shapes.finding import Finding, Severity
from tests.harvesters.dcat_reading import SAMPLES, described, raws, read_path

FOLDER = SAMPLES / "dcat"
RECORDS = {
    "bnodes.jsonld": 3, "catalog.rdf": 2, "catalog_with_at_graph.jsonld": 1, "datara-5a26.rdf.xml": 1,
    "dataset_gov_de.rdf": 1, "dataset_multilingual.ttl": 1, "dataset_sweden.rdf": 1,
    "dcatus_long_description.json": 1, "evian.json": 8, "paged-collection-1.jsonld": 3,
    "paged-collection-2.jsonld": 1, "series.xml": 1, "sig.oreme.rdf": 1, "udata.xml": 3,
}

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="no folder of real samples beside the checkout")


def test_every_sample_is_expected() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(RECORDS)


@pytest.mark.parametrize(("name", "count"), RECORDS.items())
def test_a_real_catalogue_is_read_whole(name: str, count: int) -> None:
    items = read_path(FOLDER / name)
    assert len(raws(items)) == count
    assert not [item for item in items if isinstance(item, Fault)]
    for raw in raws(items):
        description = described(raw)
        assert list(parse(input=description.serialize(), format=RdfFormat.N_TRIPLES))
        assert not [finding for finding in description.findings if finding.severity is Severity.VIOLATION]


def _said(name: str, position: int = 0) -> dict[NamedNode, list[str]]:
    """The values of each property of a record and its parts."""
    raw = raws(read_path(FOLDER / name))[position]
    said: dict[NamedNode, list[str]] = {}
    for quad in parse(input=described(raw).serialize(), format=RdfFormat.N_TRIPLES):
        assert isinstance(quad, Quad)
        assert isinstance(quad.object, NamedNode | Literal)
        said.setdefault(quad.predicate, []).append(quad.object.value)
    return said


def _findings(name: str) -> list[Finding]:
    return [finding for raw in raws(read_path(FOLDER / name)) for finding in described(raw).findings]


def test_pages_lead_to_the_next_and_say_how_many_in_all() -> None:
    items = read_path(FOLDER / "paged-collection-1.jsonld")
    assert Listing(expected=4) in items
    assert Follow("http://data.test.org/catalog.jsonld?page=2") in items
    assert not [item for item in read_path(FOLDER / "paged-collection-2.jsonld") if isinstance(item, Follow)]


def test_a_licence_and_a_language_in_words_are_recognised() -> None:
    said = _said("sig.oreme.rdf")
    assert said[DCT.license] == ["http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"]
    assert said[DCT.language] == ["http://publications.europa.eu/resource/authority/language/ENG"]
    assert {"geodesy", "GRAVI"} <= set(said[DCAT.keyword])
    assert said[DCT.modified] == ["2022-02-14"]


def test_a_licence_named_by_its_address_inside_html_is_recognised() -> None:
    said = _said("evian.json")
    assert said[DCT.license] == ["http://publications.europa.eu/resource/authority/licence/ETALAB_2_0"]
    assert said[DCT.rights] == [
        "Soumis à la licence Etalab : https://www.etalab.gouv.fr/licence-ouverte-open-licence/"]
    assert len(said[DCAT.accessURL]) == 6


def test_an_unknown_licence_stays_in_its_own_words() -> None:
    assert "Ayant droit IGN Bénéficiaires du RGE" in _said("datara-5a26.rdf.xml")[DCT.rights]
    assert [finding.value for finding in _findings("datara-5a26.rdf.xml")] == ["Ayant droit IGN Bénéficiaires du RGE"]


def test_the_licence_that_all_files_carry_is_the_records_too() -> None:
    said = _said("dataset_gov_de.rdf")
    assert Counter(said[DCT.license]) == {"http://publications.europa.eu/resource/authority/licence/CC0": 10}
    assert len(said[DCAT.distribution]) == 9


def test_persons_are_left_out_and_offices_are_kept() -> None:
    assert _said("dataset_sweden.rdf")[VCARD.hasEmail] == ["mailto:info@nobelmedia.org"]
    assert _said("series.xml")[VCARD.fn] == ["Ifremer"]
    assert VCARD.fn not in _said("catalog_with_at_graph.jsonld")
    assert VCARD.fn not in _said("dcatus_long_description.json")
    for name in RECORDS:
        for raw in raws(read_path(FOLDER / name)):
            for personal in (b"Jane Doe", b"jane.doe", b"Cordier", b"cordier", b"Snyder@", b"dtsnyder", b"tel:"):
                assert personal not in raw.payload.partition(b"\n")[2]


def test_a_series_and_a_data_service_are_records() -> None:
    assert DCAT.DatasetSeries.value in str(_said("series.xml"))
    kinds = Counter(raw.kind for raw in raws(read_path(FOLDER / "udata.xml")))
    assert kinds == {"dataset": 2, "data-service": 1}
    served = _said("udata.xml", 1)[DCAT.servesDataset]
    assert all(iri.startswith("https://data.example/id/dataset/s--") for iri in served)


def test_the_sources_own_iri_is_kept() -> None:
    assert _said("dataset_sweden.rdf")[SCHEMA.sameAs] == ["http://nobelprize.org/datasets/dcat#ds1"]


def test_a_landing_page_that_is_no_address_is_left_out_and_told() -> None:
    assert [finding.code for finding in _findings("bnodes.jsonld")] == ["MLG-I001", "MLG-I001"]


@pytest.mark.parametrize("path", sorted((SAMPLES / "csw").glob("*.xml")), ids=lambda path: path.name)
def test_a_csw_answer_is_refused_with_advice(path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="CSW answer"):
        read_path(path)
