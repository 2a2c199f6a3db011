"""RDF in the profile: which subjects are records, what is kept of them, what is told."""

import gzip
from pathlib import Path

import pytest

from catalogue.generation import Generation, Manifest
from exports.targets import export
from harvesters.formats import FORMATS
from harvesters.record import Document, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from ontology.concepts import load_concepts
from ontology.minting import Minting
from shapes.finding import Finding, Severity
from tests.harvesters.bundled import BASE, bundle
from tests.harvesters.records import CASES, SAMPLES, codes, describe, needs_samples, raws, read

PREFIXES = """@prefix dct: <http://purl.org/dc/terms/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix schema: <https://schema.org/> . @prefix m: <https://w3id.org/maillage/ns#> . @prefix : <https://a.example/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix hydra: <http://www.w3.org/ns/hydra/core#> .
"""


def said(folder: Path, turtle: str, **options: str) -> list[Item]:
    path = folder / "records.ttl"
    path.write_text(PREFIXES + turtle, "utf-8")
    return read("rdf", path, "", **options)


def kinds(items: list[Item]) -> dict[str, str]:
    return {raw.key: raw.kind for raw in raws(items)}


def remarks(items: list[Item]) -> dict[str, Finding]:
    return {remark.code: remark for item in items if isinstance(item, Listing) for remark in item.remarks}


def test_what_is_typed_as_a_kind_is_a_record_under_its_identifier_or_its_iri(tmp_path: Path) -> None:
    items = said(tmp_path, ':c a schema:Course ; dct:identifier "C1" . :o a m:ResourceHub, org:Organization . '
                           ':s a schema:CourseInstance .')
    assert kinds(items) == {"C1": "course", "https://a.example/o": "hub"}


def test_an_identifier_that_two_records_have_is_no_key(tmp_path: Path) -> None:
    items = said(tmp_path, ':a a schema:Course ; dct:identifier "1" . :b a schema:Event ; dct:identifier "1" .')
    assert kinds(items) == {"https://a.example/a": "course", "https://a.example/b": "event"}


def test_parts_mentions_concepts_and_territories_are_no_records(tmp_path: Path) -> None:
    items = said(tmp_path, """
        :c a schema:Course ; schema:provider <https://a.example/c#p>, [ a org:Organization ], :o ;
            dct:spatial <http://id.insee.fr/geo/region/53> .
        <https://a.example/c#p> a org:Organization ; dct:title "P" .
        :o a org:Organization .
        <http://id.insee.fr/geo/region/53> a dct:Location ; dct:title "Bretagne"@fr .""")
    assert kinds(items) == {"https://a.example/c": "course"}


def test_an_iri_with_a_hash_is_a_record_where_its_document_is_none(tmp_path: Path) -> None:
    items = said(tmp_path, '<https://a.example/all#one> a schema:Event ; dct:title "One" .')
    assert kinds(items) == {"https://a.example/all#one": "event"}


def test_kinds_that_are_not_asked_for_become_parts(tmp_path: Path) -> None:
    graph = ':c a schema:Course ; schema:provider :o . :o a org:Organization ; dct:title "O"@fr .'
    assert len(raws(said(tmp_path, graph))) == 2
    [raw] = raws(said(tmp_path, graph, kinds="course"))
    lines = describe("rdf", raw).serialize().decode()
    assert '#provider> <http://purl.org/dc/terms/title> "O"@fr' in lines
    assert "#provider> <https://schema.org/sameAs> <https://a.example/o>" in lines


def test_a_record_without_identifier_and_iri_is_known_by_its_content_and_told(tmp_path: Path) -> None:
    [raw] = raws(said(tmp_path, '[] a schema:Course ; dct:title "C" .'))
    [again] = raws(said(tmp_path, '_:x dct:title "C" ; a schema:Course .'))
    assert raw.key == again.key
    assert "MLG-W014" in codes(describe("rdf", raw))


def test_a_withdrawn_record_is_told_so(tmp_path: Path) -> None:
    items = said(tmp_path, ":c a schema:Course ; <http://www.w3.org/2002/07/owl#deprecated> true ; "
                           'dct:modified "2026-01-01", "2026-02-01" .')
    [raw] = raws(items)
    assert (raw.deleted, raw.datestamp) == (True, "2026-02-01")


def test_what_is_left_out_is_told_once_by_name(tmp_path: Path) -> None:
    told = remarks(said(tmp_path, ":c a schema:Course ; schema:about 1, 2 . :d a schema:Course ; schema:about 3 . "
                                  ":x a foaf:Document ."))
    assert told["MLG-W206"].value == "schema:about (2)"
    assert told["MLG-W209"].value == "foaf:Document (1)"
    assert {remark.severity for remark in told.values()} == {Severity.INFO}


def test_a_document_without_record_is_no_fault_and_warns(tmp_path: Path) -> None:
    items = said(tmp_path, ":x a foaf:Document .")
    assert raws(items) == []
    assert remarks(items)["MLG-W205"].severity is Severity.WARNING


def test_addresses_of_persons_are_not_even_kept(tmp_path: Path) -> None:
    [raw] = raws(said(tmp_path, ':c a schema:Course ; dct:description "Écrire à jeanne.martin@a.example" ; '
                                "vcard:hasEmail <mailto:jeanne.martin@a.example> ; vcard:hasTelephone <tel:+3361234> ; "
                                'dcat:contactPoint [ a vcard:Individual ; vcard:fn "Jeanne Martin" ; '
                                "vcard:hasEmail <mailto:jeanne.martin@a.example> ] ; "
                                'schema:provider [ a foaf:Person ; dct:title "Jeanne Martin" ] ; '
                                'dct:creator [ a foaf:Person ; dct:title "Jeanne Autrice" ; foaf:homepage :jeanne ] .'))
    for secret in (b"jeanne.martin", b"Jeanne Martin", b"61234", b"/jeanne"):
        assert secret not in raw.payload
    made = describe("rdf", raw)
    assert b"Jeanne Autrice" in made.serialize()
    assert {"MLG-P001", "MLG-W013"} <= codes(made).keys()


