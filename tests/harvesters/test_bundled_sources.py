"""What the demonstration shows must be sound, complete, and honest about what is made up."""

import csv
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from catalogue.entry import Entry
from harvesters.territory import department_of_postcode
from ontology.concepts import load_concepts
from ontology.kinds import KINDS
from ontology.terms import DCT, ORG, SCHEMA, M
from shapes.finding import Severity
from shapes.gate import Gate
from tests.harvesters.bundled import BASE, SOURCES, bundle

SHEETS = (
    "fiche-ecosysteme-creation", "fiche-donnees-documents", "fiche-espaces-rencontre", "fiche-technologies-langue",
    "fiche-strategies-regionales", "fiche-plan-ia", "fiche-impacts-ecologiques", "fiche-usages-recherche",
)
WITHOUT_HUB = {"06", "27"}
_LINK = re.compile(re.escape(BASE) + r"id/[^>#\s]+")
_REGION = re.compile(r"<http://purl\.org/dc/terms/spatial> <http://id\.insee\.fr/geo/region/(\d\d)>")
_ADDRESS = re.compile(r"> <(https?://[^>]+|mailto:[^>]+)> \.\n")
_WEB_PROPERTIES = ("landingPage", "homepage", "hasEmail", "accessURL", "endpointURL", "hasURL")


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    for entry in bundle().entries:
        store.load(entry.description, RdfFormat.N_TRIPLES)
    return store


def regions(entry: Entry) -> set[str]:
    return set(_REGION.findall(entry.description.decode()))


def test_no_item_of_a_bundled_source_is_a_fault() -> None:
    assert bundle().faults == ()


def test_every_value_of_a_bundled_source_is_understood() -> None:
    told = {iri: [finding.en for finding in findings if finding.severity is not Severity.INFO]
            for iri, findings in bundle().findings.items()}
    assert {iri: remarks for iri, remarks in told.items() if remarks} == {}


def test_the_gate_lets_every_bundled_record_pass() -> None:
    records = [(entry.iri, entry.description) for entry in bundle().entries]
    refused = {iri: finding.en for (iri, _), findings in zip(records, Gate().check(records), strict=True)
               for finding in findings if finding.severity is Severity.VIOLATION}
    assert refused == {}


def test_there_are_enough_records_and_every_kind_has_some() -> None:
    kinds = Counter(entry.kind for entry in bundle().entries)
    assert kinds.total() >= 430
    assert {kind for kind in KINDS if kinds[kind] < 5} == set()


def test_no_two_records_share_an_identity() -> None:
    repeated = {iri: count for iri, count in Counter(entry.iri for entry in bundle().entries).items() if count > 1}
    assert repeated == {}


def test_every_link_to_a_record_leads_to_a_record() -> None:
    known = {entry.iri for entry in bundle().entries}
    cited = {link for entry in bundle().entries for link in _LINK.findall(entry.description.decode())}
    assert cited - known == set()


def test_every_region_has_records_and_two_have_no_hub() -> None:
    found = Counter(code for entry in bundle().entries for code in regions(entry))
    hubs = {code for entry in bundle().entries if entry.kind == "hub" for code in regions(entry)}
    all_regions = {concept.code for concept in load_concepts().scheme("region").concepts}
    assert {code for code in all_regions if found[code] < 4} == set()
    assert all_regions - hubs == WITHOUT_HUB


@pytest.mark.parametrize("sheet", SHEETS)
def test_an_action_sheet_has_leaders_contributors_and_dated_milestones(store: Store, sheet: str) -> None:
    programme = f"{BASE}id/programme/programmes-nationaux--{sheet}"
    roles = Counter(code(role) for part in objects(store, programme, ORG.hasMembership)
                    for role in objects(store, part, ORG.role))
    milestones = [entry.iri for entry in bundle().of("jalons") if programme in objects(store, entry.iri, DCT.isPartOf)]
    assert roles["porteur"] >= 1
    assert roles["contributeur"] + roles["porteur"] >= 3
    assert len(milestones) >= 3
    assert [event for event in milestones if not objects(store, event, SCHEMA.startDate)] == []


def test_some_regions_need_trainings_that_nobody_gives_there(store: Store) -> None:
    gaps = (families(store, "exemples-poles", "exemples-organismes") - families(store, "exemples-formations"))
    assert len(gaps) >= 20
    assert {("03", "sound-video"), ("53", "3d-scan")} <= gaps


def test_every_tool_has_a_family_and_every_family_has_tools(store: Store) -> None:
    found = [{code(family) for family in objects(store, entry.iri, M.toolFamily)} for entry in bundle().of("outils")]
    assert all(found)
    assert set().union(*found) == {concept.code for concept in load_concepts().scheme("tool-family").concepts}


def families(store: Store, *sources: str) -> set[tuple[str, str]]:
    """The (region, tool family) pairs that records of the sources have."""
    return {(region, code(family)) for entry in bundle().of(*sources) for region in regions(entry)
            for family in objects(store, entry.iri, M.toolFamily)}


def objects(store: Store, subject: str, predicate: NamedNode) -> list[str]:
    return [quad.object.value for quad in store.quads_for_pattern(NamedNode(subject), predicate, None)
            if isinstance(quad.object, NamedNode | Literal)]


def code(concept: str) -> str:
    return concept.rpartition("/")[2]


def test_a_made_up_record_says_in_title_and_description_that_it_is_one() -> None:
    for entry in bundle().of("exemples-"):
        said = entry.description.decode()
        assert '(exemple)"@fr' in said, entry.iri
        assert '/description> "Exemple : ' in said, entry.iri


def test_a_made_up_record_points_to_no_real_site_or_mailbox() -> None:
    hosts = {host(address) for entry in bundle().of("exemples-") for line in entry.description.decode().splitlines(True)
             if any(f"{name}>" in line for name in _WEB_PROPERTIES) for address in _ADDRESS.findall(line)}
    assert {name for name in hosts if not name.endswith("example.org")} == set()
    assert len(hosts) > 50


def host(address: str) -> str:
    return address.rpartition("@")[2] if address.startswith("mailto:") else urlsplit(address).hostname or ""


def test_postcode_department_and_region_of_a_row_agree() -> None:
    concepts = load_concepts()
    tables = [file.read_text("utf-8").splitlines() for file in sorted((SOURCES / "data").glob("*.csv"))]
    rows = [row for table in tables for row in csv.DictReader(table, delimiter=";") if row.get("code_postal")]
    assert len(rows) > 150
    for row in rows:
        department = concepts.get(concepts.find("department", row["departement"]))
        assert department is not None
        assert department.broader == (concepts.find("region", row["region"]),), row
        assert department_of_postcode(row["code_postal"]) == row["departement"], row
