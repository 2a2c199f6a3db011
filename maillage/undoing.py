"""`maillage run rollback` and `maillage source retire`: taking back what a run or a source brought."""

from __future__ import annotations

from typing import Annotated

import typer

from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.rollback import NothingToUndo, RolledBack, roll_back
from catalogue.states import Outcome, Tally
from maillage.bringing import publish
from maillage.console import DONE
from maillage.options import AsJson, Data, Sources
from maillage.publishing import deliver
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest


@plainly
def rollback_command(
    run: Annotated[str, typer.Argument(help="source--number, as `maillage runs` shows it.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, write nothing.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Put a source back to how it stood before a run.

    Later runs of that source are undone with it. The source is paused: schedules pass it over until you harvest it
    by its name.

    \b
    Examples:
      maillage run rollback exemples-poles--3 --dry-run
      maillage run rollback exemples-poles--3
    """
    space = workspace(as_json=as_json, data=data)
    name, _, number = run.rpartition("--")
    with space.writing("maillage run rollback", f"{run}{' --dry-run' * dry_run}") as ledger:
        try:
            done = roll_back(ledger, ledger.source(name), int(number), dry_run=dry_run)
        except (KeyError, ValueError, NothingToUndo):
            space.console.fail(
                f"Rien à annuler à partir de « {run} » : ce passage n'existe pas ou n'a rien changé ; voyez "
                "`maillage runs`.",
                f"Nothing to undo from “{run}” on: there is no such run, or it changed nothing; see `maillage runs`.")
        generation = None if dry_run else publish(space, ledger)
    _tell_rollback(space, name, done, dry_run)
    if as_json:
        space.console.result("maillage.rollback/1", {
            "run": f"{name}--{done.run}", "undone": [f"{name}--{one}" for one in done.undone], "dry_run": dry_run,
            "tally": done.tally.as_dict(), "generation": generation.manifest.id if generation else None})
    raise typer.Exit(DONE if dry_run else deliver(space))


@plainly
def retire_command(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="A source that is disabled or no longer declared.")],
    sources: Sources = None, data: Data = None, as_json: AsJson = False,
) -> None:
    """Take every record of a source off line.

    Nothing is lost: a harvest of the source brings them back.

    \b
    Example:
      maillage source retire my-old-source
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    if any(source.name == name and source.enabled for source in space.sound_sources()[0]):
        space.console.fail(
            f"La source « {name} » est active : la prochaine moisson ramènerait ses fiches. Écrivez enabled = false "
            "dans son fichier, ou supprimez-le, puis relancez.",
            f"The source “{name}” is enabled: the next harvest would bring its records back. Write enabled = false in "
            "its file, or delete it, then run again.")
    with space.writing("maillage source retire", name) as ledger:
        tally = _retire(space, ledger, name)
        generation = publish(space, ledger)
    space.console.note(f"{tally.gone} fiches de « {name} » ont été retirées.",
                       f"{tally.gone} records of “{name}” were taken off line.")
    if as_json:
        space.console.result("maillage.retire/1", {"source": name, "tally": tally.as_dict(),
                                                   "generation": generation.manifest.id if generation else None})
    raise typer.Exit(deliver(space))


def _retire(space: Workspace, ledger: Ledger, name: str) -> Tally:
    known = [row.name for row in ledger.sources()]
    if name not in known:
        near_fr, near_en = nearest(name, known)
        space.console.fail(f"Aucune source moissonnée « {name} » ; {near_fr}",
                           f"No harvested source “{name}”; {near_en}")
    intake = Intake(ledger, ledger.source(name), "retire")
    intake.close_listing(1)
    intake.apply(Outcome.APPLIED, Reason("MLG-U011", "Source retirée par un curateur.", "Source retired by a curator."),
                 Remembered(None, "", "all"))
    return intake.tally


def _tell_rollback(space: Workspace, name: str, done: RolledBack, dry_run: bool) -> None:
    undone = ", ".join(map(str, done.undone))
    space.console.note(
        f"{name} : passages annulés : {undone} ; {done.tally.restored} fiches reviennent, {done.tally.gone} partent, "
        f"{done.tally.live_after} en ligne.",
        f"{name}: runs undone: {undone}; {done.tally.restored} records come back, {done.tally.gone} leave, "
        f"{done.tally.live_after} on line.")
    if dry_run:
        space.console.note("Rien n'a été écrit (essai).", "Nothing was written (dry run).")
    else:
        space.console.note(f"La source est en pause ; maillage harvest {name} la relance.",
                           f"The source is paused; maillage harvest {name} takes it up again.")
