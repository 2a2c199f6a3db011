"""What names and values of columns are taken to mean."""

from collections.abc import Sequence

import pytest

from harvesters.columns import Column
from harvesters.guessing import Guess, columns_of, guess_kind, guess_language, guess_map


def table(head: str, *rows: str) -> list[Column]:
    """The columns of a small table."""
    cells = [row.split(";") for row in rows]
    return [Column(name, tuple(dict.fromkeys(row[at] for row in cells if row[at])),
                   len({row[at] for row in cells}) == len(cells) and all(row[at] for row in cells))
            for at, name in enumerate(head.split(";"))]


def guessed(kind: str, head: str, *rows: str) -> Guess:
    return guess_map(table(head, *rows), kind)


def test_french_and_english_names_mean_the_same() -> None:
    french = guessed("dataset", "Identifiant;Intitulé;Résumé;Lien;Mots-clés", "1;Un jeu;Texte;https://a.example/;a")
    english = guessed("dataset", "uuid;Title;Summary;URL;keywords", "1;A set;Text;https://a.example/;a")
    assert list(french) == list(english) == ["key", "title", "description", "landingPage", "keyword"]


def test_a_page_is_a_home_for_organisations_and_must_be_an_address() -> None:
    assert guessed("hub", "id;nom;site", "1;A;www.a.example/x")["homepage"] == "site"
    assert "landingPage" not in guessed("course", "id;nom;site", "1;A;Site de Rennes")


@pytest.mark.parametrize(("head", "rows", "key"), [
    ("id;nom", ["1;A", "2;B"], "id"), ("nom;id", ["A;7", "B;7"], "nom"), ("nom;fiche_id", ["A;1", "A;2"], "fiche_id"),
    ("code;uuid;nom", ["1;x;A", "2;y;B"], "uuid"),
    ("nom;url", ["A;https://a.example/", "A;https://b.example/"], "url")])
def test_the_key_is_a_column_that_never_repeats(head: str, rows: Sequence[str], key: str) -> None:
    assert guessed("hub", head, *rows)["key"] == key


def test_there_is_no_key_where_every_column_repeats() -> None:
    assert "key" not in guessed("hub", "id;nom", "1;A", "1;A")


def test_a_title_in_two_languages_is_one_title() -> None:
    assert guessed("tool", "id;titre_fr;titre_en", "1;Un outil;A tool")["title"] == [
        {"from": "titre_fr", "lang": "fr"}, {"from": "titre_en", "lang": "en"}]


def test_without_a_title_the_first_wordy_column_is_one_but_never_that_of_persons() -> None:
    rows = ["1;Jeanne Dupont;Atelier de gravure", "2;Paul Martin;Studio de danse"]
    assert guessed("hub", "id;responsable;espace", *rows)["title"] == "espace"


@pytest.mark.parametrize(("dates", "guess"), [
    (["2026-01-31", "2026-02-01"], "début"), (["31/01/2026", "01/02/2026"], {"from": "début", "date": "%d/%m/%Y"}),
    (["01/31/2026", "02/01/2026"], {"from": "début", "date": "%m/%d/%Y"}),
    (["31/01/2026 14:30", "01/02/2026 09:00"], {"from": "début", "date": "%d/%m/%Y %H:%M"}),
    (["1767225600000", "1767312000000"], {"from": "début", "date": "epoch-ms"}), (["mardi", "jeudi"], None)])
def test_the_form_of_dates_is_the_one_that_reads_all_of_them(dates: Sequence[str], guess: object) -> None:
    assert guessed("event", "id;début", *(f"{at};{day}" for at, day in enumerate(dates))).get("startDate") == guess


def test_dates_and_place_of_a_training_are_those_of_its_session() -> None:
    head = "id;nom;date_debut;ville;code_postal;latitude;longitude"
    session = guessed("course", head, "1;A;2026-01-01;Rennes;35000;48.1;-1.6")["session"]
    assert session == {"part": {"startDate": "date_debut", "location": {"part": {
        "address": {"part": {"postCode": "code_postal", "city": "ville"}},
        "wkt": {"lat": "latitude", "lon": "longitude"}}}}}


def test_a_place_is_described_by_its_own_address() -> None:
    assert guessed("place", "id;nom;ville", "1;A;Rennes")["address"] == {"part": {"city": "ville"}}


def test_values_decide_whether_words_are_concepts() -> None:
    head = "id;nom;thème;public;région"
    known = guessed("course", head, "1;A;archives|musées;enseignants;Bretagne", "2;B;musées;étudiants;Normandie")
    assert (known["topic"], known["audience"], known["region"]) == (
        {"from": "thème", "split": "|"}, "public", "région")
    own = guessed("course", head, "1;A;poterie;Gens d'ici;Bavière", "2;B;vannerie;Gens d'ailleurs;Saxe")
    assert own["keyword"] == "thème"
    assert not {"audience", "region", "topic"} & own.keys()


def test_prices_with_a_comma_are_french() -> None:
    offer = guessed("course", "id;nom;tarif", "1;A;12,50")["offers"]
    assert offer["part"]["price"] == {"from": "tarif", "number": "fr"}


def test_telephones_are_left_out() -> None:
    assert "téléphone" not in set(columns_of(guessed("hub", "id;nom;téléphone", "1;A;0611223344")))


@pytest.mark.parametrize(("texts", "head", "kind"), [
    (["Catalogue des formations"], "id", "course"), (["export", "musees"], "id", "place"),
    ([], "intitule_formation;numero_formation", "course"), ([], "id;nom;equipements", ""),
    ([], "nom;date_debut;date_fin", "event"), ([], "nom", "")])
def test_titles_and_columns_tell_the_kind(texts: Sequence[str], head: str, kind: str) -> None:
    assert guess_kind(texts, table(head, ";".join(["x"] * len(head.split(";"))))) == kind


@pytest.mark.parametrize(("head", "language"), [
    ("id;nom;site", "fr"), ("id;name;website", "en"), ("id;url;region", ""), ("Titre;Niveau;title", "fr")])
def test_names_tell_the_language(head: str, language: str) -> None:
    assert guess_language(table(head, ";".join(["x"] * len(head.split(";"))))) == language


def test_fields_that_wrappers_hold_are_known_too() -> None:
    columns = [Column("attributes.name", ("A",), True), Column("id", ("1",), True),
               Column("location.name", ("Rennes",), True)]
    assert guess_map(columns, "tool")["title"] == "attributes.name"


def test_an_object_that_is_a_point_places_the_record() -> None:
    columns = [Column("id", ("1",), True), Column("position_gps", ("48.1; -1.6",), True, point=True)]
    assert guess_map(columns, "hub")["location"] == {"part": {"wkt": "position_gps"}}
