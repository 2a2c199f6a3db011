"""Delimited text of any dialect and encoding becomes records; each broken row costs itself alone."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.record import Fault, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Severity
from tests.harvesters.tabular import CASES, codes, declare, describe, listing, raws, read, values

MAP = '[map]\nkey = "id"\ntitle = { from = "nom", lang = "fr" }\n'


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return declare(tmp_path, MAP)


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refusal(source: Source, path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as raised:
        read(source, path)
    return raised.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-16-be",
                                      "utf-32"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_dialect_and_encoding_are_recognised(tmp_path: Path, source: Source, encoding: str, delimiter: str,
                                             ending: str) -> None:
    lines = ['id~nom', 'a~"L\'été à Besançon, œuvre; | ""pôle"""', 'b~"deux\nlignes"']
    text = ending.join(lines).replace("~", delimiter)
    found = raws(source, written(tmp_path, text.encode(encoding)))
    assert [values(describe(source, raw), "title") for raw in found] == [
        ['L\'été à Besançon, œuvre; | "pôle"@fr'], ["deux\nlignes@fr"]]


def test_a_cell_of_json_and_quoted_line_breaks_do_not_mislead_the_delimiter(tmp_path: Path, source: Source) -> None:
    path = written(tmp_path, 'id;nom;info\na;Un;"{""x"": 1, ""y"": [2, 3, 4]}"\nb;"De\nux, trois, quatre";"{}"\n')
    assert [(raw.key, raw.place) for raw in raws(source, path)] == [
        ("a", "table.csv, row 2"), ("b", "table.csv, row 3")]


def test_the_line_that_excel_puts_first_names_the_delimiter(tmp_path: Path, source: Source) -> None:
    assert [raw.place for raw in raws(source, written(tmp_path, "sep=|\nid|nom\na|Un;deux\n"))] == ["table.csv, row 3"]


def test_a_curators_windows_file_is_read_as_she_wrote_it(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "Identifiant"\ntitle = { from = "Nom du pôle", lang = "fr" }\n'
                     'spatial = "Région"\nequipment = { from = "Équipements", split = ",", lookup = { '
                     '"casque VR" = "vr-headset", "imprimante 3D" = "3d-printer" } }\n', "hub")
    first, second = raws(source, CASES / "poles-cp1252.csv")
    assert values(describe(source, first), "title") == ["Pôle « Lumière » de Brest@fr"]
    assert values(describe(source, second), "equipment") == ["3d-printer", "vr-headset"]
    assert (describe(source, second).findings, values(describe(source, second), "spatial")) == ((), ["53"])


def test_a_table_without_header_has_numbered_or_declared_columns(tmp_path: Path) -> None:
    path = written(tmp_path, "a;Un\nb;Deux\n")
    numbered = declare(tmp_path, '[map]\nkey = "1"\ntitle = "2"\n')
    named = declare(tmp_path, '[options]\ncolumns = ["id", "nom"]\n' + MAP)
    assert [raw.place for raw in raws(numbered, path)] == ["table.csv, row 1", "table.csv, row 2"]
    assert [raw.payload for raw in raws(named, path)] == [b'{"id":"a","nom":"Un"}', b'{"id":"b","nom":"Deux"}']


def test_a_declared_header_row_and_new_names_for_its_columns_are_obeyed(tmp_path: Path) -> None:
    path = written(tmp_path, "x;y\nId;Titre\na;Un\n")
    source = declare(tmp_path, '[options]\nheader = 2\ncolumns = ["id", "nom"]\n' + MAP)
    assert [raw.key for raw in raws(source, path)] == ["a"]


@pytest.mark.parametrize("content", ["", "\n\n", "id;nom\n", "id;nom", "id;nom\n;;\n  ;\n"])
def test_an_empty_table_lists_nothing(tmp_path: Path, source: Source, content: str) -> None:
    items = read(source, written(tmp_path, content))
    assert (len(items), listing(items).expected) == (1, 0)


