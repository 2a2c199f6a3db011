"""CDM-fr: programmes of universities in every version of the norm; persons stay out."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Fault, Item, Raw, UnreadableDocument
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.records import CASES, SAMPLES, describe, needs_samples, raws, read

CDM = FORMATS["cdm-fr"]
WHOLE = CASES / "cdm-fr" / "catalogue-2012.xml"


def listed(folder: Path, inner: str, space: str = "http://cdm-fr.fr/2011/CDM", *, courses: bool = False) -> list[Item]:
    path = folder / "cdm.xml"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n<CDM xmlns="{space}">{inner}</CDM>', "utf-8")
    return read("cdm-fr", path, courses=courses)


def program(inner: str = "", key: str = "p") -> str:
    return f'<program id="{key}"><programName><text language="fr-FR">Licence</text></programName>{inner}</program>'


def kept(folder: Path, inner: str) -> dict[str, Any]:
    """What is kept of a programme."""
    [raw] = raws(listed(folder, program(inner)))
    told: dict[str, Any] = orjson.loads(raw.payload)
    return told


def described(raw: Raw) -> Description:
    return describe("cdm-fr", raw)


@pytest.mark.parametrize("space", ["http://cdm-fr.fr/2006/CDM-frSchema", "http://cdm-fr.fr/2013/CDM", "urn:x:cdm"])
def test_namespaces_and_indentation_do_not_change_a_programme(tmp_path: Path, space: str) -> None:
    [before] = raws(listed(tmp_path, program("<searchword>son</searchword>")))
    [after] = raws(listed(tmp_path, f"\n\n{program('<searchword>  son </searchword>')}\n", space))
    assert before.payload == after.payload


def test_the_time_of_export_does_not_change_a_programme(tmp_path: Path) -> None:
    def payload(day: str) -> bytes:
        return raws(listed(tmp_path, f'<properties><datetime date="{day}"/></properties>{program()}'))[0].payload

    assert payload("2026-01-01") == payload("2026-01-02")


def test_pseudo_tags_of_language_are_no_names(tmp_path: Path) -> None:
    name = ("<programName><text language='fr-FR-TRL'>licence</text><text language='fr-FR'>Licence</text>"
            "<text language='fr-FR-MTP'>LSNS</text></programName>")
    [raw] = raws(listed(tmp_path, f'<program id="p">{name}</program>'))
    assert orjson.loads(raw.payload)["names"] == [["Licence", "fr"]]


def test_courses_are_listed_only_where_the_source_asks_for_them(tmp_path: Path) -> None:
    inner = program() + '<course id="c"><courseName>UE</courseName></course>'
    assert [raw.key for raw in raws(listed(tmp_path, inner))] == ["p"]
    assert [raw.key for raw in raws(listed(tmp_path, inner, courses=True))] == ["p", "c"]


def test_a_sub_programme_is_a_part_unless_it_also_stands_on_its_own(tmp_path: Path) -> None:
    nested = program('<subProgram id="s"><programName>Parcours</programName></subProgram>')
    part, = [raw for raw in raws(listed(tmp_path, nested)) if raw.key == "s"]
    assert b"isPartOf> <https://data.example/id/course/s--p>" in described(part).serialize()
    items = raws(listed(tmp_path, nested + program(key="s")))
    assert sorted(raw.key for raw in items) == ["p", "s"]


def test_mixed_content_is_read_in_paragraphs(tmp_path: Path) -> None:
    told = kept(tmp_path, "<learningObjectives>Dire,\n   <italic>lire</italic> &amp;lt;TEI&amp;gt;<br/>et"
                          "<list><listItem>écrire</listItem></list>fin</learningObjectives>")
    assert told["objectives"] == [["Dire, lire <TEI>\net\nécrire\nfin", ""]]


def test_blocks_of_other_languages_are_texts_of_their_own(tmp_path: Path) -> None:
    told = kept(tmp_path, "<learningObjectives blockLang='fr-FR'>Lire<altLangBlock blockLang='en-GB'>To read"
                          "</altLangBlock><subBlock blockLang='fr-FR-TRL'>lire</subBlock></learningObjectives>")
    assert told["objectives"] == [["Lire", "fr"], ["To read", "en"]]


def test_a_programme_without_id_is_known_by_its_name_and_without_both_it_is_refused(tmp_path: Path) -> None:
    named, nameless = listed(tmp_path, "<program><programName>Licence</programName></program><program/>")
    assert isinstance(named, Raw)
    assert named.key.startswith("sans-id-")
    assert isinstance(nameless, Fault)
    assert (nameless.finding.code, nameless.place) == ("MLG-L202", "cdm.xml, line 2, program")


@pytest.mark.parametrize(("unit", "number"), [
    ('<orgUnit id="FR_RNE_0751717J_OR">', "0751717J"), ('<orgUnit id="FRUAI0751717JOU">', "0751717J"),
    ('<orgUnit id="x"><orgUnitCode codeSet="codeUAI">0751717j</orgUnitCode>', "0751717J"), ('<orgUnit id="x">', None),
    ('<orgUnit id="x"><orgUnitCode>ARTS</orgUnitCode>', None),
])
def test_the_register_number_of_a_university_is_in_its_code_or_identifier(
        tmp_path: Path, unit: str, number: str | None) -> None:
    [raw] = raws(listed(tmp_path, f"{unit}<orgUnitName>U</orgUnitName></orgUnit>{program()}"))
    assert orjson.loads(raw.payload)["units"][0].get("uai") == number


def test_the_faculty_that_answers_is_told_and_not_the_office_for_registration(tmp_path: Path) -> None:
    units = ('<orgUnit id="u"><orgUnitName>U</orgUnitName><orgUnit id="office"><orgUnitName>B</orgUnitName></orgUnit>'
             '<orgUnit id="f"><orgUnitName>Faculté</orgUnitName></orgUnit></orgUnit>')
    told = ('<admissionInfo><refOrgUnit idRef="office"/></admissionInfo>'
            '<programStructure><refOrgUnit idRef="f"/></programStructure>')
    [raw] = raws(listed(tmp_path, units + program(told)))
    assert [unit["names"][0][0] for unit in orjson.loads(raw.payload)["units"]] == ["U", "Faculté"]


@pytest.mark.parametrize(("said", "modes"), [("Aucune", ["onsite"]), ("Totale", ["online"]), ("Partielle", ["blended"]),
                                             ("Nous consulter", None)])
def test_distance_teaching_is_a_mode(tmp_path: Path, said: str, modes: list[str] | None) -> None:
    told = kept(tmp_path, f'<formOfTeaching><subBlock userDefined="enseignementADistance">{said}</subBlock>'
                          "</formOfTeaching>")
    assert told.get("modes") == modes


@pytest.mark.parametrize(("inner", "code"), [
    ('<expenses price="cher"/>', "MLG-L210"), ('<programCode codeSet="NSF">x</programCode>', "MLG-L211"),
    ('<formOfTeaching method="par pigeon"/>', "MLG-C001"),
    ('<ppalTeachingLanguage teachingLang="klingon"/>', "MLG-C001"),
])
def test_a_value_that_cannot_be_read_is_told(tmp_path: Path, inner: str, code: str) -> None:
    [raw] = raws(listed(tmp_path, program(inner)))
    told = described(raw)
    assert [finding.code for finding in told.findings] == [code]
    assert not blocks(told.findings)


def test_nobody_is_named() -> None:
    for raw in raws(read("cdm-fr", WHOLE)):
        told = raw.payload + described(raw).serialize()
        for private in (b"nadia", b"Nadia", b"Faure", b"05 00 00"):
            assert private not in told


@needs_samples
def test_the_real_programme_is_whole_accepted_and_without_persons() -> None:
    [raw] = raws(read("cdm-fr", SAMPLES / "cdm-fr" / "unistra-licence-anglais.xml"))
    told = described(raw)
    [found] = Gate("shacl").check([(told.iri, told.serialize())])
    assert not blocks(told.findings + found)
    for public in ("Licence Anglais", "UNIVERSITÉ DE STRASBOURG", "Faculté Langues et Cultures étrangères", "region/44",
                   "Débouchés", "Master MEEF", "Traduire en anglais"):
        assert public.encode() in told.serialize()
    for private in (b"antrant", b"Choffat", b"Lotz", b"03 68", b"clotz"):
        assert private not in raw.payload


@needs_samples
def test_cdm_and_only_cdm_is_recognised() -> None:
    files = [path for path in SAMPLES.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files if CDM.recognise(path.read_bytes()[:65_536], "")} == {"cdm-fr"}


@pytest.mark.parametrize(("content", "code"), [
    (b"<lheo/>", "MLG-L201"), (b"", "MLG-X104"), (b"<html/>", "MLG-X103"), (b"<CDM><program>", "MLG-X106"),
    (b'<!DOCTYPE CDM [<!ENTITY a "b">]><CDM>&a;</CDM>', "MLG-X102"),
])
def test_what_is_no_cdm_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "x.xml"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as fault:
        read("cdm-fr", path)
    assert fault.value.code == code


NAMES = st.sampled_from(["program", "subProgram", "course", "orgUnit", "programName", "text", "subBlock", "contacts",
                         "refOrgUnit", "refCourse", "formOfTeaching", "qualification", "degree", "adr", "webLink",
                         "href", "programDuration", "programCode", "profession", "romeData", "person", "level",
                         "admissionInfo"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["id", "idRef", "language", "blockLang", "userDefined", "method", "price",
                                              "date", "duration", "romeCode", "codeSet", "ECTScredits"]),
                             st.sampled_from(["p", "", "fr-FR", "fr-FR-TRL", "x-y-z", "NSF", "mention", "-1", "é"]))
TREES: st.SearchStrategy[str] = st.recursive(
    st.sampled_from(["", "texte ", "&lt;b&gt;", "06 12 34 56 78"]),
    lambda inner: st.builds(
        lambda name, said, parts: f"<{name} {' '.join(f'{key}={value!r}' for key, value in said.items())}>"
                                  f"{''.join(parts)}</{name}>",
        NAMES, ATTRIBUTES, st.lists(inner, max_size=4)), max_leaves=30)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TREES, max_size=4))
def test_any_elements_anywhere_are_read(tmp_path: Path, trees: list[str]) -> None:
    for raw in raws(listed(tmp_path, "".join(trees), courses=True)):
        assert described(raw).serialize()
