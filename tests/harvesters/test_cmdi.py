"""CMDI: one record for each document, its fields wherever a profile has them, nobody's address."""

from pathlib import Path

import pytest

from harvesters.formats import FORMATS
from harvesters.formats.work.work import Work
from harvesters.record import Fault, Raw, UnreadableDocument
from tests.harvesters.records import CASES, describe, raws, read

CORPUS = CASES / "cmdi" / "corpus.xml"


def record(components: str, header: str = "", resources: str = "") -> str:
    return (f'<CMD xmlns="http://www.clarin.eu/cmd/"><Header>{header}</Header><Resources>{resources}</Resources>'
            f"<Components><Profile>{components}</Profile></Components></CMD>")


def work(folder: Path, content: str) -> Work:
    path = folder / "record.xml"
    path.write_text(content)
    [raw] = raws(read("cmdi", path))
    return Work.of_payload(raw.payload)


def test_the_name_nearest_to_the_root_is_the_title_and_not_a_persons_or_projects(tmp_path: Path) -> None:
    said = work(tmp_path, record("""
        <Project><name>Projet</name></Project><Actor><name>Jeanne Petit</name></Actor>
        <Deep><Deeper><name>Partie</name></Deeper></Deep><General><name>Corpus</name></General>"""))
    assert said.titles == [["Corpus", ""]]


def test_a_person_in_a_contact_is_not_kept(tmp_path: Path) -> None:
    kept = work(tmp_path, record("""<title>T</title><Contact><Person>Jeanne Petit</Person><email>j@labo.example</email>
        <telephone>02 98 00 00 00</telephone></Contact><Creator><email>j@labo.example</email></Creator>"""))
    assert kept == Work("cmdi", titles=[["T", ""]])


def test_the_key_is_the_self_link_then_the_landing_page_then_the_address(tmp_path: Path) -> None:
    proxy = ("<ResourceProxyList><ResourceProxy><ResourceType>LandingPage</ResourceType><ResourceRef>"
             "https://corpus.example/1</ResourceRef></ResourceProxy></ResourceProxyList>")
    keys: list[str] = []
    for header, resources in (("<MdSelfLink>hdl:1/2</MdSelfLink>", proxy), ("", proxy), ("", "")):
        path = tmp_path / "record.xml"
        path.write_text(record("<title>T</title>", header, resources))
        keys.extend(raw.key for raw in raws(read("cmdi", path)))
    assert keys == ["hdl:1/2", "https://corpus.example/1", "https://source.example/record.xml"]


def test_the_same_record_in_oai_pmh_reads_the_same(tmp_path: Path) -> None:
    [alone] = raws(read("cmdi", CORPUS))
    body = CORPUS.read_text("utf-8").partition("?>")[2]
    path = tmp_path / "page.xml"
    path.write_text(f"""<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
        <identifier>{alone.key}</identifier></header><metadata>{body}</metadata></record></ListRecords></OAI-PMH>""")
    [enveloped] = raws(read("oai-pmh", path))
    assert enveloped.payload == alone.payload
    assert describe("oai-pmh", enveloped).serialize() == describe("cmdi", alone).serialize()


def test_indentation_changes_nothing(tmp_path: Path) -> None:
    flat = tmp_path / "flat.xml"
    flat.write_text("".join(line.strip() for line in CORPUS.read_text("utf-8").splitlines()), "utf-8")
    assert raws(read("cmdi", flat))[0].payload == raws(read("cmdi", CORPUS))[0].payload


@pytest.mark.parametrize(("content", "code"), [
    ('<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"/>', "MLG-O202"), ("<rss/>", "MLG-O201"),
    ("<CMD><Header>", "MLG-X106"), ("", "MLG-X104")])
def test_what_is_no_cmdi_record_is_refused(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "record.xml"
    path.write_text(content)
    with pytest.raises(UnreadableDocument) as refused:
        read("cmdi", path)
    assert refused.value.code == code


def test_a_record_without_components_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "record.xml"
    path.write_text("<CMD><Components/></CMD>")
    [fault] = read("cmdi", path)
    assert isinstance(fault, Fault)
    assert fault.finding.code == "MLG-O203"


def test_it_is_recognised_by_its_root_and_namespace_behind_comments() -> None:
    recognise = FORMATS["cmdi"].recognise
    assert recognise(b'\xef\xbb\xbf<?xml version="1.0"?><!-- a --><c:CMD xmlns:c="http://www.clarin.eu/cmd/1">', "")
    assert not recognise(b'<CMD xmlns="urn:other" x="', "")
    assert not recognise(b"<!-- <CMD xmlns='http://www.clarin.eu/cmd/'> --><x/>", "")


def test_a_raw_record_is_of_the_kind_its_root_tells() -> None:
    [raw] = read("cmdi", CORPUS)
    assert isinstance(raw, Raw)
    assert (raw.kind, raw.datestamp) == ("dataset", "2020-05-04")
