"""Workbooks are read as the CSV files that they might have been, and refused before they can do harm."""

import zipfile
from pathlib import Path

import pytest

from harvesters.record import Raw, UnreadableDocument
from harvesters.source import Source
from tests.harvesters.sheets import ods_row, rows, write_ods, write_xlsx
from tests.harvesters.tabular import declare, describe, raws, read, values

MAP = '[map]\nkey = "id"\ntitle = "nom"\n'


@pytest.fixture
def source(tmp_path: Path) -> Source:
    return declare(tmp_path, MAP)


def refusal(source: Source, path: Path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as raised:
        read(source, path)
    return raised.value


def test_numbers_dates_and_booleans_become_the_text_that_a_person_reads(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"A": rows(
        ["id", "nom", "date", "gratuit", "prix"], ["=12", "Atelier", "@45296", "?1", "=12.5"])})
    source = declare(tmp_path, MAP + 'issued = "date"\nfree = "gratuit"\noffers.part.price = "prix"\n')
    [raw] = raws(source, path)
    assert raw.payload == b'{"date":"2024-01-05","gratuit":"true","id":"12","nom":"Atelier","prix":"12.5"}'
    assert values(describe(source, raw), "issued") == ["2024-01-05"]


def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers(tmp_path: Path, source: Source) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Pôles": rows(["Liste 2024"], ["id", "nom"], ["a", "Un"], first=3)})
    [raw] = raws(source, path)
    assert (raw.key, raw.place) == ("a", "a.xlsx, sheet Pôles, row 5")


def test_the_declared_sheet_is_read_even_when_hidden(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {
        "A": rows(["id", "nom"], ["a", "Un"]), "B": rows(["id", "nom"], ["b", "Deux"])}, hidden=["B"])
    assert [raw.key for raw in raws(declare(tmp_path, MAP), path)] == ["a"]
    assert [raw.key for raw in raws(declare(tmp_path, f'[options]\nsheet = "B"\n{MAP}'), path)] == ["b"]


def test_an_unknown_sheet_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Formations": rows(["id", "nom"])})
    fault = refusal(declare(tmp_path, f'[options]\nsheet = "formation"\n{MAP}'), path)
    assert (fault.code, fault.en) == ("MLG-G005", "the workbook has no sheet “formation” (options.sheet); "
                                      "the nearest known name is “Formations”.")
    assert fault.fr == ("le classeur n'a pas de feuille « formation » (options.sheet) ; "
                        "le nom connu le plus proche est « Formations ».")


def test_an_ods_file_with_its_million_empty_rows_is_read(tmp_path: Path, source: Source) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell ' \
            'table:number-columns-repeated="16384"/></table:table-row>'
    path = write_ods(tmp_path / "a.ods", ods_row("id", "nom") + ods_row("a", "Un") + empty)
    assert [(raw.key, raw.place) for raw in raws(source, path)] == [("a", "a.ods, sheet Feuille1, row 2")]


def test_a_workbook_named_csv_and_a_csv_named_xlsx_are_read_for_what_they_are(tmp_path: Path, source: Source) -> None:
    book = write_xlsx(tmp_path / "book", {"A": rows(["id", "nom"], ["a", "Un"])})
    text = tmp_path / "text"
    text.write_text("id;nom\nb;Deux\n", "utf-8")
    items = [*read(source, book, "x.csv"), *read(source, text, "x.xlsx")]
    assert [item.key for item in items if isinstance(item, Raw)] == ["a", "b"]


def test_an_empty_workbook_lists_nothing(tmp_path: Path, source: Source) -> None:
    [listing] = read(source, write_xlsx(tmp_path / "a.xlsx", {"A": ""}))
    assert repr(listing).startswith("Listing(expected=0")


def test_a_workbook_that_unpacks_to_a_hundred_times_its_bound_is_not_opened(tmp_path: Path, source: Source) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 << 20))
    fault = refusal(source, path)
    assert (fault.code, "101 MiB" in fault.en, "101 Mio" in fault.fr) == ("MLG-G003", True, True)


def test_a_workbook_that_shrinks_two_hundred_times_is_not_opened(tmp_path: Path, source: Source) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (20 << 20))
    assert refusal(source, path).code == "MLG-G003"


def test_two_cells_at_the_ends_of_a_sheet_do_not_make_seventeen_billion(tmp_path: Path, source: Source) -> None:
    corners = rows(["id"]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    fault = refusal(source, write_xlsx(tmp_path / "a.xlsx", {"A": corners}))
    assert (fault.code, "17179869184 cells" in fault.en) == ("MLG-G003", True)


def test_a_cell_repeated_a_million_times_is_refused(tmp_path: Path, source: Source) -> None:
    path = write_ods(tmp_path / "a.ods", ods_row(*["boom"] * 20, repeated=1_048_576))
    assert refusal(source, path).code == "MLG-G003"


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_cut_workbook_is_told_as_damaged(tmp_path: Path, source: Source, kept: float) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", {"A": rows(["id", "nom"], ["a", "Un"])}).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[:int(len(whole) * kept)])
    fault = refusal(source, path)
    assert (fault.code, "save it again" in fault.en, "enregistrez-le" in fault.fr) == ("MLG-G004", True, True)


def test_an_archive_that_lies_about_a_size_is_told_as_damaged(tmp_path: Path, source: Source) -> None:
    whole = write_xlsx(tmp_path / "a.xlsx", {"A": rows(["id", "nom"], ["a", "Un"])}).read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path = tmp_path / "lie.xlsx"
    path.write_bytes(whole.replace(size, (8).to_bytes(4, "little")))
    assert refusal(source, path).code == "MLG-G004"


def test_a_zip_that_is_no_workbook_and_old_binary_noise_are_told(tmp_path: Path, source: Source) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("table.csv", "id;nom\n")
    noise = tmp_path / "a.xls"
    noise.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000))
    assert [refusal(source, path).code for path in (archive, noise)] == ["MLG-G004", "MLG-G004"]


def test_a_document_that_is_not_well_formed_is_refused_where_its_parser_would_read_for_ever(
        tmp_path: Path, source: Source) -> None:
    path = write_ods(tmp_path / "a.ods", ods_row("id", "nom") + "</tae:table></table:table>")
    assert refusal(source, path).code == "MLG-G004"


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path, source: Source) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>')
    fault = refusal(source, path)
    assert (fault.code, "document type declaration" in fault.en) == ("MLG-G004", True)


@pytest.mark.parametrize("reference", ["A99999999999", "AAAA1", "A", "1", "é1"])
def test_a_cell_that_says_no_possible_place_is_refused(tmp_path: Path, source: Source, reference: str) -> None:
    strange = rows(["id", "nom"]) + f'<row r="2"><c r="{reference}"><v>1</v></c></row>'
    assert refusal(source, write_xlsx(tmp_path / "a.xlsx", {"A": strange})).code == "MLG-G004"