def test_each_broken_row_is_a_fault_and_its_neighbours_are_records(tmp_path: Path, source: Source) -> None:
    lines = [b"id;nom", b"a;Un", b"b;Deux;trop", b";sans", b"c;Nul\x00", b"d;\xed\xa0\x80", b"e;Cinq", b"f;court;"]
    lines += [f"g{number};été".encode() for number in range(30)]
    items = read(source, written(tmp_path, b"\n".join(lines)))
    assert codes(items) == ["MLG-G010", "MLG-K001", "MLG-G011", "MLG-G011"]
    assert [item.place for item in items if isinstance(item, Fault)] == [
        f"table.csv, row {row}" for row in (3, 4, 5, 6)]
    assert [item.key for item in items if isinstance(item, Raw)][:3] == ["a", "e", "f"]
    assert listing(items).expected == 37


def test_the_faults_of_rows_say_what_to_do_in_both_languages(tmp_path: Path, source: Source) -> None:
    items = read(source, written(tmp_path, "id;nom\nb;Deux;trop\n;sans\n"))
    ragged, keyless = (item.finding for item in items if isinstance(item, Fault))
    assert ragged.fr.startswith("La ligne a 3 cellules pour 2 colonnes")
    assert ragged.en.startswith("The row has 3 cells for 2 columns")
    assert keyless.fr == "La colonne « id », qui fait la clé, est vide ; remplissez-la."
    assert keyless.en == "The column “id”, which makes the key, is empty; fill it in."


def test_a_quote_that_is_never_closed_leaves_the_listing_incomplete(tmp_path: Path, source: Source) -> None:
    items = read(source, written(tmp_path, 'id;nom\na;Un\nb;"Deux\nc;Trois\n'))
    assert (codes(items), [item.key for item in items if isinstance(item, Raw)]) == (["MLG-G012"], ["a"])
    assert (listing(items).expected, listing(items).incomplete) == (None, "row 3: a quote is opened and never closed")


def test_a_file_that_is_one_unclosed_quote_is_not_taken_for_an_empty_table(tmp_path: Path, source: Source) -> None:
    items = read(source, written(tmp_path, '"id;nom\na;Un\n'))
    assert (codes(items), listing(items).expected) == (["MLG-G012"], None)


