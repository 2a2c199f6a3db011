"""What each kind of entry of a map makes of a row."""

from pathlib import Path

import pytest

from harvesters.record import Fault, Raw
from shapes.finding import blocks
from tests.harvesters.tabular import declare, describe, described, raws, read, values

KEY = '[map]\nkey = "id"\n'


def findings(folder: Path, body: str, text: str, kind: str = "course") -> list[tuple[str, str, str]]:
    """Code, path and English sentence of what was told of the only row."""
    return [(finding.code, finding.path, finding.en) for finding in described(folder, body, text, kind).findings]


def test_text_takes_its_declared_language_else_the_sources_else_none(tmp_path: Path) -> None:
    text = "id,a,b\n1,Un,One\n"
    both = KEY + 'title = [{ from = "a", lang = "fr" }, { from = "b", lang = "en" }]\n'
    assert values(described(tmp_path, both, text), "title") == ["One@en", "Un@fr"]
    assert values(described(tmp_path, 'language = "fr"\n' + KEY + 'title = "a"\n', text), "title") == ["Un@fr"]
    assert values(described(tmp_path, KEY + 'title = "a"\n', text), "title") == ["Un"]


def test_all_filled_columns_are_taken_and_lists_are_split_trimmed_and_emptied(tmp_path: Path) -> None:
    made = described(tmp_path, KEY + 'keyword = { from = ["a", "b", "c"], split = ";" }\n', "id,a,b,c\n1, x ; ;y;,,z\n")
    assert values(made, "keyword") == ["x", "y", "z"]


def test_a_constant_is_always_said_and_a_default_only_where_nothing_is(tmp_path: Path) -> None:
    body = KEY + 'language = { const = "fr" }\nlevel = { from = "niveau", default = "all" }\n'
    assert values(described(tmp_path, body, "id,niveau\n1,\n"), "level") == ["all"]
    made = described(tmp_path, body, "id,niveau\n1,Débutant\n")
    assert (values(made, "level"), values(made, "language")) == (["beginner"], ["fr"])


def test_a_concept_is_found_by_code_label_or_address_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    body = KEY + 'topic = { from = "t", split = "|" }\n'
    assert values(described(tmp_path, body, "id,t\n1,iiif|Photogrammétrie\n"), "topic") == ["iiif", "photogrammetry"]
    made = described(tmp_path, body, "id,t\n1,photogrametrie\n")
    assert [(f.code, f.path, "photogrammetry" in f.fr) for f in made.findings] == [("MLG-C001", "topic", True)]
    assert not blocks(made.findings)


def test_a_lookup_forgives_case_and_accents_may_give_several_or_nothing(tmp_path: Path) -> None:
    body = KEY + 'equipment = { from = "e", split = ";", lookup = { "Casque VR" = "vr-headset", ' \
        '"Labo 3D" = ["3d-scanner", "3d-printer"], "néant" = [] } }\n'
    made = described(tmp_path, body, "id,e\n1,casque vr;LABO 3D;Neant\n", "hub")
    assert (values(made, "equipment"), made.findings) == (["3d-printer", "3d-scanner", "vr-headset"], ())


def test_a_value_that_the_lookup_does_not_know_refuses_the_row_and_names_it(tmp_path: Path) -> None:
    made = described(tmp_path, KEY + 'equipment = { from = "e", lookup = { "casque VR" = "vr-headset" } }\n',
                     "id,e\n1,casques VR\n", "hub")
    [finding] = made.findings
    assert blocks(made.findings)
    assert (finding.code, finding.value, finding.en, finding.fr) == (
        "MLG-M001", "casques VR",
        "table.csv, row 2: “casques VR” is not in the lookup; the nearest known name is “casque VR”.",
        "table.csv, row 2 : « casques VR » n'est pas dans la table de correspondance ; "
        "le nom connu le plus proche est « casque VR ».")


