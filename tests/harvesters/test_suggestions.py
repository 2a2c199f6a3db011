"""For each cause the change that helps is found, tried on everything that is kept, and told as it comes true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogue.causes import causes
from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from catalogue.refusals import refused
from harvesters.formats import FORMATS
from harvesters.mending.edits import write
from harvesters.replaying import replay
from harvesters.report import Options
from harvesters.run import harvest
from harvesters.source import load_source
from harvesters.suggestions import Mend, Suggestion, suggest

HEAD = 'name = "essai"\ntitle.fr = "Essai"\nurl = "e.csv"\nformat = "table"\nkind = "event"\nlicence = "CC0-1.0"\n'
PERIOD = 'startDate = { from = "debut", date = "%d/%m/%Y" }\nendDate = { from = "fin", date = "%d/%m/%Y" }'
MAP = HEAD + 'language = "fr"\n[map]\nkey = "id"\ntitle = "nom"\n'


@dataclass(frozen=True, slots=True)
class Desk:
    """A source on a curator's desk."""

    folder: Path
    ledger: Ledger

    @property
    def file(self) -> Path:
        return self.folder / "essai.toml"

    def harvest(self, declared: str, *rows: str) -> None:
        """Write the source and harvest it."""
        self.file.write_text(declared, "utf-8")
        (self.folder / "e.csv").write_text("\n".join(rows), "utf-8")
        for _ in harvest([load_source(self.file, FORMATS)], DataDirectory(self.folder / "data"), self.ledger, Options(),
                         lambda *_: None):
            pass

    def suggestions(self, *, warnings: bool = False) -> dict[str, Suggestion]:
        """What is suggested, by code and path."""
        found = causes(self.ledger, "essai", warnings=warnings)
        told = suggest(self.ledger, load_source(self.file, FORMATS), found, "shacl", lambda *_: None)
        return {f"{one.cause.code} {one.cause.path}": one for one in told}

    def replay(self) -> dict[str, int]:
        """Map again by the file as it is now; the figures."""
        [report] = replay([load_source(self.file, FORMATS)], self.ledger, Options(), lambda *_: None)
        return report.tally.as_dict()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ledger = Ledger.open(tmp_path / "ledger.sqlite", "http://test.example/")
    yield Desk(tmp_path, ledger)
    ledger.close()


def figures(mend: Mend) -> Sequence[int]:
    """Accepted, mended, changed otherwise, unchanged, still refused, newly refused."""
    assert mend.trial
    trial = mend.trial
    return (trial.accepted, trial.mended, trial.changed, trial.unchanged, trial.refused_still, trial.refused_newly)


def added(mend: Mend) -> list[str]:
    """The lines that an edit adds."""
    return [line[1:] for line in mend.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]


def test_an_end_before_its_start_is_read_month_first_where_all_dates_allow(desk: Desk) -> None:
    desk.harvest(MAP + PERIOD,
                 "id;nom;debut;fin", *(f"g{n};Bien {n};2027-05-{n + 1:02};2027-06-01" for n in range(8)),
                 "b1;Son 1;03/12/2027;04/01/2027", "b2;Son 2;05/10/2027;06/01/2027")
    [mend, *_] = desk.suggestions()["MLG-R116 endDate"].mends
    assert added(mend) == ['startDate = { from = "debut", date = "%m/%d/%Y" }',
                           'endDate = { from = "fin", date = "%m/%d/%Y" }']
    assert figures(mend) == (2, 0, 0, 8, 0, 0)
    assert [change.added for one in mend.trial.shown["accepted"][:1] for change in one.fields()] == [  # type: ignore[union-attr]
        ("2027-04-01",), ("2027-03-12",)]
    assert mend.command == "maillage replay essai"
    write(desk.file, mend.before, mend.after)
    told = desk.replay()
    assert (told["created"], told["changed"], told["unchanged"], told["rejected"]) == (2, 0, 8, 0)
    assert desk.suggestions() == {}


