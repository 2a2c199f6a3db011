"""What producers are asked to change: exact where the value allows it, in plain words, without anybody's address."""

from datetime import date
from typing import Any

import pytest

from catalogue.causes import Cause, Example
from catalogue.readings import ReadAs
from harvesters.mending.letter import Reading, letter
from harvesters.mending.producer import corrections

READING = Reading("Agenda des pôles", "https://a.example/agenda", date(2026, 7, 1), 138, 3)


def cause(code: str, path: str, *examples: Example, count: int = 0, severity: str = "violation") -> Cause:
    return Cause("s", code, severity, path, "La règle : faites ceci.", "The rule: do this.", count or len(examples),
                 examples)


def example(value: str = "", *read_as: ReadAs, **given: Any) -> Example:
    told = {"key": "k", "place": "a.csv, row 4", "iri": "http://t.example/id/event/s--k", "title": "Son",
            "value": value, "fr": "La règle : faites ceci.", "en": "The rule: do this.", "read_as": read_as} | given
    return Example(**told)


def field(path: str, received: str, read: str = "", where: str = "") -> ReadAs:
    return ReadAs("", path, where or path.lower(), received, read)


@pytest.mark.parametrize(("received", "wanted"), [
    ("25/12/2027", "écrire 2027-12-25"), ("03/12/2027", "écrire 2027-03-12 ou 2027-12-03"),
    ("hier", "écrire la date AAAA-MM-JJ"), ("31/02/2027", "écrire la date AAAA-MM-JJ")])
def test_a_date_is_written_as_it_can_only_be_meant(received: str, wanted: str) -> None:
    [one] = corrections(cause("MLG-D001", "startDate", example(received, field("startDate", received))))
    assert (one.where, one.received, one.fr) == ("startdate", received, wanted)


def test_an_end_before_its_start_gets_both_dates_and_the_order_in_which_they_hold() -> None:
    [one] = corrections(cause("MLG-R116", "endDate", example(
        "", field("startDate", "03/12/2027", "2027-12-03", "debut"),
        field("endDate", "04/01/2027", "2027-01-04", "fin"))))
    assert (one.where, one.received) == ("debut / fin", "03/12/2027 → 04/01/2027")
    assert one.en == "write 2027-03-12 and 2027-04-01 if the month comes before the day, else swap the two dates"
    [other] = corrections(cause("MLG-R116", "endDate", example(
        "", field("startDate", "2027-05-02", "2027-05-02"), field("endDate", "2027-02-10", "2027-02-10"))))
    assert "they may be swapped" in other.en


def test_a_strange_word_gets_the_nearest_known_one() -> None:
    [one] = corrections(cause("MLG-M001", "equipment", example(
        "casques", field("equipment", "casques"), fr="a.csv, row 4 : « casques » n'est pas dans la table de "
        "correspondance ; le nom connu le plus proche est « casque VR ».",
        en="a.csv, row 4: “casques” is not in the lookup; the nearest known name is “casque VR”.")))
    assert (one.fr, one.en) == ("écrire « casque VR »", "write “casque VR”")


def test_a_broken_address_is_mended_and_a_missing_value_is_to_be_filled_in() -> None:
    [one] = corrections(cause("MLG-I001", "landingPage", example("https:// a.example/x", field(
        "landingPage", "https:// a.example/x"))))
    assert one.fr == "écrire https://a.example/x"
    [other] = corrections(cause("MLG-R103", "title", example("", field("title", "", "", "nom"))))
    assert (other.where, other.received, other.fr) == ("nom", "", "à remplir")


def test_nobodys_own_address_is_repeated() -> None:
    mailbox = "jeanne.martin@a.example"
    told = letter(READING, [cause("MLG-T901", "contact", example(
        mailbox, field("contact", f"{mailbox}, 06 12 34 56 78"), title=f"Chez Jeanne, {mailbox}",
        fr=f"« {mailbox} » ne va pas.", en=f"“{mailbox}” is wrong."))], "fr")
    assert "jeanne.martin" not in told
    assert "06 12" not in told


def test_a_french_letter_says_which_source_when_how_many_where_and_what() -> None:
    told = letter(READING, [cause("MLG-T901", "title", example(place="a.xlsx, sheet Liste, row 4"), count=9)], "fr")
    assert told.startswith("Objet : « Agenda des pôles », 3 fiches à corriger\n\nBonjour,\n")
    for words in ("(https://a.example/agenda)", "Le 1er juillet 2026", "138 fiches, dont 3 que",
                  "1. La règle : faites ceci (9 fiches)", "- a.xlsx, feuille Liste, ligne 4, « Son »",
                  "et 8 fiches de plus", "Cordialement,"):
        assert words in told


def test_an_english_letter_too_and_one_about_warnings_alone() -> None:
    told = letter(READING, [cause("MLG-T901", "title", example())], "en")
    assert ("Subject: “Agenda des pôles”, 3 records to correct" in told, "a.csv, row 4, “Son”" in told) == (True, True)
    complete = Reading("Agenda", "", date(2026, 7, 2), 138, 0)
    assert "138 records there, which could be more complete" in letter(
        complete, [cause("MLG-T901", "title", example(), severity="warning")], "en")


@pytest.mark.parametrize("code", ["MLG-X001", "MLG-M009", "MLG-G102", "MLG-F001", "MLG-N012", "MLG-U003"])
def test_what_is_ours_alone_is_not_written_to_producers(code: str) -> None:
    assert letter(READING, [cause(code, "", example())], "fr") == ""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_letter_speaks_no_jargon_of_ours(lang: str) -> None:
    codes = ("MLG-C001", "MLG-D001", "MLG-K001", "MLG-K002", "MLG-M001", "MLG-M002", "MLG-M003", "MLG-M006", "MLG-M007")
    told = letter(READING, [cause(code, "startDate", example("x", field("startDate", "x", "", "debut")))
                            for code in codes], lang).lower()
    for word in ("mlg-", "lookup", "table de correspondance", "[map]", "startdate", "shacl", "clé ", "bcp"):
        assert word not in told
