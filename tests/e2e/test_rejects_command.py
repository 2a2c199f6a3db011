"""What a curator does with rejects, from the command line: why, what would help, trying, writing, a letter."""

import csv
import io
from pathlib import Path

import pytest

from tests.e2e.conftest import maillage, write_source

MAP = ('kind = "event"\nlanguage = "fr"\n[map]\nkey = "id"\ntitle = "nom"\n# Jour, puis mois.\n'
       'startDate = { from = "debut", date = "%d/%m/%Y" }   # premier jour\n'
       'endDate   = { from = "fin", date = "%d/%m/%Y" }\n')
GOOD = [f"g{n};Atelier {n};2027-05-{n + 1:02};2027-06-01" for n in range(6)]
BAD = ["b1;Son immersif, niveau 1;03/12/2027;04/01/2027", "b2;=Son;05/10/2027;06/01/2027"]
LHEO = ('<?xml version="1.0" encoding="utf-8"?><lheo><offres><formation numero="f1"><intitule-formation>Son'
        "</intitule-formation><action numero='a'><session numero='s'><periode><debut>20271203</debut>"
        "<fin>20270104</fin></periode></session></action></formation></offres></lheo>")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A harvest with two rows whose end precedes their start."""
    write_source(tmp_path / "sources", "agenda", "table", "a.csv",
                 "\n".join(["id;nom;debut;fin", *GOOD, *BAD]).encode(), MAP)
    assert maillage("harvest", *sources(tmp_path), data=tmp_path / "data").code == 1
    return tmp_path / "data"


def sources(folder: Path) -> tuple[str, str]:
    return "--sources", str(folder / "sources")


def test_the_form_of_dates_is_found_tried_written_and_replayed(tmp_path: Path, data: Path) -> None:
    told = maillage("rejects", "agenda", "--suggest", *sources(tmp_path), data=data)
    assert told.code == 0, told.err
    assert "startDate  received 03/12/2027  read as 2027-12-03" in told.out
    assert "Trial: 2 records accepted, 0 changed otherwise, 6 unchanged, 0 newly refused." in told.out
    assert 'maillage rejects agenda --apply 1' in told.out
    done = maillage("rejects", "agenda", "--apply", "1", *sources(tmp_path), data=data)
    assert (done.code, "Next: maillage replay agenda" in done.err) == (0, True), done.err
    assert MAP.replace("%d/%m/%Y", "%m/%d/%Y") in (tmp_path / "sources" / "agenda.toml").read_text("utf-8")
    [run] = maillage("replay", "agenda", "--json", *sources(tmp_path), data=data).json["runs"]
    assert (run["created"], run["unchanged"], run["rejected"], run["live_after"]) == (2, 6, 0, 8)
    assert maillage("rejects", data=data).err == "No record is refused.\n"
    assert maillage("search", "son immersif", "--json", data=data).json["total"] == 1


def test_programs_are_told_causes_suggestions_and_letters(tmp_path: Path, data: Path) -> None:
    [cause] = maillage("rejects", "--group", "--json", data=data).json["causes"]
    assert (cause["code"], cause["count"], cause["examples"][0]["place"]) == ("MLG-R116", 2, "a.csv, row 8")
    told = maillage("rejects", "agenda", "--suggest", "--json", *sources(tmp_path), data=data).json
    [suggestion] = told["suggestions"]
    assert [(mend["number"], mend["trial"]["accepted"]) for mend in suggestion["mends"][:1]] == [(1, 2)]
    assert suggestion["mends"][0]["trial"]["shown"]["accepted"][0]["fields"]
    [letter] = maillage("rejects", "--letter", "--json", data=data, MAILLAGE_LANG="fr").json["letters"]
    assert letter["text"].startswith("Objet : « Essai », 2 fiches à corriger")


def test_tables_and_reports_go_to_files_or_out(tmp_path: Path, data: Path) -> None:
    out = maillage("rejects", "--csv", "-", "--ttl", str(tmp_path / "r.ttl"), data=data).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["key"], row["code"]) for row in rows] == [("b1", "MLG-R116"), ("b2", "MLG-R116")]
    assert "sh:ValidationReport" in (tmp_path / "r.ttl").read_text("utf-8")
    refused = maillage("rejects", "--csv", str(tmp_path / "none" / "r.csv"), data=data)
    assert (refused.code, "cannot be written" in refused.err) == (1, True)


def test_a_letter_names_places_and_changes_in_plain_words(data: Path) -> None:
    told = maillage("rejects", "agenda", "--letter", data=data, MAILLAGE_LANG="fr").out
    assert "a.csv, ligne 8, « Son immersif, niveau 1 » : debut / fin « 03/12/2027 → 04/01/2027 » : écrire" in told
    assert "MLG" not in told


def test_for_a_standard_format_the_change_is_at_the_producer(tmp_path: Path) -> None:
    write_source(tmp_path / "sources", "offre", "lheo", "o.xml", LHEO.encode())
    data = tmp_path / "data"
    assert maillage("harvest", *sources(tmp_path), data=data).code == 1
    told = maillage("rejects", "--suggest", *sources(tmp_path), data=data)
    assert "--apply" not in told.out
    assert "debut / fin “20271203 → 20270104”" in told.out, told.out
    assert "received 20271203  read as 2027-12-03" in told.out


@pytest.mark.parametrize(("options", "said"), [
    (("agenda", "--apply", "9"), "No suggestion 9: there are"), (("--apply", "1"), "Say of which source"),
    (("agenda", "--letter", "--suggest"), "keep one"), (("--csv", "-", "--ttl", "-"), "cannot both"),
    (("agendas",), "“agenda”"), (("--apply", "0"), "--apply")])
def test_what_cannot_be_done_is_said(tmp_path: Path, data: Path, options: tuple[str, ...], said: str) -> None:
    done = maillage("rejects", *options, *sources(tmp_path), data=data)
    assert (done.code, said in done.err, "Traceback" in done.err) == (2, True, False), done.err


def test_a_source_that_is_declared_no_more_still_gets_corrections(tmp_path: Path, data: Path) -> None:
    (tmp_path / "sources" / "agenda.toml").unlink()
    told = maillage("rejects", "--suggest", *sources(tmp_path), data=data)
    assert (told.code, "is not declared" in told.err, "At the producer:" in told.out) == (0, True, True), told.err


def test_a_map_that_changed_since_is_told_before_numbers_mislead(tmp_path: Path, data: Path) -> None:
    declared = tmp_path / "sources" / "agenda.toml"
    declared.write_text(declared.read_text("utf-8").replace('title = "nom"', 'title = "id"'), "utf-8")
    told = maillage("rejects", "--suggest", *sources(tmp_path), data=data)
    assert "First: maillage replay agenda" in told.err


def test_why_tells_what_changed_what_would_help_and_which_keys_are_like(tmp_path: Path, data: Path) -> None:
    assert "maillage rejects agenda --suggest" in maillage("why", "b1", data=data).err
    (tmp_path / "sources" / "a.csv").write_text("\n".join(
        ["id;nom;debut;fin", *GOOD, BAD[0].replace("04/01/2027", "05/12/2027"), BAD[1]]), "utf-8")
    maillage("harvest", *sources(tmp_path), data=data)
    assert "\tendDate\t2027-01-04\t2027-12-05\n" in maillage("why", "b1", data=data).out
    done = maillage("why", "B", data=data)
    assert (done.code, "keys that hold it: b1, b2" in done.err) == (2, True), done.err
