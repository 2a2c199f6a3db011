"""`maillage source add`: a source is recognised, proposed, previewed, and written only when asked."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from maillage.settings import BUNDLED_SOURCES
from tests.e2e.conftest import Ended, maillage
from tests.e2e.sample_server import SampleServer, sample_server
from tests.harvesters.records import needs_samples

TABLE = ("id;nom;site;région;téléphone\np1;Fabrique d'Armor;https://armor.example.org/;Bretagne;0611223344\n"
         "p2;Studio du Lac;;Normandie;\np3;;https://lac.example.org/;Bretagne;\n")


@pytest.fixture
def server() -> Iterator[SampleServer]:
    with sample_server() as running:
        yield running


@pytest.fixture
def poles(tmp_path: Path) -> Path:
    file = tmp_path / "pôles.csv"
    file.write_text(TABLE, "utf-8")
    return file


def add(folder: Path, *arguments: str, **environment: str) -> Ended:
    return maillage("source", "add", *arguments, data=folder / "data", **environment)


def test_a_table_is_proposed_with_a_map_and_shown_raw_beside_mapped(tmp_path: Path, poles: Path) -> None:
    ended = add(tmp_path, str(poles))
    assert ended.code == 1, "the licence is to be filled in, and a record would be refused"
    told = tomllib.loads(ended.out)
    assert (told["name"], told["format"], told["kind"], told["licence"]) == ("poles", "table", "hub", "")
    assert told["map"] == {"key": "id", "title": "nom", "homepage": "site", "region": "région"}
    assert '# Columns left out: "téléphone"' in ended.out
    assert "0611223344" not in ended.out + ended.err
    assert "received | nom: Fabrique d'Armor" in ended.err
    assert "mapped | title: Fabrique d'Armor@fr" in ended.err
    assert "violation MLG-R103 title" in ended.err
    line = 1 + ended.out.splitlines().index(next(line for line in ended.out.splitlines() if line.startswith("licence")))
    assert f"poles.toml:{line}: “licence” is empty" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pôles.csv"]


def test_a_written_source_harvests_and_is_never_replaced(tmp_path: Path, poles: Path) -> None:
    mine = tmp_path / "deep" / "sources"
    wanted = (str(poles), "--licence", "LO-OL-2.0", "--title", "Pôles d'ici", "--name", "mes-poles", "--write",
              "--sources", str(mine))
    ended = add(tmp_path, *wanted)
    assert (ended.out, f"maillage harvest mes-poles --sources {mine}" in ended.err) == ("", True)
    assert tomllib.loads((mine / "mes-poles.toml").read_text("utf-8"))["url"] == "../../pôles.csv"
    harvested = maillage("harvest", "--json", "--sources", str(mine), data=tmp_path / "data").json["runs"][0]
    assert (harvested["listed"], harvested["created"], harvested["rejected"]) == (3, 2, 1)
    again = add(tmp_path, *wanted)
    assert (again.code, "MLG-S021" in again.err) == (2, True)
    assert add(tmp_path, str(poles), "--sources", str(mine), "--name", "mes-poles").code == 1


def test_the_bundled_sources_are_not_written_to(tmp_path: Path, poles: Path) -> None:
    before = sorted(BUNDLED_SOURCES.glob("*.toml"))
    ended = add(tmp_path, str(poles), "--write")
    assert (ended.code, "MLG-S022" in ended.err, "--sources my-sources" in ended.err) == (2, True, True)
    assert sorted(BUNDLED_SOURCES.glob("*.toml")) == before


def test_everything_is_told_to_programs_too(tmp_path: Path, poles: Path) -> None:
    told = add(tmp_path, str(poles), "--licence", "CC0-1.0", "--json").json
    assert (told["schema"], told["format"], told["faults"], told["written"]) == (
        "maillage.source-add/1", "table", [], None)
    assert tomllib.loads(told["toml"])["licence"] == "CC0-1.0"
    assert [record["verdict"] for record in told["preview"]["records"]] == ["accepted", "accepted", "rejected"]
    assert told["exit"] == 1


def test_french_curators_are_told_in_french(tmp_path: Path, poles: Path) -> None:
    ended = add(tmp_path, str(poles), MAILLAGE_LANG="fr")
    for words in ("à remplir, comme l'éditeur la dit", "Colonnes non reprises", "deviné : vérifiez"):
        assert words in ended.out
    assert "Rien n'a été écrit" in ended.err


@needs_samples
@pytest.mark.parametrize(("path", "form"), [
    ("lheo/lheo-2.2-bts-onisep.xml", "lheo"), ("schema-org/gtn-galaxy-intro-101.html", "schema-org"),
    ("ical/indico-events.ics", "icalendar")])
def test_what_a_server_has_is_recognised_fetched_and_previewed(
        tmp_path: Path, server: SampleServer, path: str, form: str) -> None:
    url = f"http://{server.place}/{path}"
    told = add(tmp_path, url, "--allow", server.place, "--licence", "CC-BY-4.0", "--json").json
    declared = tomllib.loads(told["toml"])
    assert (declared["format"], declared["url"], declared["allow"], declared["every"]) == (
        form, url, [server.place], "7 days")
    assert told["preview"]["records"]
    assert all(record["received"] and record["mapped"] for record in told["preview"]["records"])


def test_a_private_address_is_refused_and_a_missing_document_told(tmp_path: Path, server: SampleServer) -> None:
    for more, code in (((), "MLG-N002"), (("--allow", server.place), "MLG-N006")):
        ended = add(tmp_path, f"http://{server.place}/none.csv", *more)
        assert (ended.code, code in ended.err, ended.out) == (3, True, "")


@pytest.mark.parametrize(("content", "words"), [
    (b"%PDF-1.7 \x00", "a PDF document"), (b"<html><body>Bonjour</body></html>", "a web page"), (b"", "nothing")])
def test_a_document_of_no_known_format_is_told_for_what_it_looks_like(
        tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    ended = add(tmp_path, str(file))
    assert (ended.code, "MLG-S020" in ended.err, words in ended.err, "openagenda" in ended.err) == (1, True, True, True)


def test_a_folder_is_known_by_its_first_known_file(tmp_path: Path) -> None:
    folder = tmp_path / "flux"
    folder.mkdir()
    (folder / "a.txt").write_text("Lisez-moi")
    (folder / "b.ttl").write_text('<https://a.example/1> a <https://w3id.org/maillage/ns#ResourceHub> ; '
                                  '<http://purl.org/dc/terms/title> "Un pôle"@fr .', "utf-8")
    ended = add(tmp_path, str(folder), "--licence", "CC0-1.0")
    assert tomllib.loads(ended.out)["format"] == "rdf"


def test_a_key_is_neither_sent_nor_kept_in_plain(tmp_path: Path, server: SampleServer) -> None:
    plain = add(tmp_path, f"http://{server.place}/x.json?key=geheim", "--allow", server.place)
    assert (plain.code, "${MY_KEY}" in plain.err, "geheim" in plain.err, server.asked) == (2, True, False, {})
    (unset, hidden) = (add(tmp_path, f"http://{server.place}/x.json?key=${{MY_KEY}}", "--allow", server.place, **more)
                       for more in ({}, {"MY_KEY": "geheim"}))
    assert (unset.code, "MY_KEY=" in unset.err) == (2, True)
    assert (hidden.code, "geheim" in hidden.out + hidden.err) == (3, False)


@pytest.mark.parametrize(("arguments", "words"), [
    (("nowhere.csv",), "neither an http(s) address nor a file"), (("x.csv", "--format", "tabel"), "“table”"),
    (("pôles.csv", "--name", "Mes Pôles"), "mes-poles")])
def test_what_is_asked_wrongly_is_told_plainly(
        tmp_path: Path, poles: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = add(tmp_path, *(str(poles) if one == "pôles.csv" else one for one in arguments))
    assert (ended.code, words in ended.err) == (2, True)


def test_a_wrong_kind_or_licence_is_told_by_its_line(tmp_path: Path, poles: Path) -> None:
    ended = add(tmp_path, str(poles), "--kind", "hubb", "--licence", "LO-OL")
    assert ended.code == 1
    assert "“hubb” is not a kind of record" in ended.err
    assert "“LO-OL” is not a licence code" in ended.err


def test_a_declared_source_shows_its_first_records_too(tmp_path: Path) -> None:
    ended = maillage("source", "test", "exemples-poles", "--preview", "3", data=tmp_path / "data")
    assert (ended.code, ended.out.count("mapped | title:")) == (0, 3)
    told = maillage("source", "test", "exemples-poles", "--preview", "2", "--json", data=tmp_path / "data").json
    assert (told["schema"], len(told["records"])) == ("maillage.source-preview/1", 2)
    assert not (tmp_path / "data").exists()
