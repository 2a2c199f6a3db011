"""LHEO documents become trainings in the terms of the profile."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from harvesters.record import Fault, Listing, Raw
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

FOLDER = CASES / "lheo"
LHEO = SAMPLES / "lheo"


def write(folder: Path, formations: str, root: str = "lheo") -> Path:
    """A small LHEO document."""
    path = folder / "offres.xml"
    path.write_text(f"<{root}><offres>{formations}</offres></{root}>", "utf-8")
    return path


def one(folder: Path, formations: str) -> Raw:
    """The only record of a small document."""
    [raw] = raws(read("lheo", write(folder, formations)))
    return raw


def values(described: object, predicate: str) -> set[str]:
    """The values of a property anywhere in a description."""
    return {triple.object.value for triple in triples(described)  # type: ignore[arg-type]
            if triple.predicate.value.endswith(predicate)
            and isinstance(triple.object, Literal | NamedNode)}


@pytest.mark.parametrize("case", sorted(FOLDER.glob("*.xml")), ids=lambda path: path.stem)
def test_a_document_says_exactly_what_its_turtle_says(case: Path) -> None:
    said = set().union(*(triples(described) for described in descriptions("lheo", read("lheo", case))))
    assert said == expected(case.with_suffix(".ttl"))


@needs_samples
def test_the_onisep_training_is_read_whole() -> None:
    [raw] = raws(read("lheo", LHEO / "lheo-2.2-bts-onisep.xml"))
    assert raw.key == "9436_18706"
    assert raw.place == "lheo-2.2-bts-onisep.xml, line 4, formation numero=9436_18706"
    described = describe("lheo", raw)
    assert not blocks(described.findings)
    assert values(described, "/spatial") == {
        "http://id.insee.fr/geo/departement/29", "http://id.insee.fr/geo/region/53"}
    assert values(described, "asWKT") == {"POINT(-3.5526545 47.882108)"}
    assert values(described, "startDate") == {"2015-09-01"}
    assert values(described, "occupation") == {
        f"https://w3id.org/maillage/concept/rome/{code}" for code in ("D1402", "D1403", "D1408")}
    assert {"19290076900014", "34582", "34076", "312"} <= values(described, "notation")
    assert "99999999999" not in described.serialize().decode()


@needs_samples
def test_the_intercarif_index_says_that_it_was_cut() -> None:
    items = read("lheo", LHEO / "lheo-index-2.2-intercarif-a.xml")
    assert len(raws(items)) == 7
    assert items[-1] == Listing(expected=10)
    starts = [values(describe("lheo", raw), "startDate") for raw in raws(items)]
    assert starts.count({"2017-09"}) == 5
    titles = [values(describe("lheo", raw), "terms/title") for raw in raws(items)]
    assert "Titre professionnel d'accompagnateur(trice) de tourisme" in set().union(*titles)


@needs_samples
@pytest.mark.parametrize("path", sorted(LHEO.glob("*")), ids=lambda path: path.stem)
def test_no_sample_gives_a_personal_mailbox_or_a_telephone(path: Path) -> None:
    for raw in raws(read("lheo", path)):
        for content in (raw.payload, describe("lheo", raw).serialize()):
            assert b"courriel" not in content
            assert b"@ac-rennes.fr" not in content
            assert b"02 98 96" not in content


def test_what_names_a_person_stays_out_of_payload_and_description() -> None:
    [raw] = raws(read("lheo", FOLDER / "whole-training.xml"))
    for content in (raw.payload, describe("lheo", raw).serialize()):
        for private in (b"Ledoux", b"Marie", b"marie.", b"02 99", b"06 00"):
            assert private not in content
        assert b"formation@studio-photo.example" in content


def test_indentation_comments_and_export_dates_do_not_change_the_payload(tmp_path: Path) -> None:
    tight = one(tmp_path, '<formation numero="1"><intitule-formation>Son</intitule-formation></formation>')
    loose = one(tmp_path, """
        <!-- exported tonight -->
        <formation horodatage-export="2026-11-22" numero="1">
            <intitule-formation>
                Son
            </intitule-formation>
            <extras info="FLUX"><extra info="date-export">20261122</extra></extras>
        </formation>""")
    assert loose.payload == tight.payload
    assert loose.place != tight.place


def test_a_change_in_the_text_changes_the_payload(tmp_path: Path) -> None:
    before = one(tmp_path, '<formation numero="1"><intitule-formation>Son</intitule-formation></formation>')
    after = one(tmp_path, '<formation numero="1"><intitule-formation>Sons</intitule-formation></formation>')
    assert before.payload != after.payload


@pytest.mark.parametrize("namespace", [
    "", "http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.3", "https://www.of.moncompteformation.gouv.fr",
    "urn:one-we-never-heard-of", "lheo"])
def test_any_namespace_will_do(tmp_path: Path, namespace: str) -> None:
    declared = f' xmlns="{namespace}"' if namespace else ""
    path = tmp_path / "offres.xml"
    path.write_text(f'<lheo{declared}><offres><formation numero="1"><intitule-formation>Son'
                    "</intitule-formation></formation></offres></lheo>", "utf-8")
    [raw] = raws(read("lheo", path))
    assert values(describe("lheo", raw), "terms/title") == {"Son"}


def test_prefixed_elements_are_elements_too(tmp_path: Path) -> None:
    path = tmp_path / "offres.xml"
    path.write_text('<l:lheo xmlns:l="http://lheo.gouv.fr/2.3"><l:offres><l:formation numero="1">'
                    "<l:intitule-formation>Son</l:intitule-formation></l:formation></l:offres></l:lheo>", "utf-8")
    [raw] = raws(read("lheo", path))
    assert values(describe("lheo", raw), "terms/title") == {"Son"}


@pytest.mark.parametrize(("code", "mode"), [("0", "onsite"), ("1", "blended"), ("2", "online")])
def test_modes_follow_the_dictionary_of_the_norm(tmp_path: Path, code: str, mode: str) -> None:
    raw = one(tmp_path, f'<formation numero="1"><action><modalites-enseignement>{code}</modalites-enseignement>'
                        "</action></formation>")
    assert values(describe("lheo", raw), "courseMode") == {f"https://w3id.org/maillage/concept/mode/{mode}"}


@pytest.mark.parametrize(("address", "found"), [
    ("<code-INSEE-commune>2A004</code-INSEE-commune>", {"departement/2A", "region/94"}),
    ("<departement>2b</departement>", {"departement/2B", "region/94"}),
    ("<departement>1</departement>", {"departement/01", "region/84"}),
    ("<codepostal>20137</codepostal>", {"departement/2A", "region/94"}),
    ("<codepostal>97600</codepostal>", {"departement/976", "region/06"}),
    ("<codepostal>98800</codepostal>", {"collectiviteDOutreMer/988"}),
    ("<codepostal>35042</codepostal><region>53</region>", {"departement/35", "region/53"}),
    ("<region>26</region>", {"region/27"}),
    ("<region>91</region>", {"region/76"}),
    ("<region>75</region>", {"region/75"}),
    ("<codepostal>75001</codepostal><region>82</region>", {"departement/75", "region/11"}),
    ("<codepostal>35000</codepostal><pays>DE</pays>", set()),
    ("<codepostal>-</codepostal>", set()),
])
def test_the_most_precise_code_tells_the_territory(tmp_path: Path, address: str, found: set[str]) -> None:
    raw = one(tmp_path, '<formation numero="1"><action><lieu-de-formation><coordonnees><adresse>'
                        f"{address}</adresse></coordonnees></lieu-de-formation></action></formation>")
    described = describe("lheo", raw)
    about = {triple.object.value for triple in triples(described)
             if triple.subject == NamedNode(described.iri) and triple.predicate.value.endswith("/spatial")
             and isinstance(triple.object, NamedNode)}
    assert about == {f"http://id.insee.fr/geo/{territory}" for territory in found}
    assert not described.findings


def test_a_code_of_no_territory_is_told(tmp_path: Path) -> None:
    raw = one(tmp_path, '<formation numero="1"><action><lieu-de-formation><coordonnees><adresse>'
                        "<codepostal>99123</codepostal></adresse></coordonnees></lieu-de-formation></action>"
                        "</formation>")
    assert codes(describe("lheo", raw)) == {"MLG-L020": "99123"}


def test_fillers_say_nothing_and_wrong_values_are_told() -> None:
    [raw] = raws(read("lheo", FOLDER / "fillers.xml"))
    described = describe("lheo", raw)
    assert codes(described) == {
        "MLG-L011": "99999", "MLG-L030": "00000000000000", "MLG-L050": "sur devis", "MLG-L070": "7",
        "MLG-D001": "20270231", "MLG-L021": "0 0", "MLG-L040": "topick", "MLG-L041": "kraken",
        "MLG-C001": "heritag",
    }
    assert [finding.value for finding in described.findings if finding.code == "MLG-L011"] == ["...", "99999"]
    assert all(finding.fr and finding.en for finding in described.findings)


def test_an_impossible_session_date_blocks_the_record_alone() -> None:
    [raw] = raws(read("lheo", FOLDER / "fillers.xml"))
    blocking = [finding for finding in describe("lheo", raw).findings if finding.severity is Severity.VIOLATION]
    assert [(finding.path, finding.value) for finding in blocking] == [("startDate", "20270231")]


def test_a_public_without_counterpart_is_advice_only() -> None:
    [raw] = raws(read("lheo", FOLDER / "whole-training.xml"))
    [finding] = describe("lheo", raw).findings
    assert (finding.code, finding.severity, finding.value) == ("MLG-L010", Severity.INFO, "80018")


def test_a_training_without_number_gets_a_key_that_lasts(tmp_path: Path) -> None:
    formation = ("<formation><intitule-formation>{title}</intitule-formation><contenu-formation>{content}"
                 "</contenu-formation><organisme-formation-responsable><SIRET-organisme-formation>"
                 "<SIRET>19751720400396</SIRET></SIRET-organisme-formation></organisme-formation-responsable>"
                 "</formation>")
    first = one(tmp_path, formation.format(title="Son", content="a"))
    again = one(tmp_path, formation.format(title="Son ", content="b"))
    other = one(tmp_path, formation.format(title="Image", content="a"))
    assert first.key == again.key != other.key
    assert codes(describe("lheo", first))["MLG-L003"] == first.key


def test_a_training_that_nothing_names_is_a_fault_and_costs_no_other(tmp_path: Path) -> None:
    path = write(tmp_path, "<formation><certifiante>0</certifiante></formation>"
                           '<formation numero="2"><intitule-formation>Son</intitule-formation></formation>')
    fault, raw = read("lheo", path)
    assert isinstance(fault, Fault)
    assert fault.finding.code == "MLG-L002"
    assert isinstance(raw, Raw)
    assert raw.key == "2"


def test_a_feed_that_went_wrong_is_incomplete(tmp_path: Path) -> None:
    path = write(tmp_path, '<extras info="FLUX-CARIF"><extra info="statut">KO</extra></extras>')
    assert read("lheo", path) == [Listing(None, "the feed says statut = KO", "le flux dit statut = KO")]


def test_durations_that_differ_are_said_of_sessions_not_of_the_training(tmp_path: Path) -> None:
    action = ("<action><nombre-heures-total>{hours}</nombre-heures-total><session>"
              "<periode><debut>20270101</debut></periode></session></action>")
    raw = one(tmp_path, f'<formation numero="1">{action.format(hours=7)}{action.format(hours=14)}</formation>')
    described = describe("lheo", raw)
    told = {(triple.subject == NamedNode(described.iri), triple.object.value) for triple in triples(described)
            if triple.predicate.value.endswith("timeRequired") and isinstance(triple.object, Literal)}
    assert told == {(False, "PT7H"), (False, "PT14H")}


@pytest.mark.parametrize(("prices", "free"), [
    (["0"], {"true"}), (["0,00", "0"], {"true"}), (["350"], {"false"}), (["0", "350"], set()), ([], set())])
def test_free_is_what_costs_nothing_in_every_action(tmp_path: Path, prices: list[str], free: set[str]) -> None:
    actions = "".join(f"<action><prix-total-TTC>{price}</prix-total-TTC></action>" for price in prices)
    raw = one(tmp_path, f'<formation numero="1">{actions}</formation>')
    assert values(describe("lheo", raw), "isAccessibleForFree") == free


def test_the_language_of_texts_is_the_sources(tmp_path: Path) -> None:
    raw = one(tmp_path, '<formation numero="1"><intitule-formation>Son</intitule-formation></formation>')
    [title] = [triple.object for triple in triples(describe("lheo", raw, language="br"))
               if triple.predicate.value.endswith("terms/title")]
    assert title == Literal("Son", language="br")
