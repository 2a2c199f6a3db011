"""Real spreadsheets, each harvested with the map that a curator would write."""

from pathlib import Path

import pytest

from harvesters.record import Excluded, Raw
from tests.harvesters.tabular import SAMPLES, codes, declare, describe, listing, needs_samples, raws, read, values

pytestmark = needs_samples
SHEETS = SAMPLES / "spreadsheets"


def test_the_mac_roman_list_with_bare_carriage_returns_reads_as_its_utf8_twin(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "1"\ntitle = { from = "3", lang = "fr" }\nsyllabus = "9"\nkeyword = "2"\n')
    mac = raws(source, SHEETS / "lheo-FCod-macroman-cr.csv")
    twin = raws(source, SAMPLES / "vocabularies" / "FORMACODE-FCod-utf-8.csv")
    assert len(mac) == 3_048
    # The twin writes these two otherwise: "C\\#.NET" and "360 deg".
    assert [one.key for one, other in zip(mac, twin, strict=True) if one.payload != other.payload] == ["30882", "33082"]
    assert values(describe(source, mac[0]), "title") == ["théorie graphes@fr"]


def test_repeated_headers_are_skipped_and_rows_keep_their_spreadsheet_numbers(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "NUMCOM"\ntitle = "NOMCOM"\nwkt = "GEO_INFO"\ncommune = "NUMCOM"\n',
                     "place")
    records = raws(source, SHEETS / "csvdetective-a_test_file.csv")
    assert (len(records), records[0].place) == (404, "csvdetective-a_test_file.csv, row 4")
    made = describe(source, records[0])
    assert (values(made, "wkt"), values(made, "spatial")) == (["POINT(12.5 2.8)"], ["01", "84"])


def test_the_sheet_with_the_columns_of_the_map_is_read_not_the_notice_before_it(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "DIRCOM"\ntitle = "LIBCOM"\nnotation = "B00"\n', "place")
    records = raws(source, SHEETS / "csvdetective-file.xlsx")
    assert [raw.place for raw in records] == [
        f"csvdetective-file.xlsx, sheet REI_1987, row {row}" for row in range(3, 8)]
    assert values(describe(source, records[0]), "notation") == ["19156"]


def test_the_notice_is_read_when_the_map_speaks_of_it(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "NOM"\ntitle = "LABEL"\n', "place")
    records = raws(source, SHEETS / "csvdetective-file.xlsx")
    assert [raw.key for raw in records] == ["B00", "B11", "B13", "B23", "B33", "B41"]


def test_a_notice_with_quotes_semicolons_and_empty_cells_is_one_row(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "REF"\ntitle = { from = "TITR", lang = "fr" }\ndescription = "EXPO"\n'
                     'keyword = { from = "AUTR", split = ";" }\n', "dataset")
    [record] = raws(source, SHEETS / "pop-mnr-valid-UTF-8.csv")
    made = describe(source, record)
    assert (record.key, values(made, "title")) == ("RFR00003", ["Statue : La Vierge et l'Enfant@fr"])
    assert values(made, "keyword") == ["Anonyme", "Lorraine"]
    assert values(made, "description")[0].startswith("1997; avril - mai : Le Havre; musée de la Graville. \"Prés")


EVENTS = """\
language = "en"
[map]
key = "URL"
title = "Title"
landingPage = "URL"
startDate = "Start"
endDate = "End"
organizer = "Organizer"
contact = "Contact"
keyword = { from = "Keywords", split = ";" }
audience.from = "Audiences"
audience.split = ";"
audience.lookup = { phd = "phd-student", researcher = "researcher", mbr = [], ecr = "researcher" }
free = { from = "Cost Basis", true = "free", false = "charge" }
duration = "Duration"
capacity = "Capacity"
offers.part = { price = "Cost", priceCurrency = "Currency" }
location.part = { title = "Venue", address = { part = { city = "City", postCode = "Postcode", country = "Country" } } }
"""


def test_the_agenda_with_leading_spaces_and_compact_dates_gives_fourteen_events(tmp_path: Path) -> None:
    source = declare(tmp_path, EVENTS, "event")
    records = raws(source, SHEETS / "tess-events-NCI.csv")
    assert len(records) == 14
    made = describe(source, next(raw for raw in records if raw.key.endswith("Introduction+to+Gadi")))
    expected = {
        "startDate": ["2022-03-03T14:00:00"], "audience": ["phd-student", "researcher"], "free": ["false"],
        "duration": ["PT1H18M"], "capacity": ["25"], "keyword": ["Gadi@en", "Supercomputing@en"]}
    assert {term: values(made, term) for term in expected} == expected
    assert (values(made, "price", "offers"), values(made, "priceCurrency", "offers")) == (["9.99"], ["AUD"])
    assert (values(made, "postCode", "address"), values(made, "spatial")) == (["2601"], [])
    assert values(made, "title", "organizer") == ["NCI@en"]


def test_no_part_is_made_where_none_of_its_cells_has_a_value(tmp_path: Path) -> None:
    source = declare(tmp_path, EVENTS, "event")
    bare = describe(source, raws(source, SHEETS / "tess-events-NCI.csv")[0])
    assert (values(bare, "offers"), values(bare, "location")) == ([], [])


def test_a_mailbox_that_may_be_a_persons_is_neither_kept_nor_published_nor_shown(tmp_path: Path) -> None:
    source = declare(tmp_path, EVENTS, "event")
    record = raws(source, SHEETS / "tess-events-NCI.csv")[0]
    made = describe(source, record)
    assert b"training.nci" not in record.payload
    assert b"nci@anu" not in made.serialize()
    assert [(f.code, f.path, f.value) for f in made.findings] == [("MLG-P001", "contact", "")]


def test_the_materials_give_two_records_and_one_archived_row_that_is_excluded(tmp_path: Path) -> None:
    source = declare(tmp_path, """\
language = "en"
[exclude]
Status = ["Archived"]
[map]
key = "URL"
title = "Title"
licence = "Licence"
level = "Competency"
issued = "Published"
keyword = { from = "Keywords", split = ";" }
contact = "Contact"
""", "material")
    first, second, third = raws(source, SHEETS / "tess-materials.csv")
    made = describe(source, first)
    assert [values(made, term) for term in ("licence", "level", "issued", "keyword")] == [
        ["CC-BY-4.0"], ["beginner"], ["2021-03-14"], ["book@en", "first@en", "free@en"]]
    assert values(made, "email", "contact") == ["mailto:support@app.com"]
    assert values(describe(source, third), "licence") == ["notspecified"]
    with pytest.raises(Excluded) as out:
        describe(source, second)
    assert out.value.en == "Out of scope: the column “Status” is “archived” ([exclude])."
    assert out.value.fr == "Hors du champ : la colonne « Status » vaut « archived » ([exclude])."


def test_rows_without_a_key_cost_only_themselves_and_dates_come_as_iso(tmp_path: Path) -> None:
    source = declare(tmp_path, '[map]\nkey = "Schrijversnamen OF"\ntitle = "namen NTA"\nissued = "date of birth"\n',
                     "organization")
    items = read(source, SHEETS / "auteursportaal-schrijvers.xlsx")
    assert (codes(items), listing(items).expected) == (["MLG-K001", "MLG-K001"], 340)
    born = next(item for item in items if isinstance(item, Raw) and item.key == "Adams, Wilfried")
    assert values(describe(source, born), "issued") == ["1947-11-23"]
