"""`maillage rebuild`, `doctor` and `validate`: projections from the ledger, checks, one file at a time."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from catalogue.generation import current
from harvesters.publication import publish_changes
from maillage import __version__
from maillage.checkup import checkup
from maillage.console import DATA_PROBLEM
from maillage.options import AsJson, Data, Engine
from maillage.publishing import deliver
from maillage.settings import Settings
from maillage.validation import validate
from maillage.workspace import plainly, workspace


@plainly
def rebuild_command(data: Data = None, as_json: AsJson = False) -> None:
    """Recreate RDF graphs and search index from the ledger alone.

    \b
    Example:
      maillage rebuild --data data
    """
    space = workspace(as_json=as_json, data=data)
    if not space.directory.ledger.exists():
        space.no_data()
    with space.writing("maillage rebuild") as ledger:
        before = current(space.directory.path)
        generation = publish_changes(space.directory, ledger, lambda *_: None, rebuild=True)
    if generation is None:  # A rebuild always publishes.
        space.no_data()
    same = before is not None and before.manifest.dataset == generation.manifest.dataset
    if as_json:
        space.console.result("maillage.rebuild/1", {"generation": generation.manifest.id, "identical": same,
                                                    "dataset": generation.manifest.dataset})
    else:
        space.console.note(
            f"Génération {generation.manifest.id} reconstruite : jeu de données "
            f"{'identique' if same else 'différent'}.",
            f"Generation {generation.manifest.id} rebuilt: dataset {'identical' if same else 'different'}.")
    raise typer.Exit(deliver(space))


@plainly
def doctor_command(data: Data = None, as_json: AsJson = False) -> None:
    """Check the data directory and list the settings in force.

    \b
    Example:
      maillage doctor
    """
    space = workspace(as_json=as_json, data=data)
    checks = checkup(space)
    settings = {setting.metadata["variable"]: space.settings.shown(setting.name) for setting in fields(Settings)}
    if as_json:
        space.console.result("maillage.doctor/1", {"version": __version__, "settings": settings, "checks": [
            {"check": check.name, "ok": check.ok, "told": space.console.pick(check.fr, check.en)} for check in checks]})
    else:
        space.console.table(["", f"Maillage {__version__}, Python {sys.version.split()[0]}"], [
            ["ok" if check.ok else "!!", space.console.pick(f"{check.name} : {check.fr}", f"{check.name}: {check.en}")]
            for check in checks])
        space.console.table(["", ""], [
            [setting.metadata["variable"], f"{settings[setting.metadata['variable']] or '–'}  "
             f"({setting.metadata[space.console.lang]})"] for setting in fields(Settings)])
    if not all(check.ok for check in checks):
        raise typer.Exit(DATA_PROBLEM)


@plainly
def validate_command(
    file: Annotated[Path, typer.Argument(help="An RDF file: .ttl, .nt, .jsonld, .rdf.")],
    kind: Annotated[str, typer.Option("--kind", help="Check every subject of this kind only.")] = "",
    format: Annotated[str, typer.Option("--format", help="human, json or ttl.")] = "human",
    engine: Engine = "shacl",
) -> None:
    """Check an RDF file, and say in plain words what to mend.

    \b
    Examples:
      maillage validate my-course.ttl
      maillage validate my-hubs.ttl --kind hub --format json
    """
    space = workspace(as_json=format == "json")
    raise typer.Exit(validate(space.console, file, kind, format, engine))
