"""`maillage harvest` and `maillage demo`: bring data in, publish it, say what happened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from catalogue.generation import Generation, current
from catalogue.states import Outcome, State
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import Source
from maillage.console import DATA_PROBLEM, DONE, PARTIAL, UNREACHABLE
from maillage.options import AsJson, Data, Engine, Sources
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest


@plainly
def harvest_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Sources to harvest; all enabled "
                                                      "ones when none is named.", show_default=False)] = None,
    sources: Sources = None,
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    allow_shrink: Annotated[bool, typer.Option("--allow-shrink", help="Accept that many records disappear.")] = False,
    engine: Engine = "shacl",
    as_json: AsJson = False,
) -> None:
    """Harvest sources, check every record, and publish what changed.

    \b
    Examples:
      maillage harvest
      maillage harvest exemples-poles --dry-run
      maillage harvest --sources my-sources --data my-data --json
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    declared = {source.name: source for source in space.sources()}
    chosen = _choose(space, declared, names or [])
    options = Options(engine, allow_shrink, dry_run)
    reports, generation = bring_in(space, chosen, options)
    tell(space, reports, generation, options)
    _tell_undeclared(space, declared)
    raise typer.Exit(exit_code(reports))


def bring_in(space: Workspace, chosen: Sequence[Source], options: Options) -> tuple[list[Report], Generation | None]:
    """Harvest each source in turn, then publish one generation for all of them."""
    if options.dry_run and not space.directory.ledger.exists():
        # Even an empty ledger would be a trace: it fixes the base IRI.
        with TemporaryDirectory() as scratch:
            return _bring_in(replace(space, settings=replace(space.settings, data=scratch)), chosen, options)
    return _bring_in(space, chosen, options)


def _bring_in(space: Workspace, chosen: Sequence[Source], options: Options) -> tuple[list[Report], Generation | None]:
    with space.writing("maillage harvest") as ledger, _bars() as bars:
        bar_of = {source.name: bars.add_task(source.name, total=None) for source in chosen}
        reports = []
        for report in harvest(chosen, space.directory, ledger, options, lambda name, done, total: bars.update(
                bar_of[name], completed=done, total=total)):
            reports.append(report)
            bars.update(bar_of[report.source], total=report.tally.listed, completed=report.tally.listed)
        reports.sort(key=lambda report: report.source)
        generation = None
        if not options.dry_run:
            bar = bars.add_task(space.console.pick("publication", "publication"), total=None)
            generation = publish_changes(space.directory, ledger, lambda _stage, done, total: bars.update(
                bar, completed=done, total=total))
            bars.update(bar, total=1, completed=1)
    return reports, generation


def exit_code(reports: Sequence[Report]) -> int:
    """0 done, 1 rejects or waiting or unreadable, 3 a source unreachable, 4 partial."""
    if any(report.unreachable for report in reports):
        return UNREACHABLE
    if any(report.outcome is Outcome.PARTIAL for report in reports):
        return PARTIAL
    troubled = (Outcome.WAITING, Outcome.FAILED)
    if any(report.outcome in troubled or _refused(report) for report in reports):
        return DATA_PROBLEM
    return DONE


def _refused(report: Report) -> int:
    """The records that stand refused after a run; a dry run knows only those that it would refuse."""
    return max(report.states[State.REJECTED] + report.states[State.HELD], report.tally.rejected)


def _choose(space: Workspace, declared: Mapping[str, Source], names: Sequence[str]) -> list[Source]:
    for name in names:
        if name not in declared:
            near_fr, near_en = nearest(name, declared)
            space.console.fail(f"Aucune source « {name} » dans {space.settings.sources_path} ; {near_fr}",
                               f"No source “{name}” in {space.settings.sources_path}; {near_en}")
    if names:
        return [declared[name] for name in dict.fromkeys(names)]
    chosen = [source for source in declared.values() if source.enabled]
    if not chosen:
        space.console.fail(f"Aucune source active dans {space.settings.sources_path}.",
                           f"No enabled source in {space.settings.sources_path}.")
    return chosen


def _bars() -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                    TimeElapsedColumn(), console=RichConsole(stderr=True), transient=True)