def test_dates_that_could_be_two_days_get_the_form_that_reads_them_all(desk: Desk) -> None:
    desk.harvest(MAP + 'startDate = "debut"', "id;nom;debut", "a;A;03/12/2027", "b;B;25/12/2027", "c;C;2027-01-01")
    [mend, *others] = desk.suggestions()["MLG-D001 startDate"].mends
    assert (added(mend), figures(mend), others) == (
        ['startDate = { from = "debut", date = "%d/%m/%Y" }'], (1, 0, 0, 2, 0, 0), [])


def test_a_form_that_helps_is_told_although_one_value_stays_unreadable(desk: Desk) -> None:
    desk.harvest(MAP + 'startDate = "debut"', "id;nom;debut", "a;A;3/12/27", "b;B;13/12/27", "c;C;hier")
    [mend, *_] = desk.suggestions()["MLG-D001 startDate"].mends
    assert ("%d/%m/%y" in mend.diff, "1 values still cannot be read" in mend.en) == (True, True)
    assert figures(mend) == (2, 0, 0, 0, 1, 0)


def test_words_that_a_lookup_lacks_are_added_with_what_is_nearest_and_strange_ones_as_silent(desk: Desk) -> None:
    desk.harvest(MAP + 'equipment = { from = "e", split = ",", lookup = { "casque VR" = "vr-headset" } }',
                 "id;nom;e", "a;A;casque VR", "b;B;casques VR, casque VR", "c;C;imprimante 3D", "d;D;zzzz")
    near, both = desk.suggestions()["MLG-M001 equipment"].mends
    every = '"casques VR" = "vr-headset", "imprimante 3D" = "3d-printer"'
    assert every in added(near if "zzzz" not in near.diff else both)[0]
    told = {("zzzz" in mend.diff): figures(mend) for mend in (near, both)}
    assert told == {False: (2, 0, 0, 1, 1, 0), True: (3, 0, 0, 1, 0, 0)}


def test_concepts_without_a_lookup_get_one_that_refuses_nothing(desk: Desk) -> None:
    desk.harvest(MAP + 'eventType = "type"', "id;nom;type", "a;A;atelier", "b;B;conférance")
    [mend] = desk.suggestions(warnings=True)["MLG-C001 eventType"].mends
    assert added(mend) == [
        'eventType = { from = "type", lookup = { atelier = "workshop", "conférance" = "conference" } }']
    assert figures(mend) == (0, 1, 0, 1, 0, 0)


def test_words_for_yes_and_no_are_declared_with_those_already_read(desk: Desk) -> None:
    desk.harvest(MAP + 'free = "prix"', "id;nom;prix", "a;A;oui", "b;B;gratuit sur inscription", "c;C;payant")
    [mend] = desk.suggestions(warnings=True)["MLG-M002 free"].mends
    assert added(mend) == ['free = { from = "prix", true = ["gratuit sur inscription", "oui"], false = ["payant"] }']
    assert figures(mend)[:4] == (0, 2, 0, 1)


def test_numbers_are_read_the_french_way(desk: Desk) -> None:
    desk.harvest(MAP + 'offers = { part = { price = "prix" } }', "id;nom;prix", "a;A;1.250,50", "b;B;12")
    [mend] = desk.suggestions(warnings=True)["MLG-M003 price"].mends
    assert added(mend) == ['offers = { part = { price = { from = "prix", number = "fr" } } }']
    assert figures(mend)[:4] == (0, 1, 0, 1)


def test_a_missing_title_gets_a_constant_that_says_so(desk: Desk) -> None:
    desk.harvest(MAP, "id;nom", "a;A", "b;")
    [mend] = desk.suggestions()["MLG-R103 title"].mends
    assert (added(mend), figures(mend)) == (['title = { from = "nom", default = "Sans titre" }'], (1, 0, 0, 1, 0, 0))


def test_an_empty_column_of_titles_gives_way_to_a_full_one(desk: Desk) -> None:
    desk.harvest(MAP + 'altLabel = "autre"', "id;nom;autre", "a;;Un", "b;;Deux")
    mends = desk.suggestions()["MLG-R103 title"].mends
    assert added(mends[0]) == ['title = "autre"']
    assert figures(mends[0]) == (2, 0, 0, 0, 0, 0)


