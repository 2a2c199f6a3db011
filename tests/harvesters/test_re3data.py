"""re3data: the list leads to the records; what is a person's is left there."""

from pathlib import Path

import pytest

from harvesters.description import Description
from harvesters.record import Fault, Follow, Raw, UnreadableDocument
from tests.harvesters.records import MINTING, SAMPLES, describe, needs_samples, raws, read
from tests.harvesters.registers import tally, values

URL = "https://registry.example/api/v1/repositories"


def listing(folder: Path, *entries: str) -> Path:
    path = folder / "repositories.xml"
    path.write_text(f"<list>{''.join(f'<repository>{entry}</repository>' for entry in entries)}</list>")
    return path


def record(folder: Path, fields: str, namespace: str = "https://www.re3data.org/schema/4-0") -> Path:
    path = folder / "record.xml"
    path.write_text(f'<r:re3data xmlns:r="{namespace}"><r:repository><r:re3data.orgIdentifier>r3d100000001'
                    f"</r:re3data.orgIdentifier>{fields}</r:repository></r:re3data>")
    return path


def said(folder: Path, fields: str) -> Description:
    [raw] = raws(read("re3data", record(folder, fields)))
    return describe("re3data", raw)


def test_a_list_leads_to_the_record_of_each_repository(tmp_path: Path) -> None:
    path = listing(tmp_path, '<id>r3d100000002</id><name>A</name><link href="/api/v1/repository/r3d100000002"/>',
                   '<id>r3d100000004</id><link href="https://registry.example/api/v1/repository/r3d100000004"/>')
    assert read("re3data", path, URL) == [
        Follow(f"https://registry.example/api/v1/repository/{key}", kind="repository", detail=True)
        for key in ("r3d100000002", "r3d100000004")]


@pytest.mark.parametrize("link", ["", '<link href=""/>', '<link href="https://elsewhere.example/r3d100000002"/>',
                                  '<link href="//elsewhere.example/x"/>', '<link href="http://[x"/>'])
def test_an_entry_that_leads_nowhere_or_elsewhere_costs_itself(tmp_path: Path, link: str) -> None:
    [fault] = read("re3data", listing(tmp_path, f"<id>r3d100000002</id>{link}"), URL)
    assert isinstance(fault, Fault)
    assert (fault.key, fault.finding.code) == ("r3d100000002", "MLG-Z303")


def test_in_a_file_the_entries_are_records_with_a_name(tmp_path: Path) -> None:
    path = listing(tmp_path, '<id>r3d100000002</id><name>Archives</name><link href="/api/v1/repository/r3d100000002"/>')
    [raw] = raws(read("re3data", path, path.as_uri()))
    told = describe("re3data", raw)
    assert told.iri == MINTING.thing("service", "s", "r3d100000002")
    assert values(told, "title") == {"Archives"}
    assert values(told, "source") == {"https://www.re3data.org/repository/r3d100000002"}


@pytest.mark.parametrize("namespace", [
    "http://www.re3data.org/schema/2-2", "http://www.re3data.org/schema/3-0", "https://www.re3data.org/schema/4-0"])
def test_every_version_of_the_schema_says_the_same(tmp_path: Path, namespace: str) -> None:
    name = "<r:repositoryName language='fra'>Soie</r:repositoryName><r:repositoryUrl>https://a.example/</r:repositoryUrl>"
    [raw] = raws(read("re3data", record(tmp_path, name, namespace)))
    told = describe("re3data", raw)
    assert values(told, "title") == {"Soie"}
    assert values(told, "landingPage") == {"https://a.example/"}


@pytest.mark.parametrize(("dates", "gone"), [
    ("<r:endDate>2013-7-31</r:endDate><r:lastUpdate>2014-01-01</r:lastUpdate>", True),
    ("<r:endDate>2013-07-31</r:endDate><r:lastUpdate>2012-01-01</r:lastUpdate>", False),
    ("<r:endDate/><r:lastUpdate>2014-01-01</r:lastUpdate>", False)])
