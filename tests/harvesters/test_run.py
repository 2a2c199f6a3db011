"""Runs keep what was known whatever happens to a source, and publications arrive at the same dataset."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from catalogue.generation import current, damages
from catalogue.ledger import Ledger
from catalogue.rollback import roll_back
from catalogue.runs import find_run
from catalogue.states import Outcome
from harvesters import run
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import Source, load_source
from harvesters.staging import Staged, Staging
from harvesters.wrongs import Unreachable

MAP = '[map]\nkey = "id"\ntitle = "nom"\n'


def source(folder: Path, name: str, *rows: str, more: str = "", mapped: str = MAP) -> Source:
    """A source of tools, declared and with its table beside it."""
    (folder / f"{name}.csv").write_text("\n".join(("id;nom;autre", *rows)), "utf-8")
    (folder / f"{name}.toml").write_text(
        f'name = "{name}"\ntitle.fr = "T"\nurl = "{name}.csv"\nformat = "table"\nkind = "tool"\n'
        f'licence = "CC0-1.0"\n{more}{mapped}', "utf-8")
    return load_source(folder / f"{name}.toml", FORMATS)


def take(directory: DataDirectory, ledger: Ledger, *sources: Source, **options: bool) -> dict[str, Report]:
    """The report of each source by name."""
    told = harvest(sources, directory, ledger, Options(**options), lambda *_: None)  # type: ignore[arg-type]
    return {report.source: report for report in told}


def published(directory: DataDirectory, ledger: Ledger, *, rebuild: bool = False) -> str | None:
    generation = publish_changes(directory, ledger, lambda *_: None, rebuild=rebuild)
    return generation.manifest.dataset if generation else None


def test_a_source_that_lists_nothing_waits_unless_it_may_be_empty(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    told = take(directory, ledger, source(tmp_path, "vide"),
                source(tmp_path, "agenda", more="expect = { at_least = 0 }\n"))
    assert (told["vide"].outcome, told["vide"].reason.code) == (Outcome.WAITING, "MLG-U001")
    assert told["agenda"].outcome is Outcome.UNCHANGED


def calendar(folder: Path, content: str) -> Source:
    (folder / "agenda.ics").write_bytes(content.encode("cp1252"))
    (folder / "agenda.toml").write_text('name = "agenda"\ntitle.fr = "A"\nurl = "agenda.ics"\nformat = "icalendar"\n'
                                        'licence = "CC0-1.0"\n', "utf-8")
    return load_source(folder / "agenda.toml", FORMATS)


def test_what_is_told_of_a_whole_listing_is_kept_with_its_run(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    event = "BEGIN:VEVENT\nUID:a\nSUMMARY:Été\nDTSTART:20270101\nEND:VEVENT\n"
    told = take(directory, ledger, calendar(tmp_path, f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n"))
    kept = find_run(ledger, "agenda--1")
    assert kept is not None
    assert [remark.code for remark in kept.remarks] == ["MLG-C202"]
    assert kept.remarks == told["agenda"].remarks


def test_a_listing_that_breaks_off_before_it_gave_anything_has_failed(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    told = take(directory, ledger, calendar(tmp_path, "BEGIN:VCALENDAR\nVERSION:2.0\n"))["agenda"]
    assert (told.outcome, "END:VCALENDAR" in told.reason.en) == (Outcome.FAILED, True)


def test_a_defect_of_ours_costs_one_run_and_not_those_of_other_sources(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(staged: Staged) -> Iterator[object]:
        if staged.task.source.name == "one":
            raise LookupError("our own mistake")
        yield from whole(staged)

    whole = Staged.frames
    monkeypatch.setattr(Staged, "frames", breaks)
    told = take(directory, ledger, source(tmp_path, "one", "a;A;"), source(tmp_path, "two", "b;B;"))
    assert (told["one"].outcome, told["one"].reason.code) == (Outcome.FAILED, "MLG-U003")
    assert "our own mistake" in told["one"].reason.en
    assert told["two"].outcome is Outcome.APPLIED


def test_figures_that_do_not_add_up_drop_the_run(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger, monkeypatch: pytest.MonkeyPatch,
) -> None:
    close = run._close

    def miscount(*arguments: object) -> object:
        arguments[0].tally.created += 1  # type: ignore[attr-defined]
        return close(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "_close", miscount)
    report = take(directory, ledger, source(tmp_path, "one", "a;A;"))["one"]
    assert (report.outcome, report.reason.code, report.tally.live_after) == (Outcome.FAILED, "MLG-U003", 0)
    assert ledger.last_change() == 0


def test_a_dry_run_declares_nothing(tmp_path: Path, directory: DataDirectory, ledger: Ledger) -> None:
    take(directory, ledger, source(tmp_path, "one", "a;A;"))
    before = ledger.sources()
    renamed = source(tmp_path, "one", "a;A;", more='publisher = { name = "Quelqu\'un" }\n')
    assert take(directory, ledger, renamed, source(tmp_path, "new", "b;B;"), dry_run=True)["new"].tally.created == 1
    assert ledger.sources() == before


def test_a_partial_listing_leaves_the_rest_to_be_read_by_the_new_map(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, source(tmp_path, "one", "a;A;X", "b;B;Y"))
    mapped = MAP + 'altLabel = "autre"\n'
    cut = source(tmp_path, "one", "a;A;X", 'c;"', mapped=mapped)
    assert take(directory, ledger, cut)["one"].outcome is Outcome.PARTIAL
    take(directory, ledger, source(tmp_path, "one", "a;A;X", "b;B;Y", mapped=mapped), allow_shrink=True)
    assert [b'"Y"' in entry.description for entry in ledger.entries("one") if entry.key == "b"] == [True]


def test_a_listing_that_breaks_off_removes_no_more_than_a_whole_one_may(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    mapped = MAP + '[exclude]\nautre = ["out"]\n'
    take(directory, ledger, source(tmp_path, "one", "a;A;", "b;B;", "c;C;", mapped=mapped))
    cut = source(tmp_path, "one", "a;A;out", "b;B;out", 'c;"', mapped=mapped)
    told = take(directory, ledger, cut)["one"]
    assert (told.outcome, told.reason.code, told.states["live"]) == (Outcome.WAITING, "MLG-U002", 3)
    told = take(directory, ledger, cut, allow_shrink=True)["one"]
    assert (told.outcome, told.states["live"]) == (Outcome.PARTIAL, 1)


def test_what_a_rollback_put_back_is_mapped_anew_even_if_the_next_listing_breaks_off(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, source(tmp_path, "one", "a;A;X", "b;B;Y"))
    mapped = MAP + 'altLabel = "autre"\n'
    take(directory, ledger, source(tmp_path, "one", "a;A;X", "b;B;Y", mapped=mapped))
    roll_back(ledger, ledger.source("one"), 2)
    cut = source(tmp_path, "one", "a;A;X", 'c;"', mapped=mapped)
    assert take(directory, ledger, cut)["one"].outcome is Outcome.PARTIAL
    take(directory, ledger, source(tmp_path, "one", "a;A;X", "b;B;Y", mapped=mapped), allow_shrink=True)
    assert [b'"Y"' in entry.description for entry in ledger.entries("one") if entry.key == "b"] == [True]


def test_staging_runs_ahead_by_a_few_sources_only(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    tasks = [run._task(source(tmp_path, f"s{number}"), ledger, Options()) for number in range(30)]
    for table in tmp_path.glob("*.csv"):
        table.unlink()  # Unreachable, so that no loader has to start.
    with run._spool(directory) as folder, Staging(tasks, folder, 2) as staging:
        for number, staged in enumerate(staging.sources(), start=1):
            with pytest.raises(Unreachable):
                list(staged.frames())
            assert len(list(folder.iterdir())) <= number + 16
    assert number == 30


def test_a_source_without_records_leaves_the_dataset_as_a_rebuild_makes_it(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, source(tmp_path, "one", "a;A;"))
    first = published(directory, ledger)
    assert published(directory, ledger) is None
    take(directory, ledger, source(tmp_path, "vide"))
    second = published(directory, ledger)
    assert second not in (None, first)
    assert published(directory, ledger) is None
    assert published(directory, ledger, rebuild=True) == second


def spoil_pointer(data: Path) -> None:
    (data / "current").write_bytes(b"\x00g000001")


def spoil_manifest(data: Path) -> None:
    next(data.glob("generations/*/manifest.json")).write_text("{}")


def spoil_graph(data: Path) -> None:
    next(data.glob("generations/*/graphs/source.one.*")).write_text("garbage")


def lose_graph(data: Path) -> None:
    next(data.glob("generations/*/graphs/source.one.*")).unlink()


def lose_index(data: Path) -> None:
    shutil.rmtree(next(data.glob("generations/*/index")))


@pytest.mark.parametrize("harm", [spoil_pointer, spoil_manifest, spoil_graph, lose_graph, lose_index])
def test_a_damaged_generation_is_followed_by_a_whole_one(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger, harm: Callable[[Path], None],
) -> None:
    take(directory, ledger, source(tmp_path, "one", *(f"{key};{key}" for key in "abcdefgh")),
         source(tmp_path, "two", "a;A;", "b;B;"))
    published(directory, ledger)
    harm(directory.path)
    harmed = current(directory.path)
    assert harmed is None or damages(harmed)
    take(directory, ledger, source(tmp_path, "two", "a;A;", "b;B bis;"))
    told = published(directory, ledger)
    whole = current(directory.path)
    assert whole is not None
    assert (damages(whole), whole.manifest.dataset, whole.manifest.number) == ([], told, 2)
    assert published(directory, ledger, rebuild=True) == told