def test_a_kind_without_name_is_tried_as_a_row_that_becomes_a_record(desk: Desk) -> None:
    declared = '[map]\nkey = "id"\ntitle = "nom"\nkind = { from = "t", lookup = { "Pôle" = "hub" } }'
    desk.harvest(HEAD.replace('kind = "event"\n', "") + declared, "id;nom;t", "a;A;Pôle", "b;B;Poles")
    [mend] = desk.suggestions()["MLG-M007 kind"].mends
    assert '"Poles" = "hub"' in mend.diff or 'Poles = "hub"' in mend.diff
    assert (figures(mend), mend.command) == ((1, 0, 0, 1, 0, 0), "maillage harvest essai")


def test_another_key_is_proposed_only_where_it_is_unique_and_never_said_to_have_been_tried(desk: Desk) -> None:
    desk.harvest(MAP + 'homepage = "site"', "id;nom;site", "a;Un;https://a.example/", ";Un;https://b.example/")
    [mend] = desk.suggestions()["MLG-K001 identifier"].mends
    assert (added(mend), mend.trial) == (['key = "site"'], None)
    assert "another" in mend.untried_en
    assert mend.command == "maillage harvest essai"


def test_two_rows_of_one_key_do_not_pass_for_mended(desk: Desk) -> None:
    desk.harvest(MAP, "id;nom", "a;Un", "a;Un")
    desk.harvest(MAP, "id;nom", "a;Un", "a;Deux")
    assert [figures(mend) for mend in desk.suggestions()["MLG-K002 identifier"].mends if mend.trial] == []


def test_an_edit_that_would_refuse_others_says_so(desk: Desk) -> None:
    desk.harvest(MAP + PERIOD,
                 "id;nom;debut;fin", "g;Bien;01/11/2027;02/11/2027", "h;Mal;03/12/2027;04/01/2027",
                 "i;Mal;03/12/2027;04/01/2028", "j;Mal;09/12/2027;02/01/2027", "k;M;05/12/2027;06/01/2027")
    for mend in desk.suggestions()["MLG-R116 endDate"].mends:
        assert mend.trial
        assert sum(figures(mend)) == 5
        write(desk.file, mend.before, mend.after)
        stood = refused(desk.ledger, "essai")
        assert desk.replay()["created"] == mend.trial.accepted
        assert refused(desk.ledger, "essai") == stood - mend.trial.accepted + mend.trial.refused_newly
        write(desk.file, mend.after, mend.before)
        desk.replay()


def test_a_property_that_no_entry_writes_is_said_to_need_another_harvest(desk: Desk) -> None:
    desk.harvest(MAP, "id;nom;texte", "a;A;Un texte")
    [mend] = desk.suggestions(warnings=True)["MLG-R108 description"].mends
    assert (mend.diff, "description = " in mend.en, "harvest" in mend.untried_en) == ("", True, True)


def test_lines_cut_at_the_wrong_place_are_not_tried_on_what_is_kept(desk: Desk) -> None:
    desk.harvest(MAP, "id;nom", "a;A", "b;B;et plus")
    [mend] = desk.suggestions()["MLG-G010 "].mends
    assert ("delimiter" in mend.en, "cannot be tried" in mend.untried_en, mend.trial) == (True, True, None)


def test_one_edit_that_helps_two_causes_is_tried_once(desk: Desk) -> None:
    desk.harvest(MAP + 'startDate = "debut"\nendDate = "fin"', "id;nom;debut;fin", "a;A;03/11/2027;04/12/2027")
    told = desk.suggestions()
    assert told["MLG-D001 endDate"].mends[0] is told["MLG-D001 startDate"].mends[0]


def test_nothing_is_written_by_trying(desk: Desk) -> None:
    desk.harvest(MAP, "id;nom", "a;A", "b;")
    tables = [row[0] for row in desk.ledger.sql.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = [desk.ledger.sql.execute(f"SELECT * FROM {name}").fetchall() for name in tables]  # noqa: S608
    text = desk.file.read_bytes()
    assert desk.suggestions(warnings=True)
    after = [desk.ledger.sql.execute(f"SELECT * FROM {name}").fetchall() for name in tables]  # noqa: S608
    assert (after, desk.file.read_bytes()) == (before, text)
