"""What `maillage doctor` looks at: sources, ledger, current generation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import typer

from catalogue.datadir import DataDirectoryFault
from catalogue.generation import Manifest, current, damages
from maillage.workspace import Workspace
from sparql.remote.faults import StoreFault
from sparql.remote.publishing import generation_in_store


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, and what was found, in both languages."""

    name: str
    ok: bool
    fr: str
    en: str


def checkup(space: Workspace) -> list[Check]:
    """Every check, in the order in which one fault explains the next."""
    return [*_sources(space), *_data(space)]


def _sources(space: Workspace) -> Iterator[Check]:
    try:
        count = len(space.sources())
    except typer.Exit:  # Each fault has been told with its line.
        yield Check("sources", False, "des fichiers de source sont à corriger", "source files are to be corrected")
        return
    yield Check("sources", True, f"{count} déclarées", f"{count} declared")


def _store(space: Workspace, manifest: Manifest) -> Iterator[Check]:
    """Whether the remote store, where one is set, answers and holds the current generation."""
    store = space.settings.remote_store
    if store is None:
        return
    try:
        held = generation_in_store(store, manifest.base)
    except StoreFault as fault:
        yield Check("store", False, f"{fault.code} {fault.fr}", f"{fault.code} {fault.en}")
        return
    if held == manifest.id:
        yield Check("store", True, f"le dépôt distant montre {held}", f"the remote store shows {held}")
    else:
        yield Check("store", False, f"le dépôt distant montre « {held} » : lancez `maillage publish`",
                    f"the remote store shows “{held}”: run `maillage publish`")


def _data(space: Workspace) -> Iterator[Check]:
    path = space.directory.path
    if path.exists() and not path.is_dir():
        yield Check("data", False, f"« {path} » n'est pas un dossier : choisissez-en un autre avec --data",
                    f"“{path}” is no directory: choose another with --data")
    elif not space.directory.ledger.exists():
        yield Check("data", True, f"« {path} » est vide : lancez `maillage harvest`",
                    f"“{path}” is empty: run `maillage harvest`")
    else:
        yield from _ledger(space)


def _ledger(space: Workspace) -> Iterator[Check]:
    try:
        with space.reading() as ledger:
            integrity = str(ledger.sql.execute("PRAGMA integrity_check").fetchone()[0])
            base, pending = ledger.base, ledger.last_change()
    except DataDirectoryFault as fault:
        yield Check("ledger", False, fault.fr, fault.en)
        return
    advice_fr, advice_en = ("", "") if integrity == "ok" else (
        " : restaurez-en une copie ou moissonnez dans un autre dossier",
        ": restore a copy of it or harvest into another directory")
    yield Check("ledger", integrity == "ok", f"{integrity} ; base {base}{advice_fr}",
                f"{integrity}; base {base}{advice_en}")
    yield from _generation(space, pending)


def _generation(space: Workspace, pending: int) -> Iterator[Check]:
    generation = current(space.directory.path)
    if generation is None:
        yield Check("generation", False, "aucune qui se lise : lancez `maillage rebuild`",
                    "none that can be read: run `maillage rebuild`")
        return
    manifest, damaged = generation.manifest, ", ".join(damages(generation))
    if damaged:
        yield Check("generation", False, f"{manifest.id} est abîmée ({damaged}) : lancez `maillage rebuild`",
                    f"{manifest.id} is damaged ({damaged}): run `maillage rebuild`")
    else:
        yield Check("generation", True, f"{manifest.id}, {manifest.records} fiches, {manifest.quads} quads",
                    f"{manifest.id}, {manifest.records} records, {manifest.quads} quads")
    yield from _store(space, manifest)
    if manifest.change == pending:
        yield Check("published", True, "à jour", "up to date")
    else:
        yield Check("published", False,
                    "le registre en contient plus : lancez `maillage harvest` ou `maillage rebuild`",
                    "the ledger holds more: run `maillage harvest` or `maillage rebuild`")