def tell(space: Workspace, reports: Sequence[Report], generation: Generation | None, options: Options) -> None:
    """Say what each run did and what to do next."""
    console = space.console
    if console.json:
        console.result("maillage.harvest/1", {
            "dry_run": options.dry_run, "generation": generation.manifest.id if generation else None,
            "exit": exit_code(reports), "runs": [_as_json(report) for report in reports]})
        return
    console.table(
        [console.pick("source", "source"), console.pick("résultat", "outcome"), console.pick("listées", "listed"),
         "+", "~", "=", console.pick("rejets", "rejected"), console.pick("exclues", "excluded"),
         console.pick("manquantes", "missing"), console.pick("parties", "gone"), console.pick("en ligne", "live"),
         "s"],
        [_row(report) for report in reports])
    for report in reports:
        if report.reason.code:
            console.note(f"{report.source} : {report.reason.code} {report.reason.fr}",
                         f"{report.source}: {report.reason.code} {report.reason.en}")
        for remark in report.remarks:
            console.note(f"{report.source} : {remark.code} {remark.fr}", f"{report.source}: {remark.code} {remark.en}")
    for report in reports:
        for refused in report.refused:
            console.note(f"{refused['place']} : {refused['code']} {refused['fr']}",
                         f"{refused['place']}: {refused['code']} {refused['en']}")
    _advise(space, reports, generation, options)


def _row(report: Report) -> list[object]:
    t = report.tally
    return [report.source, report.outcome, t.listed, t.created, t.changed, t.unchanged, t.rejected, t.excluded,
            t.missing, t.gone, _live(report), f"{report.seconds:.1f}"]


def _live(report: Report) -> int:
    """The records on line after a run, or after the run that a dry run stands for; one that waits moved nothing."""
    return report.tally.live_before if report.outcome is Outcome.WAITING else report.tally.live_after


def _advise(space: Workspace, reports: Sequence[Report], generation: Generation | None, options: Options) -> None:
    console = space.console
    refused = sum(map(_refused, reports))
    if refused and not options.dry_run:
        console.note(f"{refused} fiche{'s' * (refused != 1)} refusée{'s' * (refused != 1)} : voyez `maillage rejects`.",
                     f"{refused} record{'s' * (refused != 1)} refused: see `maillage rejects`.")
    warnings = sum(report.warned for report in reports if report.tally.created or report.tally.changed)
    if warnings:
        console.note(f"{warnings} fiches en ligne avec avertissements : voyez `maillage rejects --warnings --group`.",
                     f"{warnings} records on line with warnings: see `maillage rejects --warnings --group`.")
    if options.dry_run:
        console.note("Rien n'a été écrit (essai).", "Nothing was written (dry run).")
    elif generation is None:
        console.note("Rien n'a changé : aucune nouvelle génération.", "Nothing changed: no new generation.")
    else:
        manifest = generation.manifest
        console.note(f"Génération {manifest.id} : {manifest.records} fiches, {manifest.quads} quads.",
                     f"Generation {manifest.id}: {manifest.records} records, {manifest.quads} quads.")


def _tell_undeclared(space: Workspace, declared: Collection[str]) -> None:
    """A source that was renamed or whose file is gone keeps its records, which must not go unnoticed."""
    generation = current(space.directory.path)
    for name, summary in generation.manifest.sources.items() if generation else ():
        if summary.records and name not in declared:
            space.console.note(
                f"La source « {name} » n'est pas déclarée dans {space.settings.sources_path} ; ses {summary.records} "
                "fiches restent en ligne. Pour les retirer, déclarez-la sur un fichier vide, puis moissonnez-la avec "
                "--allow-shrink.",
                f"The source “{name}” is not declared in {space.settings.sources_path}; its {summary.records} records "
                "stay on line. To remove them, declare it on an empty file, then harvest it with --allow-shrink.")


def _as_json(report: Report) -> dict[str, object]:
    return {"source": report.source, "run": report.run, "outcome": report.outcome, **report.tally.as_dict(),
            "states": dict(report.states), "reason": asdict(report.reason),
            "remarks": [asdict(remark) for remark in report.remarks], "refused": list(report.refused),
            "warned": report.warned, "seconds": round(report.seconds, 3)}

