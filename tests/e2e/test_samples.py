"""Real data of every format, from a server to ledger and generation: nothing crashes, nothing is lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from catalogue.states import Outcome
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import Source, load_sources
from tests.e2e.sample_server import SAMPLES, SampleServer, sample_server

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real samples is not beside this checkout")

# What each spreadsheet calls its key and its title.
TABLES = {
    "auteursportaal-schrijvers.xlsx": ("Schrijversnamen OF", "Namen Wikidata1", ""),
    "csvdetective-a_test_file.csv": ("NUMCOM", "NOMCOM", ""),
    "csvdetective-file.xlsx": ("DEPCOM", "DIRCOM", ""),
    "lheo-FCod-macroman-cr.csv": ("1", "2", "header = false"),
    "pop-mnr-valid-UTF-8.csv": ("REF", "DENO", ""),
    "tess-events-NCI.csv": ("URL", "Title", ""),
    "tess-materials.csv": ("URL", "Title", ""),
}


JSON_MAP = 'kind = "dataset"\n[options]\nitems = "data"\n[map]\nkey = "id"\ntitle = "attributes.metadata.name"\n'
# The folders of samples by format, and what their declaration needs beside.
FOLDERS = {
    "cdm-fr": ("cdm-fr", ""), "ckan": ("ckan", ""), "cmdi": ("cmdi", ""), "datatourisme": ("datatourisme", ""),
    "dcat": ("dcat", ""), "eosc": ("eosc", ""), "ical": ("icalendar", ""), "lheo": ("lheo", ""),
    "json-api": ("json", JSON_MAP), "oai-pmh": ("oai-pmh", ""), "openagenda": ("openagenda", ""),
    "opendatasoft": ("opendatasoft", ""), "re3data": ("re3data", ""), "rnsr": ("rnsr", ""), "ror": ("ror", ""),
    "rss": ("feed", ""), "schema-org": ("schema-org", ""), "sshoc": ("sshoc", ""), "udata": ("udata", ""),
}


def declare(folder: Path, data: Path, form: str, server: SampleServer, more: str = "") -> None:
    name = re.sub(r"[^a-z0-9]+", "-", f"{form}-{data.stem}-{data.suffix[1:]}".lower()).strip("-")
    url = f"http://{server.place}/{data.relative_to(SAMPLES).as_posix()}"
    (folder / f"{name}.toml").write_text(
        f'name = "{name}"\ntitle.fr = "Échantillon"\nurl = "{url}"\nformat = "{form}"\nlicence = "LO-OL-2.0"\n'
        f'allow = ["{server.place}"]\n{more}')


def sources(folder: Path, server: SampleServer) -> tuple[Source, ...]:
    for samples, (form, more) in FOLDERS.items():
        for data in sorted((SAMPLES / samples).iterdir()):
            declare(folder, data, form, server, more)
    for data in sorted((SAMPLES / "spreadsheets").iterdir()):
        key, title, option = TABLES[data.name]
        declare(folder, data, "table", server,
                f'kind = "material"\n[options]\n{option}\n[map]\nkey = "{key}"\ntitle = "{title}"\n')
    return load_sources(folder, FORMATS)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path_factory.mktemp("samples") / "ledger.sqlite", "http://test.example/")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def runs(
    ledger: Ledger, tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[dict[str, Report], dict[str, Report]]]:
    """Every sample harvested, published, and harvested again."""
    directory = DataDirectory(tmp_path_factory.mktemp("data"))
    with sample_server() as server:
        yield from _harvested(sources(tmp_path_factory.mktemp("sources"), server), directory, ledger)


def _harvested(
    declared: tuple[Source, ...], directory: DataDirectory, ledger: Ledger,
) -> Iterator[tuple[dict[str, Report], dict[str, Report]]]:
    first = {run.source: run for run in harvest(declared, directory, ledger, Options(), lambda *_: None)}
    assert publish_changes(directory, ledger, lambda *_: None) is not None
    second = {run.source: run for run in harvest(declared, directory, ledger, Options(), lambda *_: None)}
    assert publish_changes(directory, ledger, lambda *_: None) is None
    yield first, second


# Samples that are no listing of their format: a vocabulary, answers to other requests, errors, pages without data …
NO_LISTING = {
    "eosc-eosc-registry-vocabularies-json", "feed-feedparser-rss-incomplete-cdata-xml",
    "feed-feedparser-undeclared-namespace-xml", "oai-pmh-openaire-sample-journalarticle1-xml",
    "oai-pmh-sickle-badresumptiontoken-xml", "oai-pmh-sickle-identify-xml", "oai-pmh-sickle-listmetadataformats-xml",
    "oai-pmh-sickle-listrecordsbroken-xml", "oai-pmh-sickle-listsets-xml", "oai-pmh-tess-oai-identify-xml",
    "oai-pmh-vufind-token-error-response-xml", "oai-pmh-zenodo-listidentifiers-5-deleted-xml",
    "oai-pmh-zenodo-listrecords-3-http422-xml", "openagenda-jep-2025-pays-de-la-loire-agenda-json",
    "opendatasoft-ods-doc-v1-records-api-0-json", "opendatasoft-ods-doc-v1-records-api-1-json",
    "opendatasoft-ods-doc-v2-dataset-4-json", "ror-ror-relationships-csv",
    "schema-org-bioschemas-courseinstance-1-0-json", "schema-org-bioschemas-trainingmaterial-1-0-json",
    "schema-org-carpentries-swc-workshops-json", "schema-org-extruct-event-002-html", "schema-org-gtn-faq-html",
    "sshoc-property-types-json",
}


def test_every_sample_gives_records_or_says_why_not(runs: tuple[dict[str, Report], dict[str, Report]]) -> None:
    for run in runs[0].values():
        if run.outcome is not Outcome.APPLIED:
            assert run.reason.code.startswith("MLG-"), run
            assert run.reason.fr
            assert run.reason.en
    failed = {run.source for run in runs[0].values() if run.outcome is Outcome.FAILED}
    assert failed == NO_LISTING
    assert sum(run.tally.live_after for run in runs[0].values()) > 4_000


def test_the_sums_hold_for_every_sample(runs: tuple[dict[str, Report], dict[str, Report]]) -> None:
    for run in (*runs[0].values(), *runs[1].values()):
        run.tally.prove()


def test_a_second_harvest_finds_everything_unchanged(runs: tuple[dict[str, Report], dict[str, Report]]) -> None:
    for name, run in runs[1].items():
        assert run.tally.unchanged == run.tally.listed == runs[0][name].tally.listed, run


def test_every_reject_has_a_code_a_place_and_a_sentence_in_both_languages(
        runs: tuple[dict[str, Report], dict[str, Report]], ledger: Ledger) -> None:
    assert sum(run.tally.rejected for run in runs[0].values()) > 0
    refused = ledger.sql.execute("SELECT id, place FROM reading WHERE verdict = 'rejected'").fetchall()
    assert refused
    for reading, place in refused:
        told = ledger.sql.execute("SELECT code, fr, en FROM finding WHERE reading = ? AND severity = 'violation'",
                                  (reading,)).fetchall()
        assert place
        assert told
        assert all(code.startswith("MLG-") and fr and en for code, fr, en in told)


def test_no_private_address_is_kept(
        runs: tuple[dict[str, Report], dict[str, Report]], ledger: Ledger) -> None:
    assert runs
    for private in ("ce.0290076a@", "jane.doe@", "dtsnyder@", "@dariah.eu", "john@example.com"):
        met = ledger.sql.execute("SELECT count(*) FROM reading WHERE instr(CAST(description AS TEXT), ?)",
                                 (private,)).fetchone()[0]
        assert met == 0, private
