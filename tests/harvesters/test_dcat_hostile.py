"""Documents that are no DCAT, or that mean harm, are refused quickly and with a reason."""

import json
import time
from pathlib import Path

import pytest

from harvesters.record import UnreadableDocument
from tests.harvesters.dcat_reading import described, raws, read_text

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#"'
DATASET = '<dcat:Dataset rdf:about="https://data.example.org/a"/>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
TURTLE = "<https://data.example.org/a> a <http://www.w3.org/ns/dcat#Dataset> .\n"


def _refused(folder: Path, content: str | bytes, name: str, media_type: str = "") -> str:
    started = time.process_time()
    with pytest.raises(UnreadableDocument) as refused:
        read_text(folder, content, name, media_type)
    assert time.process_time() - started < 1
    assert refused.value.fr
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("document", [
    f'<!DOCTYPE rdf:RDF [{BOMB}]><rdf:RDF {RDF}>{DATASET}</rdf:RDF>',
    f'<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/hostname">]><rdf:RDF {RDF}>&x;</rdf:RDF>',
    f'<!DOCTYPE rdf:RDF SYSTEM "https://data.example.org/x.dtd"><rdf:RDF {RDF}>{DATASET}</rdf:RDF>',
])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "utf-7", "utf-32"])
def test_a_dtd_is_refused_in_every_encoding(document: str, encoding: str, tmp_path: Path) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{document}'
    assert _refused(tmp_path, declared.encode(encoding), "a.rdf").startswith("MLG-")


@pytest.mark.parametrize("context", [
    "https://context.example.org/dcat.jsonld", "file:///etc/hostname", "https://schema.org/", "relative.jsonld",
    ["https://context.example.org/dcat.jsonld", {}], {"@import": "https://context.example.org/dcat.jsonld"},
    {"nested": {"@id": "https://data.example.org/n", "@context": "https://context.example.org/dcat.jsonld"}},
])
def test_an_unknown_context_is_never_fetched(context: object, tmp_path: Path) -> None:
    document = json.dumps({"@context": context, "@type": "http://www.w3.org/ns/dcat#Dataset"})
    assert _refused(tmp_path, document, "a.jsonld") == "MLG-W006"


def test_a_refused_context_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"context\.example\.org"):
        read_text(tmp_path, '{"@context": "https://context.example.org/a"}', "a.jsonld")


@pytest.mark.parametrize(("content", "name"), [
    ("[" * 900 + "]" * 900, "a.json"),
    ('{"a":' * 900 + "1" + "}" * 900, "a.jsonld"),
    (f"<rdf:RDF {RDF}>" + "<dcat:Dataset><dcat:a>" * 200 + "</dcat:a></dcat:Dataset>" * 200 + "</rdf:RDF>", "a.rdf"),
    (f"<rdf:RDF {RDF}>" + "<dcat:Dataset><dcat:a>" * 20_000, "a.rdf"),
    (TURTLE + "<https://a.example/> <https://a.example/> " + "<<( <https://a.example/> <https://a.example/> " * 5_000,
     "a.ttl"),
])
def test_absurd_nesting_is_refused(content: str, name: str, tmp_path: Path) -> None:
    assert _refused(tmp_path, content, name) == "MLG-W002"


def test_angle_quotes_in_texts_are_no_nesting(tmp_path: Path) -> None:
    text = "<https://data.example.org/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> \""
    assert len(raws(read_text(tmp_path, text + "<<" * 500 + "\" . # << <<", "a.ttl"))) == 1


@pytest.mark.parametrize(("content", "name"), [
    (TURTLE + '<https://data.example.org/b> a "', "a.ttl"),
    (TURTLE + "<https://data.example.org/b> a", "a.ttl"),
    (f"<rdf:RDF {RDF}>{DATASET}<dcat:Dat", "a.rdf"),
    ('{"@type": "http://www.w3.org/ns/dcat#Dataset", "', "a.jsonld"),
    ("[" * 100_000, "a.json"),
    (TURTLE.encode() + b'<https://data.example.org/b> <https://a.example/p> "\xe9" .', "a.ttl"),
])
def test_half_a_document_is_none(content: str | bytes, name: str, tmp_path: Path) -> None:
    assert _refused(tmp_path, content, name) == "MLG-W003"


