"""A source is a TOML file; all its faults are told at once, each with its line and what to write instead."""

import os
import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.formats import FORMATS
from harvesters.source import Expect, InvalidSource, Publisher, load_source, load_sources
from tests.harvesters.tabular import declare, faults

DESIGN = """\
name    = "poles-bretagne"
title.fr = "Pôles de ressources numériques en Bretagne"
url     = "https://data.example.org/poles.csv"     # http(s), or a path relative to this file
format  = "table"                                   # a key of harvesters.formats.FORMATS
kind    = "hub"                                     # default kind of its records
licence = "LO-OL-2.0"                               # required: a code of the licence scheme
publisher = { name = "…", ror = "…" }
every   = "7 days"
expect  = { at_least = 20, max_shrink = 0.2, absent_runs = 2 }
allow   = ["127.0.0.1:8080"]                        # private addresses this source may reach; default none
[map]                                               # tables and plain JSON only
key     = "id"
title   = { from = "nom", lang = "fr" }
region  = { from = "region", concept = "region" }
equipment = { from = "equipements", split = ";", lookup = { "casque VR" = "vr-headset" } }
"""
MAP = '[map]\nkey = "id"\ntitle = "nom"\n'


def load(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line and sentences of the faults of a file; none when it loads."""
    file = folder / "essai.toml"
    file.write_text(text, "utf-8")
    try:
        load_source(file, FORMATS)
    except InvalidSource as invalid:
        return [(fault.line, fault.fr, fault.en) for fault in invalid.faults]
    return []


def test_the_example_of_the_design_loads(tmp_path: Path) -> None:
    file = tmp_path / "poles.toml"
    file.write_text(DESIGN, "utf-8")
    source = load_source(file, FORMATS)
    assert (source.name, source.url, source.licence) == (
        "poles-bretagne", "https://data.example.org/poles.csv", "LO-OL-2.0")
    assert source.title == {"fr": "Pôles de ressources numériques en Bretagne"}
    assert (source.format, source.kind, source.every) == ("table", "hub", timedelta(days=7))
    assert (source.publisher, source.allow) == (Publisher("…", "…"), ("127.0.0.1:8080",))
    assert source.expect == Expect(at_least=20, max_shrink=0.2, absent_runs=2)
    assert source.map is not None
    assert source.map.columns() == ("id", "nom", "region", "equipements")


def test_a_source_travels_to_a_loader_process_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "poles.toml"
    file.write_text(DESIGN, "utf-8")
    source = load_source(file, FORMATS)
    copy = pickle.loads(pickle.dumps(source))  # noqa: S301  what the writer hands to its own loader
    assert (copy, repr(copy)) == (source, repr(source))
    assert hash(copy.map) == hash(source.map)


def test_a_relative_path_becomes_a_file_iri_beside_the_declaration(tmp_path: Path) -> None:
    assert declare(tmp_path, MAP).url == (tmp_path / "table.csv").as_uri()


def test_what_is_not_declared_has_its_default(tmp_path: Path) -> None:
    source = declare(tmp_path, MAP)
    assert (source.enabled, source.expect, source.every, source.allow) == (True, Expect(), None, ())


@pytest.mark.parametrize(("every", "seconds"), [
    ("45 s", 45), ("30 min", 1_800), ("1 hour", 3_600), ("12 hours", 43_200), ("1 day", 86_400),
    ("2 weeks", 1_209_600)])
def test_periods_are_read_in_their_units(tmp_path: Path, every: str, seconds: int) -> None:
    assert declare(tmp_path, f'every = "{every}"\n{MAP}').every == timedelta(seconds=seconds)


def test_every_missing_key_is_told_with_a_line_to_copy(tmp_path: Path) -> None:
    told = load(tmp_path, "enabled = true\n")
    assert [en for _, _, en in told] == [
        f"“{key}” is missing; add for example: {example}" for key, example in (
            ("name", 'name = "poles-bretagne"'),
            ("title", 'title.fr = "Pôles de ressources numériques en Bretagne"'),
            ("url", 'url = "https://data.example.org/poles.csv"'),
            ("format", 'format = "table"'), ("licence", 'licence = "LO-OL-2.0"'))]
    assert told[0][1] == "il manque « name » ; ajoutez par exemple : name = \"poles-bretagne\""


def test_all_faults_of_a_file_are_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    wrong = DESIGN.replace("LO-OL-2.0", "LO-OL").replace("every ", "evry ").replace("region\" }", "regoin\" }")
    told = load(tmp_path, wrong)
    assert [(line, en) for line, _, en in told] == [
        (6, "“LO-OL” is not a licence code; the nearest known name is “LO-OL-2.0”."),
        (8, "“evry” is not a key known here; the nearest known name is “every”."),
        (14, "“regoin” is not a list of concepts; the nearest known name is “region”.")]
    assert told[0][1] == "« LO-OL » n'est pas un code de licence ; le nom connu le plus proche est « LO-OL-2.0 »."
    assert told[1][1] == "« evry » n'est pas une clé connue ici ; le nom connu le plus proche est « every »."


@pytest.mark.parametrize(("replaced", "by", "line", "said"), [
    ('"poles-bretagne"', '"Pôles"', 1, "“Pôles” is not a source name; lower case, digits and dashes: poles-bretagne."),
    ('name    = "poles-bretagne"', "name = 3", 1, "“name” must be a string in quotes; received: the number 3."),
    ('name    = "poles-bretagne"', 'name = ""', 1, "“name” is empty; give its value or remove the line."),
    ("title.fr", "title", 2, "“title” must be a table { … }; received: "
     "the string “Pôles de ressources numériques en Bretagne”."),
    ("title.fr", "title.fr_FR_x", 2, "“fr_FR_x” is not a language tag; write fr, en or pt-BR."),
    ("https://data.example.org/poles.csv", "ftp://data.example.org/x", 3,
     "“ftp://data.example.org/x” is neither http(s) nor a path relative to this file."),
    ("https://data.example.org/poles.csv", "https://", 3, "“https://” is not a valid address; write https://…"),
    ('"table"', '"tabel"', 4, "“tabel” is not a known format; the nearest known name is “table”."),
    ('"hub"', '"hubs"', 5, "“hubs” is not a kind of record; the nearest known name is “hub”."),
    ('ror = "…"', 'rar = "…"', 7, "“rar” is not a key known here; the nearest known name is “ror”."),
    ("7 days", "7 jours", 8, "“7 jours” is not a period; write 30 min, 12 hours, 7 days or 2 weeks."),
    ("7 days", "0 days", 8, "“0 days” is not a period; write 30 min, 12 hours, 7 days or 2 weeks."),
    ("at_least = 20", 'at_least = "20"', 9, "“at_least” must be a whole number, 0 or more; received: the string “20”."),
    ("absent_runs = 2", "absent_runs = 0", 9,
     "“absent_runs” must be a whole number, 1 or more; received: the number 0."),
    ("max_shrink = 0.2", "max_shrink = 20", 9,
     "“max_shrink” must be a number between 0 and 1; received: the number 20."),
    ("127.0.0.1:8080", "127.0.0.1", 10, "“127.0.0.1” is not host:port; write for example 10.0.0.5:8080."),
    ("127.0.0.1:8080", "127.0.0.1:99999", 10, "“127.0.0.1:99999” is not host:port; write for example 10.0.0.5:8080."),
    ("[map]", "enabled = 1\n[map]", 11, "“enabled” must be true or false; received: the number 1."),
    ("[map]", "gone = { from = 'a', values = ['b'] }\n[map]", 11, "“gone” belongs under [map]."),
    ("[map]", "[options]\nheader = 2024-01-01\n[map]", 12,
     "“header” must be a list of strings; received: the date 2024-01-01."),
])
def test_a_fault_is_told_with_its_line(tmp_path: Path, replaced: str, by: str, line: int, said: str) -> None:
    assert replaced in DESIGN
    told = load(tmp_path, DESIGN.replace(replaced, by, 1))
    assert [(at, en) for at, _, en in told] == [(line, said)]
    assert told[0][1] != told[0][2]


@pytest.mark.parametrize(("text", "line"), [
    ('name = "a"\nname = "b"\n', 2), ('name = "a"\nurl = \n', 2), ("a = 1\n\nb = [1,\n", 3)])
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    [(at, fr, en)] = load(tmp_path, text)
    assert at == line
    assert fr.startswith("cette ligne n'est pas du TOML valide (")
    assert en.startswith("this line is not valid TOML (")


def test_a_file_in_another_encoding_or_that_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    with pytest.raises(InvalidSource, match="cannot be read"):
        load_source(file, FORMATS)
    file.write_bytes('name = "a"\ntitle.fr = "été"\n'.encode("cp1252"))
    with pytest.raises(InvalidSource) as raised:
        load_source(file, FORMATS)
    assert (raised.value.faults[0].line, raised.value.faults[0].en) == (
        2, "the file is not in UTF-8; save it in that encoding.")


def test_a_table_needs_a_map_and_a_map_a_kind(tmp_path: Path) -> None:
    assert [en for _, en in faults(tmp_path, "")] == [
        '“map” is missing; add for example: [map] key = "id", title = "nom"']
    file = tmp_path / "essai.toml"
    text = file.read_text("utf-8").replace('kind = "course"\n', "") + MAP
    assert [en for _, _, en in load(tmp_path, text)] == ['“kind” is missing; add for example: kind = "hub"']


def test_other_formats_need_neither(tmp_path: Path) -> None:
    text = DESIGN.partition("[map]")[0].replace('"table"', '"lheo"').replace('kind    = "hub"', "")
    assert load(tmp_path, text) == []


@pytest.mark.parametrize(("replaced", "by", "said"), [
    ('name    = "poles-bretagne"', f'name = "{"a" * 81}"', "at most 80"),
    ('name    = "poles-bretagne"', 'name = "provenance"', "taken by the catalogue itself"),
    ('title.fr = "Pôles de ressources numériques en Bretagne"', "title = {}", "“title” is missing"),
    ("https://data.example.org/poles.csv", "a\\u0000.csv", "leads to no file"),
    ("https://data.example.org/poles.csv", "circle.csv", "leads to no file"),
    ('every   = "7 days"', f"every = {'[' * 100_000}", "nest too deeply"),
    ('every   = "7 days"', f"# {'x' * (1 << 20)}", "larger than 1 MiB"),
])
def test_what_no_file_or_graph_could_hold_is_told(tmp_path: Path, replaced: str, by: str, said: str) -> None:
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    assert [said in en for _, _, en in load(tmp_path, DESIGN.replace(replaced, by))] == [True]


def test_the_mark_of_windows_editors_before_the_text_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path, f"\ufeff{DESIGN}") == []


def test_a_pipe_among_the_source_files_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(InvalidSource, match="not a file"):
        load_sources(tmp_path, FORMATS)


def test_the_sources_of_a_folder_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.toml").write_text(DESIGN.replace("poles-bretagne", f"source-{name}"), "utf-8")
    assert [source.name for source in load_sources(tmp_path, FORMATS)] == ["source-a", "source-b"]


def test_a_broken_file_is_told_and_the_sound_ones_are_still_given(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(DESIGN, "utf-8")
    (tmp_path / "b.toml").write_text(DESIGN.replace("poles-bretagne", "autre").replace("LO-OL", "X"), "utf-8")
    (tmp_path / "c.toml").write_text(DESIGN, "utf-8")
    with pytest.raises(InvalidSource) as raised:
        load_sources(tmp_path, FORMATS)
    assert [(fault.file.name, fault.line, fault.code) for fault in raised.value.faults] == [
        ("b.toml", 6, "MLG-S005"), ("c.toml", 1, "MLG-S010")]
    assert raised.value.faults[1].en == "the name “poles-bretagne” is already that of a.toml; choose another."
    assert [source.file.name for source in raised.value.sound] == ["a.toml"]


def test_a_reference_to_no_source_is_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(DESIGN, "utf-8")
    (tmp_path / "b.toml").write_text(DESIGN.replace("poles-bretagne", "cours") + (
        'provider = { from = "pole", ref = "poles-bretagn:hub" }\n'
        'relation = { from = "id", ref = "self:hub" }\n'), "utf-8")
    with pytest.raises(InvalidSource) as raised:
        load_sources(tmp_path, FORMATS)
    [fault] = raised.value.faults
    assert (fault.line, fault.en) == (
        16, "“poles-bretagn” is not a source; the nearest known name is “poles-bretagne”.")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidSource, match="does not exist"):
        load_sources(tmp_path / "none", FORMATS)


VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(-9, 9), st.just('"x"'), st.just('""'), st.just("2024-01-01"), st.just("1.5")),
    lambda inner: st.one_of(st.lists(inner, max_size=2),
                            st.dictionaries(st.sampled_from(["from", "part", "key", "lookup"]), inner, max_size=2)))


def toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case _:
            return str(value)


@given(st.sampled_from(DESIGN.split("\n")[:-1]), VALUES)
def test_no_value_whatever_its_type_breaks_the_telling_of_faults(
        tmp_path_factory: pytest.TempPathFactory, line: str, value: object) -> None:
    key = line.partition("=")[0].strip()
    text = DESIGN.replace(line, f"{key} = {toml(value)}")
    if line.startswith("[map]"):
        text = DESIGN.partition("[map]")[0] + f"map = {toml(value)}\n"
    folder = tmp_path_factory.mktemp("s")
    for at, fr, en in load(folder, text):
        assert 1 <= at <= text.count("\n")
        assert fr
        assert en


def test_an_unknown_option_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    [(_, told)] = faults(tmp_path, '[options]\ndelimeter = ";"\n[map]\nkey = "id"\ntitle = "nom"\n')
    assert told == "“delimeter” is not a key known here; the nearest known name is “delimiter”."


@pytest.mark.parametrize(("written", "meant"), [("csv", "table"), ("ICS", "icalendar"), ("oai", "oai-pmh")])
def test_a_format_may_be_called_what_people_call_it(tmp_path: Path, written: str, meant: str) -> None:
    file = tmp_path / "s.toml"
    file.write_text(f'name = "s"\ntitle.fr = "S"\nurl = "https://a.example/"\nformat = "{written}"\nkind = "event"\n'
                    'licence = "CC0-1.0"\n[map]\nkey = "id"\ntitle = "nom"\n', "utf-8")
    assert load_source(file, FORMATS).format == meant
