"""A replay maps what is kept again; it cannot know what was not kept, nor take more off line than a harvest may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.replaying import replay
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import Source, load_source

NAMED = '[map]\nkey = "id"\ntitle = "nom"\n'
TITLED = '[map]\nkey = "id"\ntitle = "titre"\n'


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", "https://data.example/")
    yield opened
    opened.close()


def source(folder: Path, mapped: str = NAMED) -> Source:
    """A table of ten tools, eight of which are of one sort."""
    rows = "\n".join(f"{key};Nom {key};Titre {key};{'a' if key in 'ij' else 'b'}" for key in "abcdefghij")
    (folder / "s.csv").write_text(f"id;nom;titre;sorte\n{rows}\n", "utf-8")
    (folder / "s.toml").write_text('name = "s"\ntitle.fr = "S"\nurl = "s.csv"\nformat = "table"\nkind = "tool"\n'
                                   f'licence = "CC0-1.0"\n{mapped}', "utf-8")
    return load_source(folder / "s.toml", FORMATS)


def brought(source: Source, folder: Path, ledger: Ledger) -> Report:
    [report] = harvest([source], DataDirectory(folder), ledger, Options(), lambda *_: None)
    return report


def replayed(source: Source, ledger: Ledger, *, allow_shrink: bool = False) -> Report:
    [report] = replay([source], ledger, Options(allow_shrink=allow_shrink), lambda *_: None)
    return report


def test_a_column_that_was_not_kept_is_read_at_the_next_harvest(tmp_path: Path, ledger: Ledger) -> None:
    brought(source(tmp_path), tmp_path, ledger)
    told = replayed(source(tmp_path, TITLED), ledger)
    assert (told.tally.rejected, told.states["held"]) == (10, 10)
    assert brought(source(tmp_path, TITLED), tmp_path, ledger).states["live"] == 10


def test_a_map_that_is_taken_back_after_a_replay_counts_again(tmp_path: Path, ledger: Ledger) -> None:
    both = NAMED + 'altLabel = "titre"\n'
    brought(source(tmp_path, both), tmp_path, ledger)
    assert replayed(source(tmp_path), ledger).tally.changed == 10
    assert brought(source(tmp_path, both), tmp_path, ledger).tally.changed == 10


def test_a_replay_by_the_same_map_leaves_the_next_harvest_nothing_to_do(tmp_path: Path, ledger: Ledger) -> None:
    brought(source(tmp_path), tmp_path, ledger)
    before = ledger.source("s").mapping
    replayed(source(tmp_path), ledger)
    assert ledger.source("s").mapping == before
    assert brought(source(tmp_path), tmp_path, ledger).outcome == "unchanged"


def test_a_replay_that_would_remove_most_waits_until_a_curator_allows_it(tmp_path: Path, ledger: Ledger) -> None:
    out = '[exclude]\nsorte = ["{}"]\n'
    brought(source(tmp_path, NAMED + out.format("z")), tmp_path, ledger)
    few, most = source(tmp_path, NAMED + out.format("a")), NAMED + out.format("b")
    assert (replayed(few, ledger).outcome, len(list(ledger.entries("s")))) == ("applied", 8)
    told = replayed(source(tmp_path, most), ledger)
    assert (told.outcome, told.reason.code, len(list(ledger.entries("s")))) == ("waiting", "MLG-U002", 8)
    assert replayed(source(tmp_path, most), ledger, allow_shrink=True).tally.gone == 8
