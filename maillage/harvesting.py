"""`maillage harvest` and `maillage replay`: bring data in, or map what is kept again; publish it, say what happened."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from harvesters.declaration import SourceFault
from harvesters.report import Options
from harvesters.schedule import schedule
from harvesters.source import Source
from maillage.bringing import bring_in, replay
from maillage.console import DONE
from maillage.options import AsJson, Data, Engine, Sources
from maillage.publishing import deliver
from maillage.telling import exit_code, tell, tell_left_behind
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest

Names = Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Only these sources; else all enabled ones.",
                                                   show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")]
Shrink = Annotated[bool, typer.Option("--allow-shrink", help="Accept that many records disappear.")]
Diff = Annotated[bool, typer.Option("--diff", help="Say what changes, record by record and field by field.")]


@plainly
def harvest_command(
    names: Names = None, sources: Sources = None, data: Data = None, dry_run: DryRun = False, diff: Diff = False,
    due: Annotated[bool, typer.Option("--due", help="Only sources whose `every` has passed since their last run.")]
    = False,
    full: Annotated[bool, typer.Option("--full", help="Ask for everything again, even what has not changed.")] = False,
    allow_shrink: Shrink = False, engine: Engine = "shacl", as_json: AsJson = False,
) -> None:
    """Harvest sources, check every record, and publish what changed.

    \b
    Examples:
      maillage harvest
      maillage harvest --due
      maillage harvest exemples-poles --dry-run --diff
      maillage harvest --sources my-sources --data my-data --json
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    declared, faults = sound_sources(space, names or [])
    chosen = choose(space, declared, names or [])
    if due or not names:
        chosen = _planned(space, chosen, due=due)
    options = Options(engine, allow_shrink, dry_run, diff, full, secrets=os.environ)
    reports, generation = bring_in(space, chosen, options) if chosen else ([], None)
    tell(space, reports, generation, options, faults)
    if not faults:
        tell_left_behind(space, declared)
    delivered = DONE if dry_run else deliver(space)
    raise typer.Exit(delivered or exit_code(reports, faults))


@plainly
def replay_command(names: Names = None, sources: Sources = None, data: Data = None, dry_run: DryRun = False,
                   diff: Diff = False, allow_shrink: Shrink = False, engine: Engine = "shacl",
                   as_json: AsJson = False) -> None:
    """Map and check kept records again, without fetching.

    For after a change of map, lookups, shapes or readers.

    \b
    Examples:
      maillage replay exemples-poles --dry-run --diff
      maillage replay
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    declared, faults = sound_sources(space, names or [])
    with space.reading() as ledger:
        known = {row.name for row in ledger.sources()}
    chosen = [source for source in choose(space, declared, names or []) if source.name in known]
    for name in sorted(set(names or []) - known):
        space.console.note(f"La source « {name} » n'a jamais été moissonnée : rien à rejouer.",
                           f"The source “{name}” was never harvested: nothing to replay.")
    options = Options(engine, allow_shrink, dry_run, diff)
    reports, generation = replay(space, chosen, options) if chosen else ([], None)
    tell(space, reports, generation, options, faults)
    delivered = DONE if dry_run else deliver(space)
    raise typer.Exit(delivered or exit_code(reports, faults))


def sound_sources(space: Workspace, named: Sequence[str]) -> tuple[dict[str, Source], tuple[SourceFault, ...]]:
    """The sources whose files have no fault, by name, and the faults of the others, which are told.

    One faulty file costs its source, not the harvest; but it is the end when the command names what it declares.
    """
    sound, faults = space.sound_sources()
    declared = {source.name: source for source in sound}
    if faults and (not sound or any(name not in declared for name in named)):
        space.refuse(faults)
    return declared, faults


def choose(space: Workspace, declared: Mapping[str, Source], names: Sequence[str]) -> list[Source]:
    """The named sources, or all that are enabled; the command fails at a name that is none."""
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


def _planned(space: Workspace, chosen: Sequence[Source], *, due: bool) -> list[Source]:
    """The sources to read where none is named: those that are `due`, which are counted, or all that are not paused."""
    now = datetime.now(UTC)
    if space.directory.ledger.exists():
        with space.reading() as ledger:
            plan = schedule(chosen, ledger, now)
    else:
        plan = schedule(chosen, None, now)
    if due:
        space.console.note(f"{len(plan.due)} sources à lire, {len(plan.later)} plus tard.",
                           f"{len(plan.due)} sources due, {len(plan.later)} later.")
    for source in plan.paused:
        space.console.note(f"La source « {source.name} » est en pause depuis un retour en arrière ; "
                           f"maillage harvest {source.name} la relance.",
                           f"The source “{source.name}” is paused since a rollback; maillage harvest {source.name} "
                           "takes it up again.")
    return [source for source in chosen if source in plan.due or (source in plan.later and not due)]
