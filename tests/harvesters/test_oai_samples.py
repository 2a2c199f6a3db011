"""Recorded answers of real repositories: every record is accounted for, and what is of the field is accepted."""

import re
from contextlib import suppress
from dataclasses import replace

import pytest

from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Fault, Listing, Raw, UnreadableDocument
from harvesters.weblinks import role_mailbox
from ontology.concepts import load_concepts
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.records import MINTING, SAMPLES, needs_samples, raws, read, source

pytestmark = needs_samples
_ANSWERS = SAMPLES / "oai-pmh"
# One is a bare record of OpenAIRE, the other no XML at all.
_NO_ANSWERS = {"openaire-sample_journalarticle1.xml", "sickle-ListRecordsBroken.xml"}
_START = 64 << 10


def _accepted(form: str, items: list[Raw], kind: str) -> tuple[int, int]:
    """How many of the records the gate accepts, and how many are out of scope."""
    declared, drafts = replace(source(form), kind=kind), []
    for raw in items:
        with suppress(Excluded):
            drafts.append(FORMATS[form].describe(raw, declared, load_concepts(), MINTING))
    checked = Gate("shacl").check([(draft.iri, draft.serialize()) for draft in drafts])
    passed = sum(not blocks(draft.findings + found) for draft, found in zip(drafts, checked, strict=True))
    return passed, len(items) - len(drafts)


@pytest.mark.parametrize(("name", "records", "kind", "accepted"), [
    ("pyoai-fake1-00005", 16, "dataset", 2), ("sickle-GetRecord_utf8test", 1, "material", 1),
    ("zenodo-listrecords-0-from", 50, "dataset", 35), ("zenodo-listrecords-1-from", 50, "dataset", 35),
    ("zenodo-listrecords-11-plain", 50, "", 13), ("zenodo-listrecords-11-plain", 50, "dataset", 42),
    ("zenodo-listrecords-4-datacite", 50, "", 33), ("zenodo-listrecords-4-datacite", 50, "dataset", 42),
    ("zenodo-listrecords-5-plain", 3, "", 3), ("zenodo-listrecords-8-resume", 3, "", 1),
    ("tess-oai-listrecords-rdf", 2, "", 2)])
def test_real_records_are_accepted_or_out_of_scope(name: str, records: int, kind: str, accepted: int) -> None:
    items = read("oai-pmh", _ANSWERS / f"{name}.xml")
    assert not [item for item in items if isinstance(item, Fault)]
    assert len(raws(items)) == records
    passed, excluded = _accepted("oai-pmh", raws(items), kind)
    assert passed >= accepted
    assert passed + excluded == records


def test_a_withdrawn_record_of_zenodo_still_has_its_metadata_and_is_withdrawn() -> None:
    items = read("oai-pmh", _ANSWERS / "zenodo-listrecords-9-resume.xml")
    assert [(raw.key, raw.deleted) for raw in raws(items)] == [
        ("oai:zenodo.org:8433364", True), ("oai:zenodo.org:8333281", False), ("oai:zenodo.org:8321258", False)]


def test_articles_in_a_schema_that_is_not_read_are_refused_one_by_one() -> None:
    faults = [item for item in read("oai-pmh", _ANSWERS / "vufind-oai_doaj.xml") if isinstance(item, Fault)]
    assert {fault.finding.code for fault in faults} == {"MLG-O012"}
    assert len({fault.key for fault in faults}) == 100


def test_every_other_answer_is_read_or_refused_with_a_sentence() -> None:
    told = {}
    for path in sorted(_ANSWERS.glob("*.xml")):
        try:
            told[path.stem] = str(len(read("oai-pmh", path)))
        except UnreadableDocument as refused:
            told[path.stem] = refused.code
    assert told["sickle-Identify"] == told["tess-oai-identify"] == "2"
    assert {name: code for name, code in told.items() if code.startswith("MLG")} == {
        "openaire-sample_journalarticle1": "MLG-O001", "sickle-ListMetadataFormats": "MLG-O004",
        "sickle-ListRecordsBroken": "MLG-X105", "sickle-ListSets": "MLG-O004", "sickle-badResumptionToken": "MLG-O003",
        "vufind-token_error_response": "MLG-O003", "zenodo-listidentifiers-5-deleted": "MLG-O004",
        "zenodo-listrecords-3-http422": "MLG-O003"}


def test_a_repository_without_changes_says_so() -> None:
    path = _ANSWERS / "sickle-noRecordsMatch.xml"
    changes = list(FORMATS["oai-pmh"].read(
        Document(path, "https://source.example/oai?verb=ListRecords&from=2001-01-01", status=422), source("oai-pmh")))
    assert changes == [Listing(changes_only=True), Listing(expected=0)]


def test_the_real_cmdi_record_is_a_corpus() -> None:
    [raw] = raws(read("cmdi", SAMPLES / "cmdi" / "oai_ids_mannheim_ab_000000.xml"))
    assert raw.kind == "dataset"
    assert _accepted("cmdi", [raw], "") == (1, 0)


@pytest.mark.parametrize(("form", "folder"), [("oai-pmh", "oai-pmh"), ("cmdi", "cmdi")])
def test_a_format_recognises_its_own_samples_and_no_other(form: str, folder: str) -> None:
    recognised = {path for path in SAMPLES.rglob("*") if path.is_file()
                  and FORMATS[form].recognise(path.read_bytes()[:_START], "text/xml")}
    own = {path for path in (SAMPLES / folder).iterdir() if path.name not in _NO_ANSWERS}
    assert recognised == own


def test_nobodys_mailbox_is_kept() -> None:
    """Depositors write their own into descriptions: those of two records here."""
    kept = b"".join(raw.payload for path in sorted(_ANSWERS.glob("zenodo-listrecords-*-from.xml"))
                    for raw in raws(read("oai-pmh", path)))
    mailboxes = set(re.findall(rb"[\w.+-]+@[\w-]+\.\w+", kept))
    assert {mailbox for mailbox in mailboxes if role_mailbox(mailbox.decode()) is None} == set()
    assert "…@".encode() in kept
