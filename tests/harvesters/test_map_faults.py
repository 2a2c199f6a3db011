"""What is wrong with a map is told before anything is harvested, with its line and the nearest known name."""

from pathlib import Path

import pytest

from harvesters.source import InvalidSource
from tests.harvesters.tabular import declare, faults


@pytest.mark.parametrize(("entry", "said"), [
    ('titel = "nom"', "“titel” is not a term of the profile; the nearest known name is “title”."),
    ('type = "nom"', "“type” is not a term of the profile;"),
    ('title = { form = "nom" }', "“form” is not a key known here; the nearest known name is “from”."),
    ('title = { lang = "fr" }', "“title” does not say where its value comes from; add from or const."),
    ('title = true', "“title” must be a column or a table { from = … }; received: true."),
    ('title = { from = ["nom", 2] }', "“from” must be a column or a list of columns (a position where “cut” cuts);"),
    ('title = { from = "nom", lang = "french language" }',
     "“french language” is not a language tag; write fr, en or pt-BR."),
    ('title = { const = "x", split = ";" }', "“split” has no effect here for “title”; remove it."),
    ('price = { from = "prix", lang = "fr" }', "“lang” has no effect here for “price”; remove it."),
    ('price = { from = "prix", number = "de" }', "“de” is not a way of writing numbers; known names: fr, en."),
    ('topic = { from = "t", concept = "topik" }',
     "“topik” is not a list of concepts; the nearest known name is “topic”."),
    ('topic = { const = "iif" }', "“iif” is not in the list “Topics” (topic); nearest codes: iiif"),
    ('topic = { from = "t", default = "iif" }', "“iif” is not in the list “Topics” (topic); nearest codes: iiif"),
    ('topic = { from = "t", lookup = { "x" = "iif" } }',
     "“iif” is not in the list “Topics” (topic); nearest codes: iiif"),
    ('topic = { from = "t", lookup = { "x" = 3 } }', "“x” must be a list of strings; received: the number 3."),
    ('topic = { from = "t", lookup = "x" }', "“lookup” must be a table { … }; received: the string “x”."),
    ('startDate = { from = "d", date = "jj/mm" }', "“jj/mm” is not a date format; write for example %d/%m/%Y."),
    ('startDate = { from = "d", date = "%q" }', "“%q” is not a date format; write for example %d/%m/%Y."),
    ('provider = { from = "p", ref = "poles" }', "“poles” names no source; write \"source-name:hub\"."),
    ('provider = { from = "p", ref = "poles:pole" }', "“pole” is not a kind of record;"),
    ('homepage = { part = { title = "x" } }', "“homepage” is not described by a part;"),
    ('session = { part = { startDat = "x" } }',
     "“startDat” is not a term of the profile; the nearest known name is “startDate”."),
    ('wkt = { lat = "y" }', "“lon” is missing; add for example: wkt = { lat = \"latitude\", lon = \"longitude\" }"),
    ('kind = { from = "t", lookup = { "Pôle" = "hubb" } }',
     "“hubb” is not a kind of record; the nearest known name is “hub”."),
    ('kind = { lookup = { "Pôle" = "hub" } }', "“from” is missing; add for example: kind = { from = \"type\""),
    ('gone = { from = "statut" }',
     "“values” is missing; add for example: gone = { from = \"statut\", values = [\"archivé\"] }"),
])
def test_a_wrong_entry_is_told_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    [(line, en)] = faults(tmp_path, f'[map]\nkey = "id"\n{entry}\n')
    assert (line, en[:len(said)]) == (9, said)


@pytest.mark.parametrize(("key", "said"), [
    ("", "“key” is missing; add for example: key = \"id\""),
    ("key = 3", "“key” must be a list of strings; received: the number 3."),
    ('key = "{id"', "“{id” is not a key template; write \"{id}-{date}\"."),
    ('key = "{}"', "“{}” is not a key template; write \"{id}-{date}\"."),
])
def test_a_wrong_key_is_told(tmp_path: Path, key: str, said: str) -> None:
    assert [en for _, en in faults(tmp_path, f'[map]\n{key}\ntitle = "nom"\n')] == [said]


def test_a_fault_deep_in_a_part_or_a_long_list_is_told_with_its_own_line(tmp_path: Path) -> None:
    assert [line for line, _ in faults(tmp_path, """\
[map]
key = "id"
title = [
  { from = "titre", lang = "fr" },
  { from = "title", langue = "en" },
]
[map.session.part]
startDate = "debut"
startDat = "fin"
[map.session.part.location.part]
titel = "lieu"
""")] == [11, 15, 17]


def test_french_sentences_say_the_same(tmp_path: Path) -> None:
    with pytest.raises(InvalidSource) as raised:
        declare(tmp_path, '[map]\nkey = "id"\ntitel = "nom"\nprice = { from = "p", lang = "fr" }\n'
                'topic = { const = "iif" }\n')
    assert [fault.fr for fault in raised.value.faults] == [
        "« titel » n'est pas un terme du profil ; le nom connu le plus proche est « title ».",
        "« lang » n'a pas d'effet ici pour « price » ; retirez-le.",
        "« iif » n'est pas dans la liste « Sujets » (topic) ; codes les plus proches : iiif."]
    assert [fault.code for fault in raised.value.faults] == ["MLG-S005", "MLG-S007", "MLG-S009"]