@pytest.mark.parametrize(("content", "name", "code"), [
    ("", "a.ttl", "MLG-W001"),
    ("  \n", "a.rdf", "MLG-W001"),
    ("<!DOCTYPE html><html><body>404</body></html>", "a.ttl", "MLG-X103"),
    ('{"dataset": [{"title": "A"}]}', "data.json", "MLG-W007"),
    ("<https://a.example/> <https://a.example/p> 1 .", "a.ttl", "MLG-W007"),
])
def test_what_is_no_catalogue_is_refused(content: str, name: str, code: str, tmp_path: Path) -> None:
    assert _refused(tmp_path, content, name) == code


def test_an_empty_catalogue_is_a_catalogue(tmp_path: Path) -> None:
    assert read_text(tmp_path, "<https://data.example.org/> a <http://www.w3.org/ns/dcat#Catalog> .") == []


@pytest.mark.parametrize(("name", "media_type"), [
    ("a.ttl", "text/turtle; charset=utf-8"), ("a", "text/plain"), ("a.rdf", ""), ("a", "application/json")])
def test_content_counts_for_more_than_what_it_is_called(name: str, media_type: str, tmp_path: Path) -> None:
    for content in (f"<rdf:RDF {RDF}>{DATASET}</rdf:RDF>", f'<?xml version="1.0"?>\n<rdf:RDF {RDF}>{DATASET}</rdf:RDF>',
                    '{"@id": "https://data.example.org/a", "@type": "http://www.w3.org/ns/dcat#Dataset"}'):
        assert len(raws(read_text(tmp_path, "\ufeff" + content, name, media_type))) == 1


def test_a_syntax_error_tells_what_the_document_was_called(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"not valid JSON-LD.*announced as Turtle"):
        read_text(tmp_path, '{"a": }', "a.ttl")


@pytest.mark.parametrize("content", [
    '<https://data.example.org/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "A"@{tag} .'
    .replace("{tag}", "toolongtobeatag"),
    '<https://data.example.org/a> a <http://www.w3.org/ns/dcat#Dataset> ; '
    '<http://purl.org/dc/terms/title> "A"^^<no datatype> .',
    '<https://data.example.org/a> a <http://www.w3.org/ns/dcat#Dataset>, <no type> ; <no property> 1 ; '
    '<http://purl.org/dc/terms/title> "A" ; <http://purl.org/dc/terms/publisher> <javascript:alert(1)> ; '
    '<http://www.w3.org/ns/dcat#landingPage> <javascript:alert(1)> .',
])
def test_invalid_terms_never_reach_a_description(content: str, tmp_path: Path) -> None:
    [raw] = raws(read_text(tmp_path, content))
    description = described(raw).serialize().decode()
    assert '"A" .' in description
    assert "javascript" not in description
    assert "no " not in description


def test_parts_repeated_without_end_are_refused(tmp_path: Path) -> None:
    shared = " ".join(f'<http://purl.org/dc/terms/title> "{n} {"x" * 1_000}" ;' for n in range(500))
    content = f"<https://data.example.org/d> {shared} a <http://www.w3.org/ns/dcat#Distribution> .\n" + "".join(
        f"<https://data.example.org/{n}> a <http://www.w3.org/ns/dcat#Dataset> ; "
        "<http://www.w3.org/ns/dcat#distribution> <https://data.example.org/d> .\n" for n in range(60))
    assert _refused(tmp_path, content, "a.ttl") == "MLG-W008"


def test_a_count_of_thousands_of_digits_is_no_count(tmp_path: Path) -> None:
    page = f'<?page=1> <http://www.w3.org/ns/hydra/core#totalItems> "{"9" * 5_000}" .\n'
    assert len(raws(read_text(tmp_path, page + TURTLE, "a.ttl"))) == 1
