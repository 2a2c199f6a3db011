"""The bundled source files: the demonstration's are local, those of public catalogues wait to be enabled."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from harvesters.formats import FORMATS
from harvesters.formats.rdf.construct import queries
from harvesters.record import Raw
from harvesters.source import Source, load_sources
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.bundled import SOURCES
from tests.harvesters.records import MINTING, SAMPLES, document, needs_samples

DECLARED = {source.name: source for source in load_sources(SOURCES, FORMATS)}
PUBLIC = [source for source in DECLARED.values() if not source.enabled]


def comments(source: Source) -> str:
    lines = source.file.read_text("utf-8").splitlines()
    return " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))


@pytest.mark.parametrize("source", DECLARED.values(), ids=lambda source: source.name)
def test_a_bundled_source_says_what_it_is_in_both_languages(source: Source) -> None:
    assert source.title.keys() == {"fr", "en"}
    assert source.publisher
    assert source.file.stem == source.name
    assert comments(source)


def test_only_local_files_are_read_without_being_asked_for() -> None:
    assert {name for name, source in DECLARED.items() if source.enabled and not source.url.startswith("file:")} == set()
    assert {source.name for source in PUBLIC if not source.url.startswith("https:")} == set()


@pytest.mark.parametrize("source", PUBLIC, ids=lambda source: source.name)
def test_a_public_catalogue_is_ready_and_says_that_nobody_called_it(source: Source) -> None:
    assert "Non vérifié en ligne : " in comments(source)
    assert "Not checked live: " in comments(source)
    assert source.every
    assert source.expect.at_least >= 10
    assert FORMATS[source.format].first(source).startswith(source.url.partition("?")[0])


@pytest.mark.parametrize("source", PUBLIC, ids=lambda source: source.name)
def test_an_unproven_licence_is_told_as_unknown(source: Source) -> None:
    declaration = source.file.read_text("utf-8")
    assert ("Unknown until something proves it" in declaration) == (source.licence == "notspecified")


def test_the_public_catalogues_cover_the_formats_that_publish_them() -> None:
    assert {source.format for source in PUBLIC} >= {
        "ckan", "datatourisme", "eosc", "json", "lheo", "oai-pmh", "openagenda", "opendatasoft", "re3data", "rnsr",
        "ror", "schema-org", "sparql", "sshoc", "udata"}
    assert {url: count for url, count in Counter(source.url for source in PUBLIC).items() if count > 1} == {}


@needs_samples
def test_the_map_of_dariah_campus_fits_what_is_known_of_it() -> None:
    source = DECLARED["dariah-campus"]
    [sample] = (SAMPLES / "dariah-campus").iterdir()
    raws = [item for item in FORMATS["json"].read(document(sample), source) if isinstance(item, Raw)]
    made = [FORMATS["json"].describe(raw, source, load_concepts(), MINTING) for raw in raws]
    assert len(made) == 2
    assert not any(blocks(found) for found in Gate().check([(one.iri, one.serialize()) for one in made]))
    assert all(b"licence/CC_BY_4_0>" in one.serialize() for one in made)
    assert all(not one.findings for one in made)


def test_the_query_for_museums_makes_records(tmp_path: Path) -> None:
    source = DECLARED["wikidata-musees"]
    store = Store()
    store.extend(parse("""@prefix wdt: <http://www.wikidata.org/prop/direct/> .
        @prefix wd: <http://www.wikidata.org/entity/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        wd:Q1 wdt:P539 "M0001" ; rdfs:label "Musée un"@fr, "Museum one"@en, "Museum eins"@de ;
            wdt:P856 <https://musee.example.org/> ;
            wdt:P625 "Point(-1.68 48.11)"^^<http://www.opengis.net/ont/geosparql#wktLiteral> .
        wd:Q2 wdt:P539 "M0002" ; rdfs:label "Musée deux"@fr .
        wd:Q3 rdfs:label "Autre"@fr .""", format=RdfFormat.TURTLE))
    [text] = queries(source).values()
    answer = tmp_path / "answer.nt"
    answer.write_text("".join(f"{triple} .\n" for triple in store.query(text)), "utf-8")  # type: ignore[union-attr]
    raws = [item for item in FORMATS["sparql"].read(document(answer), source) if isinstance(item, Raw)]
    assert {(raw.key, raw.kind) for raw in raws} == {("Q1", "organization"), ("Q2", "organization")}
    [one] = [raw for raw in raws if raw.key == "Q1"]
    made = FORMATS["sparql"].describe(one, source, load_concepts(), MINTING)
    lines = made.serialize().decode()
    assert '#museofile> <http://www.w3.org/2004/02/skos/core#notation> "M0001"' in lines
    assert '#site> <http://www.opengis.net/ont/geosparql#asWKT> "POINT(-1.68 48.11)"' in lines
    assert "Museum eins" not in lines
    assert not made.findings