@pytest.mark.parametrize(("name", "content"), [
    ("x.trig", ':g { :c a schema:Course } :h { :c dct:title "C" }'),
    ("x.nq.gz", '<https://a.example/c> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Course> '
                '<https://a.example/g> .\n<https://a.example/c> <http://purl.org/dc/terms/title> "C" .\n'),
    ("x.ttl.gz", ':c a schema:Course ; dct:title "C" .'),
    ("x.rdf.gz", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="https://schema.org/" '
                 'xmlns:d="http://purl.org/dc/terms/"><s:Course rdf:about="https://a.example/c"><d:title>C</d:title>'
                 "</s:Course></rdf:RDF>"),
    ("x.jsonld", '{"@context": "https://w3id.org/maillage/ns/context.jsonld", "type": "schema:Course", '
                 '"id": "https://a.example/c", "title": {"@none": "C"}}'),
])
def test_every_syntax_is_read(name: str, content: str, tmp_path: Path) -> None:
    text = (PREFIXES + content if "ttl" in name or "trig" in name else content).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    [raw] = raws(read("rdf", path))
    assert (raw.key, raw.kind) == ("https://a.example/c", "course")
    assert '"C"' in raw.payload.decode()


def test_a_cut_gzip_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.nt.gz"
    path.write_bytes(gzip.compress(b"<https://a.example/c> <https://a.example/p> 1 .\n" * 90)[:-6])
    with pytest.raises(UnreadableDocument) as refused:
        read("rdf", path)
    assert refused.value.code == "MLG-W016"


def test_pages_of_hydra_are_followed(tmp_path: Path) -> None:
    items = said(tmp_path, ":c a schema:Course . <?page=1> hydra:next <?page=2> ; hydra:totalItems 12 .")
    assert Follow("https://source.example/records.ttl?page=2") in items
    assert Listing(expected=12) in items


def test_a_note_among_the_files_of_a_folder_is_told_and_passed_over(tmp_path: Path) -> None:
    note = tmp_path / "LISEZMOI.md"
    note.write_text("# Nos fiches")
    folder = Source("s", {"fr": "S"}, tmp_path.as_uri(), "rdf", "CC0-1.0", tmp_path / "s.toml")
    items = list(FORMATS["rdf"].read(Document(note, note.as_uri()), folder))
    assert remarks(items).keys() == {"MLG-W204"}


@pytest.mark.parametrize("name", ["exemples-poles", "exemples-formations", "outils", "jalons"])
def test_our_own_dump_reads_back_as_the_very_descriptions(name: str, tmp_path: Path) -> None:
    entries = list(bundle().of(name))
    (tmp_path / "graphs").mkdir()
    (tmp_path / "graphs" / "a.nt").write_bytes(b"".join(entry.description for entry in entries))
    manifest = Manifest("g000001-test", 1, "", BASE, 1, len(entries), 0, "", "", graphs={"a.nt": f"{BASE}graph/{name}"})
    (dump,) = export("nquads", Generation(tmp_path, manifest), tmp_path)
    declared = Source(name, {"fr": "S"}, dump.as_uri(), "rdf", "CC0-1.0", tmp_path / "s.toml")
    found = raws(list(FORMATS["rdf"].read(Document(dump, dump.as_uri()), declared)))
    again = {made.iri: made.serialize() for made in (
        FORMATS["rdf"].describe(raw, declared, load_concepts(), Minting(BASE)) for raw in found)}
    assert again == {entry.iri: entry.description for entry in entries}
    assert {raw.kind for raw in found} == {entry.kind for entry in entries}


def test_a_dump_read_into_another_catalogue_keeps_where_it_comes_from(tmp_path: Path) -> None:
    entry = next(bundle().of("exemples-poles"))
    path = tmp_path / "one.nt"
    path.write_bytes(entry.description)
    [raw] = raws(read("rdf", path))
    made = describe("rdf", raw)
    link = f"<https://schema.org/sameAs> <{entry.iri}> .\n"
    assert made.serialize().decode().replace(f"<{made.iri}> {link}", "").replace(made.iri, entry.iri).encode() == (
        b"".join(sorted(entry.description.splitlines(True))))


@pytest.mark.parametrize("name", ["atelier.ttl", "quads.nq"])
def test_documents_that_name_the_vocabulary_are_recognised(name: str) -> None:
    start = (CASES / "rdf" / name).read_bytes()
    assert FORMATS["rdf"].recognise(start[:65_536], "text/turtle")
    assert not FORMATS["rdf"].recognise(b"<!DOCTYPE html>" + start, "")
    assert not FORMATS["rdf"].recognise(start, "text/html; charset=utf-8")


@needs_samples
def test_documents_of_other_formats_are_not_taken_for_ours() -> None:
    taken = [path.name for path in SAMPLES.rglob("*")
             if path.is_file() and FORMATS["rdf"].recognise(path.read_bytes()[:65_536], "")]
    assert taken == []


def test_raw_records_say_where_they_stood(tmp_path: Path) -> None:
    [item] = [item for item in said(tmp_path, ':c a schema:Course .') if isinstance(item, Raw)]
    assert item.place == "records.ttl, https://a.example/c"