def test_a_column_that_the_table_lacks_is_told_with_its_line_the_nearest_and_all_columns(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "id"\ntitle = "intitulé"\n')
    fault = refusal(source, written(tmp_path, "id;Intitule;ville\na;Un;Brest\n"))
    assert (fault.code, fault.en) == (
        "MLG-G001", "essai.toml:9: the table has no column “intitulé”; the nearest known name is “Intitule”. "
        "Columns found: id, Intitule, ville.")
    assert fault.fr == ("essai.toml:9 : le tableau n'a pas de colonne « intitulé » ; le nom connu le plus proche est "
                        "« Intitule ». Colonnes trouvées : id, Intitule, ville.")


def test_columns_that_no_map_reads_are_told_once_and_not_kept(tmp_path: Path, source: Source) -> None:
    items = read(source, written(tmp_path, "id;nom;mél\na;Un;jean.dupont@example.org\n"))
    [remark] = listing(items).remarks
    assert (remark.code, remark.severity) == ("MLG-G013", Severity.INFO)
    assert remark.en == "Columns that the map does not use and that are not kept: mél."
    assert [item.payload for item in items if isinstance(item, Raw)] == [b'{"id":"a","nom":"Un"}']


def test_repeated_and_nameless_columns_can_be_told_apart(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "id"\ntitle = "nom (2)"\nkeyword = "3"\n')
    [raw] = raws(source, written(tmp_path, "id;nom;;nom\na;Un;mot;Deux\n"))
    assert raw.payload == b'{"3":"mot","id":"a","nom (2)":"Deux"}'


@pytest.mark.parametrize(("content", "name"), [
    (b"<!DOCTYPE html>\n<html><body>404</body></html>", "HTML"), (b"  <html>", "HTML"),
    (b"<?xml version='1.0'?><offres/>", "XML"), (b'[{"id": 1}]', "JSON"), (b'{"results": []}', "JSON"),
    (b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "gzip"), (b"PAR1", "Parquet"), (b"\x89PNG\r\n", "PNG"),
])
def test_what_is_no_table_is_named(tmp_path: Path, source: Source, content: bytes, name: str) -> None:
    fault = refusal(source, written(tmp_path, content))
    assert fault.code == "MLG-G002"
    assert (f"document in {name};" in fault.en, f"un document {name} ;" in fault.fr) == (True, True)


@pytest.mark.parametrize(("options", "said"), [
    ('delimiter = "::"', "the delimiter “::” must be one character, or tab."),
    ('sheet = 2', "the option “sheet” has a value of the wrong type: 2."),
    ('encoding = "rot13"', "“rot13” (options.encoding) is not a known encoding; "),
    ('encoding = "utf8000"',
     "“utf8000” (options.encoding) is not a known encoding; the nearest known name is “utf-8”."),
])
def test_a_wrong_option_is_told(tmp_path: Path, options: str, said: str) -> None:
    fault = refusal(declare(tmp_path, f"[options]\n{options}\n{MAP}"), written(tmp_path, "id;nom\na;Un\n"))
    assert (fault.code in ("MLG-G007", "MLG-G006"), said in fault.en) == (True, True)


@pytest.mark.parametrize(("declared", "real", "said"), [
    ("utf-8", "cp1252", "the file is not in utf-8 (line 2, byte 0xE9); it seems to be in cp1252"),
    ("cp1252", "utf-8", "the file is not in cp1252; it seems to be in utf-8"),
    ("utf-8", "utf-16", "the file is not in utf-8; it seems to be in utf-16"),
])
def test_a_wrongly_declared_encoding_is_told_with_the_right_one(tmp_path: Path, declared: str, real: str,
                                                                said: str) -> None:
    source = declare(tmp_path, f'[options]\nencoding = "{declared}"\n{MAP}')
    fault = refusal(source, written(tmp_path, "id;nom\na;Déjà l'été\n".encode(real)))
    assert (fault.code, fault.en) == ("MLG-G006", f"{said}: correct options.encoding.")
    assert "corrigez options.encoding" in fault.fr


def test_a_declared_encoding_that_is_right_is_obeyed(tmp_path: Path) -> None:
    source = declare(tmp_path, f'[options]\nencoding = "cp850"\ndelimiter = "tab"\n{MAP}')
    [raw] = raws(source, written(tmp_path, "id\tnom\na\tÉTÉ\n".encode("cp850")))
    assert values(describe(source, raw), "title") == ["ÉTÉ@fr"]


def test_a_cut_utf16_file_is_told(tmp_path: Path, source: Source) -> None:
    assert refusal(source, written(tmp_path, "id;nom\na;Un\n".encode("utf-16")[:-1])).code == "MLG-G006"


STARTS = st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b'"id";"nom\n'])


@given(STARTS, st.binary(max_size=300))
def test_bytes_of_any_kind_give_rows_or_a_reason(tmp_path_factory: pytest.TempPathFactory, start: bytes,
                                                 rest: bytes) -> None:
    folder = tmp_path_factory.mktemp("t")
    source = declare(folder, '[options]\ncolumns = ["id", "nom"]\n' + MAP)
    with suppress(UnreadableDocument):
        for item in read(source, written(folder, start + rest)):
            if isinstance(item, Raw):
                describe(source, item).serialize().decode()


CELL = st.text(st.characters(codec="utf-8"), max_size=40)


@given(CELL, CELL)
def test_a_row_reads_the_same_wherever_it_stands(tmp_path_factory: pytest.TempPathFactory, key: str, name: str) -> None:
    folder = tmp_path_factory.mktemp("t")
    source = declare(folder, MAP)
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in (f"k{key}", name)]
    alone = read(source, written(folder, f"id;nom\n{';'.join(quoted)}\n".encode()))
    moved = read(source, written(folder, f"x;nom;id\n\nz;y;1\nx;{quoted[1]};{quoted[0]}\n".encode()))
    one, other = alone[0], moved[-2]
    assert isinstance(one, Raw | Fault)
    assert isinstance(other, Raw | Fault)
    assert (one.key, one.payload) == (other.key, other.payload)
    if isinstance(one, Raw) and isinstance(other, Raw):
        assert describe(source, one).serialize() == describe(source, other).serialize()
