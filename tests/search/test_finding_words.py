"""What people type finds what was written: accents, stems, elisions, acronyms, phrases, two languages."""

from pathlib import Path

import pytest

from search.engine import SearchIndex
from search.query import SearchQuery
from tests.search.samples import built, keys, record


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return built(tmp_path_factory.mktemp("index"), [
        record("musees", "Médiation dans les musées", text={"fr": "Les métiers de l'œuvre d’art, créée ou non."}),
        record("tei", "L'encodage de corpus d’archives en TEI", text={"fr": "XML-TEI, textes et images 4K (H264)."}),
        record("3d", "Photogrammétrie et modèle 3D", codes={"topic": ["photogrammetry"]}),
        record("iiif", {"en": "Sharing images with IIIF"}, text={"en": "Archives and libraries share images."}),
        record("scan", {"en": "Capturing objects"}, codes={"topic": ["photogrammetry"]}),
        record("art", "Histoire de l'art moderne", text={"fr": "Une histoire du son et de l’image."}),
        record("moderne", "L'art et l'histoire", text={"fr": "Moderne ou non."}),
        record("breizh", {"br": "Kenlabour niverel", "": "Ateliers"},
               text={"br": "Dielloù ha levraouegoù.", "fro": "Li livres del roi."}),
    ])


def found(index: SearchIndex, text: str) -> set[str]:
    return set(keys(index.search(SearchQuery(text))))


@pytest.mark.parametrize("text", ["musées", "musee", "MUSEES", "Musée", "mus\u0065\u0301e"])
def test_accents_case_and_number_do_not_matter(index: SearchIndex, text: str) -> None:
    assert found(index, text) == {"musees"}


@pytest.mark.parametrize("text", ["œuvre", "oeuvres", "métier", "metiers", "creee", "créées"])
def test_ligatures_and_stems_meet(index: SearchIndex, text: str) -> None:
    assert found(index, text) == {"musees"}


@pytest.mark.parametrize("text", [
    "l'encodage", "l’encodage", "encodage", "d'encodage", "qu'encodage", "d'archives l'encodage"])
def test_elided_words_are_not_required(index: SearchIndex, text: str) -> None:
    assert found(index, text) == {"tei"}


def test_an_elided_word_is_found_whatever_the_apostrophe(index: SearchIndex) -> None:
    assert found(index, "archives") == {"tei", "iiif"}
    assert found(index, "image") == {"art", "iiif", "tei"}


@pytest.mark.parametrize(("text", "key"), [
    ("4K", "tei"), ("4k", "tei"), ("H264", "tei"), ("XML-TEI", "tei"), ("tei", "tei"), ("IIIF", "iiif")])
def test_acronyms_and_numbers_survive(index: SearchIndex, text: str, key: str) -> None:
    assert found(index, text) == {key}


def test_every_word_is_required(index: SearchIndex) -> None:
    assert found(index, "histoire son image") == {"art"}
    assert found(index, "histoire") == {"art", "moderne"}
    assert found(index, "histoire photogrammétrie") == set()


@pytest.mark.parametrize("text", ["la médiation dans les musées", "the musées", "le musée et l'œuvre", "à musées"])
def test_small_words_are_not_required(index: SearchIndex, text: str) -> None:
    assert found(index, text) == {"musees"}


def test_a_subject_that_looks_like_a_small_word_is_required(index: SearchIndex) -> None:
    assert found(index, "son") == {"art"}


def test_small_words_alone_are_looked_up(index: SearchIndex) -> None:
    assert found(index, "du") == {"art"}
    assert found(index, "with the") == set()


@pytest.mark.parametrize(("text", "expected"), [
    ('"art moderne"', {"art"}), ("« art moderne »", {"art"}), ("“moderne art”", set()),
    ('"histoire de l\'art"', {"art"}), ('"histoire de l’art" moderne', {"art"}),
    ('"l\'histoire"', {"art", "moderne"}), ('"histoire"', {"art", "moderne"}), ('""', None), ('"', None)])
def test_quoted_words_stand_side_by_side(index: SearchIndex, text: str, expected: set[str] | None) -> None:
    assert found(index, text) == (found(index, "") if expected is None else expected)


def test_a_french_question_finds_an_english_record_by_its_concept(index: SearchIndex) -> None:
    assert found(index, "photogrammétrie") == {"3d", "scan"}
    assert found(index, "photogrammetry") == {"3d", "scan"}
    assert found(index, "3D") == {"3d", "scan"}
    assert found(index, "photogrammétrie objects") == {"scan"}


def test_the_name_of_a_kind_is_a_word_of_its_records(index: SearchIndex) -> None:
    assert found(index, "formation modèle") == {"3d"}
    assert found(index, "training IIIF") == {"iiif"}


def test_text_in_other_languages_and_in_none_is_found(index: SearchIndex) -> None:
    assert found(index, "niverel") == found(index, "diellou") == found(index, "atelier") == {"breizh"}
    assert found(index, "levraouegoù livres") == {"breizh"}


def test_no_text_is_everything(index: SearchIndex) -> None:
    assert index.search(SearchQuery()).total == index.count == 8


@pytest.mark.parametrize("text", [
    "l'", "'", "+tei -corpus AND (", "title_fr:tei^2", "*", "a" * 5_000, "tei " * 3_000, "\0", "\ud83d\ude00", "🦉"])
def test_no_text_is_a_syntax_error(index: SearchIndex, text: str) -> None:
    assert index.search(SearchQuery(text.encode("utf-8", "replace").decode())).total <= index.count


def test_a_word_longer_than_the_index_holds_finds_nothing(index: SearchIndex) -> None:
    assert found(index, "tei " + "a" * 300) == set()


def test_a_title_counts_more_than_a_text(tmp_path: Path) -> None:
    index = built(tmp_path, [
        record("text", "Autre chose", text={"fr": "Un atelier de gravure en passant."}),
        record("title", "Atelier de gravure", text={"fr": "Autre chose en passant."}),
        record("keyword", "Encore autre chose", keywords={"fr": "gravure"}),
    ])
    assert keys(index.search(SearchQuery("gravure"))) == ["title", "keyword", "text"]


def test_names_of_providers_and_towns_are_found(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1", "Un cours", more=[
        '<https://data.example.org/id/course/school--1> <https://schema.org/provider> <https://a.org/#p> .\n',
        '<https://a.org/#p> <http://purl.org/dc/terms/title> "École de Rennes"@fr .\n',
        '<https://a.org/#p> <http://www.w3.org/ns/locn#address> <https://a.org/#a> .\n',
        '<https://a.org/#a> <http://www.w3.org/ns/locn#postName> "Saint-Malo" .\n'])])
    assert found(index, "ecole rennes") == found(index, "saint malo") == {"1"}


def test_a_phrase_finds_a_concept_whose_label_holds_it(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1", {"en": "Keeping files"}, codes={"topic": ["digital-archiving"]})])
    assert found(index, '"archivage numérique"') == found(index, "numérique archivage") == {"1"}
    assert found(index, '"numérique archivage"') == set()
