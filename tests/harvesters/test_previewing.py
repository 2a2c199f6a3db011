"""The first records of a source are shown as they came and as they became, whatever they are made of."""

import time
from pathlib import Path

import orjson
import pytest

from catalogue.received import Received, Verdict
from harvesters.formats import FORMATS
from harvesters.previewing import Preview, preview, sight_of
from harvesters.source import Source, load_source

BASE = "https://data.example/"


def source(folder: Path, form: str, url: str, more: str = "") -> Source:
    file = folder / "s.toml"
    file.write_text(f'name = "s"\ntitle.fr = "S"\nurl = "{url}"\nformat = "{form}"\nlicence = "CC0-1.0"\n{more}',
                    "utf-8")
    return load_source(file, FORMATS)


def seen(folder: Path, declared: Source, most: int = 20) -> Preview:
    (folder / "spool").mkdir()
    return preview(declared, BASE, folder / "spool", most=most)


def fields(payload: bytes) -> list[tuple[str, str]]:
    """The fields of a payload as a preview shows them."""
    return list(sight_of(Received("k", "p", Verdict.ACCEPTED, payload=payload)).received)


def test_only_the_first_records_are_shown_and_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id;nom\n" + "".join(f"{at};Outil {at}\n" for at in range(5_000)), "utf-8")
    made = seen(tmp_path, source(tmp_path, "table", "t.csv", 'kind = "tool"\n[map]\nkey = "id"\ntitle = "nom"\n'), 3)
    assert [sight.key for sight in made.sights] == ["0", "1", "2"]
    assert made.sights[0].received == (("id", "0"), ("nom", "Outil 0"))
    assert {change.field: change.added for change in made.sights[0].mapped}["title"] == ("Outil 0",)
    assert list((tmp_path / "spool").iterdir()) == []


def test_what_would_be_refused_says_why(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id;nom\n1;\n;A\n", "utf-8")
    made = seen(tmp_path, source(tmp_path, "table", "t.csv", 'kind = "tool"\n[map]\nkey = "id"\ntitle = "nom"\n'))
    assert made.refused == 2
    assert [[finding.code for finding in sight.findings if finding.severity == "violation"]
            for sight in made.sights] == [["MLG-R103"], ["MLG-K001"]]


def test_a_source_that_cannot_be_had_or_read_says_so(tmp_path: Path) -> None:
    absent = seen(tmp_path, source(tmp_path, "lheo", "none.xml"))
    assert (absent.sights, absent.unreachable, absent.reason.code) == ([], True, "MLG-N012")
    (tmp_path / "x.xml").write_bytes(b"<other/>")
    (tmp_path / "spool").rmdir()
    wrong = seen(tmp_path, source(tmp_path, "lheo", "x.xml"))
    assert (wrong.unreachable, bool(wrong.reason.code)) == (False, True)


def test_documents_without_records_are_not_all_read(tmp_path: Path) -> None:
    folder = tmp_path / "flux"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.nt").write_text(f"<https://a.example/{number}> <https://a.example/p> \"x\" .\n")
    (folder / "99.ttl").write_text('<https://a.example/1> a <https://w3id.org/maillage/ns#ResourceHub> .')
    assert seen(tmp_path, source(tmp_path, "rdf", "flux")).sights == []


@pytest.mark.parametrize(("payload", "shown"), [
    (b'{"a":{"b":[1,2]},"c":[{"d":"x"}],"e":null,"f":""}', [("a.b", "1 | 2"), ("c[0].d", "x")]),
    (b"<r><nom lang='fr'>A &amp; B</nom><vide/><x> </x></r>", [("nom", "A & B")]),
    (b"BEGIN:VEVENT\r\nSUMMARY:Atelier\r\n", [("", "BEGIN:VEVENT"), ("", "SUMMARY:Atelier")]),
    (b'# {"root":1}\n<https://a.example/1> <http://purl.org/dc/terms/title> "A"@fr .\n', [("title", "A@fr")]),
    (b"<https://a.example/1> <http://purl.org/dc/terms/title> broken .\n",
     [("", "<https://a.example/1> <http://purl.org/dc/terms/title> broken .")]),
    (b"\xff\xfe", [("", "\ufffd\ufffd")]), (b"", [])])
def test_a_payload_is_shown_by_its_fields(payload: bytes, shown: list[tuple[str, str]]) -> None:
    assert fields(payload) == shown


@pytest.mark.parametrize("payload", [
    b"<a>" + b" " * 3_000_000, b"<a " * 1_000_000, b'{"a":' * 900 + b"1" + b"}" * 900, b"<x> <y> " * 300_000,
    orjson.dumps({"k": "x" * 5_000_000}), b"\n" * 5_000_000], ids=range(6))
def test_no_payload_costs_much_to_show(payload: bytes) -> None:
    began = time.monotonic()
    assert all(len(value) < 400 for _, value in fields(payload))
    assert time.monotonic() - began < 5
