"""Whatever stands in an answer of OAI-PMH or a CMDI record, reading and mapping it ends well."""

import random
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Fault, Item, Raw, UnreadableDocument
from harvesters.source import Source
from ontology.concepts import load_concepts
from tests.harvesters.records import CASES, MINTING, SAMPLES, needs_samples, source, triples

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20)
_WORDS = st.one_of(_TEXT, st.sampled_from([
    "https://a.example/ x", "10.5072/%ZZ é\"<>", "hdl:1/2", "http://[1", "info:eu-repo/date/embargoEnd/2027",
    "2027/2028", "0000-00-00", "Dataset", "software", "Event", "course", "Service", "openAccess", "fr", "x" * 300,
    "PUB", ";;;", "a@b.example", "[SHS]", "=;", "://", "#", "Bretagne"]))
_NAMES = st.sampled_from([
    "title", "creator", "subject", "description", "publisher", "date", "type", "format", "identifier", "language",
    "relation", "coverage", "rights", "issued", "license", "spatial", "titles", "creators", "creatorName", "dates",
    "descriptions", "resourceType", "rightsList", "relatedIdentifiers", "relatedIdentifier", "file", "Components",
    "Resources", "ResourceProxyList", "ResourceProxy", "ResourceType", "ResourceRef", "Header", "MdSelfLink",
    "Publisher", "OrganisationName", "Availability", "resourceName", "geoLocations", "record", "header"])
_ATTRIBUTES = st.dictionaries(st.sampled_from([
    "xml:lang", "titleType", "dateType", "resourceTypeGeneral", "rightsURI", "relatedIdentifierType", "mimeType",
    "descriptionType", "identifierType", "mimetype", "uri"]), _WORDS, max_size=2)


def _element(name: str, attributes: dict[str, str], inside: str) -> str:
    said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{said}>{inside}</{name}>"


_LEAVES = st.builds(_element, _NAMES, _ATTRIBUTES, _WORDS.map(escape))
_INSIDE = st.recursive(_LEAVES, lambda inner: st.builds(
    _element, _NAMES, _ATTRIBUTES, st.lists(inner, max_size=4).map("".join)), max_leaves=12)
_METADATA = st.builds(
    lambda root, inside: f'<{root} xmlns="urn:x">{inside}</{root}>',
    st.sampled_from(["dc", "resource", "oai_datacite", "CMD", "RDF"]), st.lists(_INSIDE, max_size=8).map("".join))


def _settled(form: str, content: bytes, kind: str = "") -> list[Item]:
    """Everything that is said of a document; what is described is described twice the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.xml"
        path.write_bytes(content)
        declared = Source("s", {"fr": "S"}, "https://source.example/", form, "LO-OL-2.0", Path("s.toml"), kind=kind)
        try:
            items = list(FORMATS[form].read(Document(path, "https://source.example/oai?verb=ListRecords"), declared))
        except UnreadableDocument:
            return []
    for item in items:
        if isinstance(item, Fault):
            assert item.finding.fr != item.finding.en
        if not isinstance(item, Raw) or item.deleted:
            continue
        try:
            first, second = (FORMATS[form].describe(item, declared, load_concepts(), MINTING) for _ in range(2))
        except Excluded:
            continue
        assert first.serialize() == second.serialize()
        assert triples(first)
    return items


@settings(max_examples=150, deadline=None)
@given(metadata=_METADATA, kind=st.sampled_from(["", "dataset", "event", "course", "tool"]))
def test_any_metadata_become_one_item(metadata: str, kind: str) -> None:
    record = f"<record><header><identifier>1</identifier></header><metadata>{metadata}</metadata></record>"
    items = _settled("oai-pmh", f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{record}'
                                "</ListRecords></OAI-PMH>".encode(), kind)
    assert [item.key for item in items if isinstance(item, Raw | Fault)] == ["1"]


@settings(max_examples=100, deadline=None)
@given(inside=st.lists(_INSIDE, max_size=8).map("".join))
def test_any_cmdi_record_becomes_one_item(inside: str) -> None:
    record = f'<CMD xmlns="urn:x"><Components><root>{inside}</root></Components></CMD>'
    assert len(_settled("cmdi", record.encode(), "dataset")) == 1


def _damaged(content: bytes, seed: int) -> bytes:
    """The document with a few bytes lost, doubled, moved or changed."""
    chance = random.Random(seed)  # noqa: S311  the same damage every time
    kept = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(kept)), chance.choice([1, 1, 5, 40, 400])
        piece = kept[at:at + length]
        match chance.randrange(4):
            case 0:
                del kept[at:at + length]
            case 1:
                kept[at:at] = piece
            case 2:
                kept[at:at + 1] = bytes([chance.randrange(256)])
            case _:
                target = chance.randrange(len(kept))
                kept[target:target] = piece
    return bytes(kept)


@pytest.mark.parametrize("path", sorted([*CASES.glob("oai-pmh/*.xml"), *CASES.glob("cmdi/*.xml")]),
                         ids=lambda path: path.name)
def test_a_damaged_document_ends_in_items_or_a_refusal(path: Path) -> None:
    for seed in range(60):
        _settled(path.parent.name, _damaged(path.read_bytes(), seed), "dataset")


@needs_samples
@pytest.mark.parametrize("name", ["tess-oai-listrecords-rdf", "zenodo-listrecords-9-resume", "sickle-Identify"])
def test_a_damaged_answer_of_a_real_server_ends_too(name: str) -> None:
    content = (SAMPLES / "oai-pmh" / f"{name}.xml").read_bytes()
    for seed in range(60):
        _settled("oai-pmh", _damaged(content, seed))


@pytest.mark.parametrize("form", ["oai-pmh", "cmdi"])
def test_a_dtd_is_refused(tmp_path: Path, form: str) -> None:
    path = tmp_path / "answer.xml"
    path.write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><OAI-PMH>&a;</OAI-PMH>')
    with pytest.raises(UnreadableDocument) as refused:
        list(FORMATS[form].read(Document(path, "https://source.example/"), source(form)))
    assert refused.value.code == "MLG-X102"


def test_records_of_a_thousand_creators_and_files_are_short() -> None:
    many = "".join(f"<creators><creator><creatorName>P {number}</creatorName></creator></creators>"
                   f"<file>https://a.example/{number}</file>" for number in range(3_000))
    metadata = f"<resource><titles><title>T</title></titles><resourceType>Dataset</resourceType>{many}</resource>"
    [raw] = _settled("oai-pmh", (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header><identifier>1</identifier>'
        f'</header><metadata xmlns:o="urn:o">{metadata}</metadata></record></ListRecords></OAI-PMH>').encode())
    assert isinstance(raw, Raw)
    described = FORMATS["oai-pmh"].describe(raw, source("oai-pmh"), load_concepts(), MINTING)
    assert described.serialize().count(b"\n") < 300
    assert {"MLG-O310", "MLG-O312"} <= {finding.code for finding in described.findings}
