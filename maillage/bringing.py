"""Running harvests and replays under the writer's lock, with one progress bar for each source, and publishing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from tempfile import TemporaryDirectory

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalogue.generation import Generation
from catalogue.ledger import Ledger
from harvesters import replaying, run
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.report import Progress as Told
from harvesters.source import Source
from maillage.workspace import Workspace

Work = Callable[[Workspace, Ledger, Told], Iterator[Report]]
Done = tuple[list[Report], Generation | None]


def bring_in(space: Workspace, chosen: Sequence[Source], options: Options) -> Done:
    """Harvest sources, then publish one generation for all of them."""
    return _work(space, chosen, options, "maillage harvest", lambda where, ledger, told: run.harvest(
        chosen, where.directory, ledger, options, told))


def replay(space: Workspace, chosen: Sequence[Source], options: Options) -> Done:
    """Map and check kept records again, then publish one generation."""
    return _work(space, chosen, options, "maillage replay", lambda _, ledger, told: replaying.replay(
        chosen, ledger, options, told))


def publish(space: Workspace, ledger: Ledger) -> Generation | None:
    """Publish what the ledger holds beyond the current generation."""
    with _bars() as bars:
        return _publish(space, ledger, bars)


def _work(space: Workspace, chosen: Sequence[Source], options: Options, purpose: str, work: Work) -> Done:
    if options.dry_run and not space.directory.ledger.exists():
        # Even an empty ledger would be a trace: it fixes the base IRI.
        with TemporaryDirectory() as scratch:
            there = replace(space, settings=replace(space.settings, data=scratch))
            return _locked(there, chosen, options, purpose, work)
    return _locked(space, chosen, options, purpose, work)


def _locked(space: Workspace, chosen: Sequence[Source], options: Options, purpose: str, work: Work) -> Done:
    about = " ".join([*(source.name for source in chosen), *(["--dry-run"] if options.dry_run else [])])
    with space.writing(purpose, about) as ledger, _bars() as bars:
        bar_of = {source.name: bars.add_task(source.name, total=None) for source in chosen}
        reports = []
        for report in work(space, ledger, lambda name, done, total: bars.update(
                bar_of[name], completed=done, total=total)):
            reports.append(report)
            bars.update(bar_of[report.source], total=report.tally.listed, completed=report.tally.listed)
        reports.sort(key=lambda report: report.source)
        generation = None if options.dry_run else _publish(space, ledger, bars)
    return reports, generation


def _publish(space: Workspace, ledger: Ledger, bars: Progress) -> Generation | None:
    stages = {"index": space.console.pick("publication", "publication"),
              "rules": space.console.pick("en ligne ; règles entre fiches", "on line; rules across records")}
    bar = bars.add_task(stages["index"], total=None)
    generation = publish_changes(space.directory, ledger, lambda stage, done, total: bars.update(
        bar, description=stages[stage], completed=done, total=total or None))
    bars.update(bar, total=1, completed=1)
    return generation


def _bars() -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                    TimeElapsedColumn(), console=RichConsole(stderr=True), transient=True)