def test_a_repository_that_had_ended_when_its_record_was_changed_is_withdrawn(
        tmp_path: Path, dates: str, gone: bool) -> None:
    [raw] = raws(read("re3data", record(tmp_path, dates)))
    assert raw.deleted is gone
    assert raw.datestamp in ("2014-01-01", "2012-01-01")


def test_persons_are_not_kept(tmp_path: Path) -> None:
    [raw] = raws(read("re3data", record(tmp_path, """
        <r:description language="eng">Ask ada.encre@soie.example or +33 4 72 00 00 00.</r:description>
        <r:repositoryContact>ada.encre@soie.example</r:repositoryContact>
        <r:repositoryContact>Ada Encre, 1 rue du Ver, Lyon</r:repositoryContact>
        <r:repositoryContact>contact@soie.example</r:repositoryContact>
        <r:institution><r:institutionName>S</r:institutionName>
        <r:institutionContact>Ada Encre</r:institutionContact></r:institution>""")))
    assert b"Ada" not in raw.payload
    assert b"ada" not in raw.payload
    assert b"72 00" not in raw.payload
    assert values(describe("re3data", raw), "hasEmail") == {"mailto:contact@soie.example"}


def test_what_it_serves_for_is_what_it_lets_in_and_out(tmp_path: Path) -> None:
    def services(upload: str, data: str) -> set[str]:
        told = said(tmp_path, f"""<r:dataUpload><r:dataUploadType>{upload}</r:dataUploadType></r:dataUpload>
            <r:dataAccess><r:dataAccessType>{data}</r:dataAccessType></r:dataAccess>""")
        return {iri.rpartition("/")[2] for iri in values(told, "serviceType")}

    assert services("restricted", "embargoed") == {"storage", "corpus-access"}
    assert services("closed", "open") == {"corpus-access"}
    assert services("closed", "closed") == set()


def test_whoever_only_pays_is_no_provider(tmp_path: Path) -> None:
    told = said(tmp_path, "".join(
        f"<r:institution><r:institutionName>{name}</r:institutionName>"
        f"<r:responsibilityType>{role}</r:responsibilityType></r:institution>"
        for name, role in (("Funder", "funding"), ("Sponsor", "sponsoring"), ("Host", "technical"))))
    assert values(told, "title") == {"Host"}


def test_a_repository_without_identifier_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "record.xml"
    path.write_text("<re3data><repository><repositoryName>A</repositoryName></repository></re3data>")
    [fault] = read("re3data", path)
    assert isinstance(fault, Fault)
    assert fault.finding.code == "MLG-Z302"


@pytest.mark.parametrize(("content", "code"), [
    ("<error code='404' message='Not Found'/>", "MLG-Z301"), ("<rss/>", "MLG-Z301"), ("<list><repository>", "MLG-X106"),
    ("<!DOCTYPE list [<!ENTITY a 'b'>]><list>&a;</list>", "MLG-X102"), ("<html/>", "MLG-X103"), ("", "MLG-X104")])
def test_another_document_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "record.xml"
    path.write_text(content)
    with pytest.raises(UnreadableDocument) as told:
        read("re3data", path)
    assert told.value.code == code


@needs_samples
@pytest.mark.parametrize("name", ["r3d100011778.xml", "re3dataRepoExample22.xml"])
def test_the_records_of_the_samples_are_accepted(name: str) -> None:
    assert tally("re3data", SAMPLES / "re3data" / name) == (1, 0, 1)


@needs_samples
def test_the_list_of_the_samples_leads_to_1550_records_and_is_accepted_as_a_file() -> None:
    path = SAMPLES / "re3data" / "repositories-list.xml"
    leads = read("re3data", path, URL)
    assert len(leads) == len({lead.url for lead in leads if isinstance(lead, Follow) and lead.detail}) == 1_550
    alone = read("re3data", path, path.resolve().as_uri())
    assert all(isinstance(item, Raw) for item in alone)
    assert len(raws(alone)) == 1_550