def test_keys_are_joined_or_made_by_a_template(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n1,2024\n1,\n", "utf-8")
    joined, template = '[map]\nkey = ["a", "b"]\ntitle = "a"\n', '[map]\nkey = "cours-{a}/{b}!"\ntitle = "a"\n'
    for body, key in ((joined, "1-2024"), (template, "cours-1/2024!")):
        first, second, _ = read(declare(tmp_path, body), path)
        assert isinstance(first, Raw)
        assert isinstance(second, Fault)
        assert (first.key, second.finding.code) == (key, "MLG-K001")


def test_each_row_may_have_its_own_kind(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,t\n1,Pôle\n2,reseau\n3,\n4,fablab\n", "utf-8")
    source = declare(tmp_path, KEY + 'kind = { from = "t", lookup = { "pôle" = "hub", "Réseau" = "network" } }\n'
                     'title = "id"\n', "organization")
    first, second, third, fourth, _ = read(source, path)
    assert [item.kind for item in (first, second, third) if isinstance(item, Raw)] == ["hub", "network", "organization"]
    assert isinstance(fourth, Fault)
    assert (fourth.key, fourth.finding.code) == ("4", "MLG-M007")
    assert fourth.finding.en.startswith("“fablab” (column “t”) names no kind of record;")
    assert isinstance(second, Raw)
    assert describe(source, second).iri == "https://example.org/id/network/essai--2"


def test_a_status_column_tells_what_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,statut\n1,publié\n2,ARCHIVE\n", "utf-8")
    source = declare(tmp_path, KEY + 'title = "id"\ngone = { from = "statut", values = ["archivé", "supprimé"] }\n')
    assert [raw.deleted for raw in raws(source, path)] == [False, True]
    assert repr(read(source, path)[-1]).startswith("Listing(expected=1,")


@pytest.mark.parametrize(("cell", "said"), [("oui", ["true"]), ("X", ["true"]), ("0", ["false"]), ("Non", ["false"])])
def test_yes_and_no_are_read_in_french_and_english(tmp_path: Path, cell: str, said: list[str]) -> None:
    assert values(described(tmp_path, KEY + 'free = "g"\n', f"id,g\n1,{cell}\n"), "free") == said


def test_declared_words_for_yes_replace_the_usual_ones_and_others_are_told(tmp_path: Path) -> None:
    body = KEY + 'free = { from = "g", true = ["gratuit"], false = ["payant"] }\n'
    assert values(described(tmp_path, body, "id,g\n1,Gratuit\n"), "free") == ["true"]
    assert findings(tmp_path, body, "id,g\n1,oui\n") == [
        ("MLG-M002", "free", "“oui” says neither yes nor no; known values: gratuit, payant.")]


def test_a_date_is_read_in_its_declared_form_and_an_essential_one_must_be_readable(tmp_path: Path) -> None:
    body = KEY + 'startDate = { from = "d", date = "%d/%m/%Y" }\nmodified = { from = "m", date = "%d/%m/%Y" }\n'
    made = described(tmp_path, body, "id,d,m\n1,03/04/2025,jamais\n", "event")
    assert (values(made, "startDate"), values(made, "modified"), blocks(made.findings)) == (["2025-04-03"], [], False)
    assert blocks(described(tmp_path, body, "id,d,m\n1,31/02/2025,\n", "event").findings)


def test_a_reference_is_the_iri_that_the_other_record_has(tmp_path: Path) -> None:
    body = KEY + 'provider = { from = "p", ref = "poles-bretagne:hub" }\nrelation = { from = "r", split = ";", ' \
        'ref = "self:course" }\n'
    made = described(tmp_path, body, "id,p,r\n1,Pôle A,2;https://other.example/x\n")
    assert values(made, "relation") == ["https://example.org/id/course/essai--2", "https://other.example/x"]
    [provider] = values(made, "provider")
    assert provider.startswith("https://example.org/id/hub/poles-bretagne--pole-a-")


def test_an_organisation_given_as_text_is_described_and_given_as_an_address_is_linked(tmp_path: Path) -> None:
    body = KEY + 'provider = "p"\nmemberOf = { from = "m", lang = "fr" }\n'
    made = described(tmp_path, body, "id,p,m\n1,https://ror.example/x,Réseau B\n")
    assert (values(made, "provider"), values(made, "memberOf")) == (["https://ror.example/x"], ["#memberOf"])
    assert values(made, "title", "memberOf") == ["Réseau B@fr"]
    assert "<http://www.w3.org/ns/org#Organization>" in made.serialize().decode()


@pytest.mark.parametrize(("place", "term"), [("Rennes", "city"), ("12 rue Haute, 35000 Rennes", "fullAddress")])
def test_a_place_given_as_text_has_its_name_and_an_address(tmp_path: Path, place: str, term: str) -> None:
    body = KEY + 'location = { from = "l", split = "|", lang = "fr" }\n'
    made = described(tmp_path, body, f'id;l\n1;"{place}"\n', "event")
    assert (values(made, "title", "location"), values(made, term, "address")) == ([f"{place}@fr"], [place])


SESSION = KEY + """\
[map.session]
from = "sessions"
split = "|"
cut = "::"
part.startDate = { from = 0, date = "%d/%m/%Y" }
part.endDate = { from = 1, date = "%d/%m/%Y" }
part.mode = "mode"
part.location = { part = { address = { part = { city = { from = 2 }, postCode = { from = 3 } } } } }
"""


def test_a_cell_is_cut_into_parts_that_may_also_read_the_row(tmp_path: Path) -> None:
    cell = "03/04/2025::04/04/2025::Rennes::35000 | 05/06/2025"
    made = described(tmp_path, SESSION, f"id,sessions,mode\n1,{cell},onsite\n")
    assert values(made, "session") == ["#session", "#session-2"]
    assert [values(made, term, "session") for term in ("startDate", "endDate", "mode")] == [
        ["2025-04-03"], ["2025-04-04"], ["onsite"]]
    assert (values(made, "startDate", "session-2"), values(made, "location", "session-2")) == (["2025-06-05"], [])
    assert (values(made, "city", "address"), values(made, "spatial")) == (["Rennes"], ["35", "53"])


def test_a_cell_with_more_pieces_than_the_map_reads_is_told(tmp_path: Path) -> None:
    text = "id,sessions,mode\n1,03/04/2025::04/04/2025::Rennes::35000::encore,onsite\n"
    assert findings(tmp_path, SESSION, text) == [(
        "MLG-M006", "session",
        "“03/04/2025::04/04/2025::Rennes::35000::encore” has 5 pieces instead of 4; correct the cell.")]


@pytest.mark.parametrize(("postcode", "country", "territories"), [
    ("35000", "", ["35", "53"]), ("20090", "France", ["2A", "94"]), ("20200", "FR", ["2B", "94"]),
    ("97400", "", ["04", "974"]), ("97150", "", ["978"]), ("98000", "", []),
    ("10115", "Allemagne", []), ("3500", "", []),
])
def test_a_french_postcode_places_the_record(tmp_path: Path, postcode: str, country: str,
                                             territories: list[str]) -> None:
    body = KEY + 'location.part.address.part = { postCode = "cp", country = "pays" }\n'
    made = described(tmp_path, body, f"id,cp,pays\n1,{postcode},{country}\n", "event")
    assert values(made, "spatial") == sorted(territories)
    assert values(made, "postCode", "address") == [postcode]


def test_a_department_or_a_commune_brings_its_region_and_a_territory_served_does_not(tmp_path: Path) -> None:
    body = KEY + 'department = "d"\nterritoryServed = { from = "s", concept = "department" }\n'
    made = described(tmp_path, body, "id,d,s\n1,Finistère,22\n", "hub")
    assert (values(made, "spatial"), values(made, "territoryServed")) == (["29", "53"], ["22"])
    assert values(described(tmp_path, KEY + 'commune = "c"\n', "id,c\n1,2A004\n", "place"), "spatial") == ["2A", "94"]
    assert values(described(tmp_path, KEY + 'region = "r"\n', "id,r\n1,Polynésie française\n"), "region") == ["987"]


def test_an_identifier_of_a_scheme_needs_its_own_cell_not_only_the_constant(tmp_path: Path) -> None:
    body = KEY + 'otherIdentifier.part = { notation = "siret", schemaAgency = { const = "SIRET" } }\n'
    made = described(tmp_path, body, "id,siret\n1,12345678901234\n", "organization")
    assert (values(made, "notation", "otherIdentifier"), values(made, "schemaAgency", "otherIdentifier")) == (
        ["12345678901234"], ["SIRET"])
    assert values(described(tmp_path, body, "id,siret\n1,\n", "organization"), "otherIdentifier") == []


def test_a_membership_says_whose_role_it_is(tmp_path: Path) -> None:
    body = KEY + 'membership.part = { member = "qui", role = "role", responsibility = { from = "fait", ' \
        'lang = "fr" } }\n'
    made = described(tmp_path, body, "id,qui,role,fait\n1,DRAC,Contributeur,Émergence\n", "hub")
    assert (values(made, "role", "membership"), values(made, "responsibility", "membership")) == (
        ["contributeur"], ["Émergence@fr"])
    assert (values(made, "member", "membership"), values(made, "title", "member")) == (["#member"], ["DRAC"])


def test_a_point_is_made_of_two_columns_or_one(tmp_path: Path) -> None:
    two = KEY + 'wkt = { lat = "y", lon = "x" }\n'
    assert values(described(tmp_path, two, 'id,y,x\n1,"48,11",-1.68\n', "place"), "wkt") == ["POINT(-1.68 48.11)"]
    assert values(described(tmp_path, two, "id,y,x\n1,,\n", "place"), "wkt") == []
    assert findings(tmp_path, two, "id,y,x\n1,98.1,2\n", "place")[0][0] == "MLG-M005"
    one = KEY + 'wkt = "g"\n'
    assert values(described(tmp_path, one, 'id,g\n1,"48.11, -1.68"\n', "place"), "wkt") == ["POINT(-1.68 48.11)"]


def test_role_mailboxes_are_published_and_a_persons_mailbox_or_phone_never_leaves(tmp_path: Path) -> None:
    body = KEY + 'contact = [{ part = { email = "mel", formattedName = "service" } }, { from = "autre" }]\n'
    good = described(tmp_path, body, "id,mel,service,autre\n1,formation@ecole.example,Formation continue,\n")
    assert values(good, "email", "contact") == ["mailto:formation@ecole.example"]
    source = declare(tmp_path, body)
    for cells in ("jean.dupont@ecole.example,S,", ",S,06 12 34 56 78", ",S,Jean Dupont jean.dupont@ecole.example"):
        (tmp_path / "table.csv").write_text(f"id,mel,service,autre\n1,{cells}\n", "utf-8")
        [raw] = raws(source, tmp_path / "table.csv")
        made = describe(source, raw)
        assert [(finding.code, finding.value) for finding in made.findings] == [("MLG-P001", "")]
        for text in (raw.payload, made.serialize()):
            assert b"dupont@" not in text
            assert b"34 56" not in text


def test_a_kept_row_without_a_column_of_a_newer_map_is_refused_not_read_as_empty(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("id,nom\n1,Un\n", "utf-8")
    [raw] = raws(declare(tmp_path, KEY + 'title = "nom"\n'), tmp_path / "table.csv")
    made = describe(declare(tmp_path, KEY + 'title = "nom"\nkeyword = "mots"\n'), raw)
    assert [(finding.code, finding.en) for finding in made.findings] == [
        ("MLG-M009", "The kept record has no column “mots” that the map asks for; harvest the source again.")]
    assert blocks(made.findings)
