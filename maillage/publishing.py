"""`maillage publish`: bring a remote SPARQL store to the current generation. Harvests do it by themselves."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console as RichConsole
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from catalogue.datadir import DataDirectoryFault
from catalogue.faults import told_plainly
from catalogue.generation import Generation, current
from maillage.console import DONE
from maillage.options import AsJson, Data
from maillage.workspace import Workspace, plainly, workspace
from sparql.remote.faults import StoreFault
from sparql.remote.publishing import Publication, publish_to_store
from sparql.remote.store import RemoteStore


@plainly
def publish_command(
    verify: Annotated[bool, typer.Option("--verify", help="Prove by hashes what was sent before, too.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Bring the remote SPARQL store to the current generation.

    Only graphs that differ are sent. An interrupted publication goes on where it stopped. Harvests, replays and
    rebuilds do this by themselves where MAILLAGE_SPARQL_ENGINE is remote.

    \b
    Examples:
      maillage publish
      maillage publish --verify --json
    """
    space = workspace(as_json=as_json, data=data)
    store = space.settings.remote_store
    if store is None:
        space.console.fail(
            "Aucun dépôt distant n'est réglé ; donnez MAILLAGE_REMOTE_QUERY_URL, et MAILLAGE_REMOTE_UPDATE_URL ou "
            "MAILLAGE_REMOTE_GRAPH_STORE_URL.",
            "No remote store is set; give MAILLAGE_REMOTE_QUERY_URL, and MAILLAGE_REMOTE_UPDATE_URL or "
            "MAILLAGE_REMOTE_GRAPH_STORE_URL.")
    generation = space.generation()
    try:
        publication = _send(space, generation, store, verify=verify)
    except StoreFault as fault:
        space.console.fail(f"{fault.code} {fault.fr}", f"{fault.code} {fault.en}", fault.exit_code, fault=fault.code)
    if as_json:
        space.console.result("maillage.publish/1", _as_json(publication))
        return
    _tell(space, publication)


def deliver(space: Workspace) -> int:
    """Bring the remote store, where the engine is one, to the current generation, and say so; the exit code.

    What goes wrong there is told, and takes nothing from what was harvested.
    """
    store, generation = space.settings.remote_store, current(space.directory.path)
    if space.settings.sparql_engine != "remote" or store is None or generation is None:
        return DONE
    try:
        publication = _send(space, generation, store)
    except StoreFault as fault:
        space.console.note(f"{fault.code} {fault.fr}", f"{fault.code} {fault.en}")
        return fault.exit_code
    except DataDirectoryFault as fault:  # Another command writes: it will publish, too.
        space.console.note(fault.fr, fault.en)
        return fault.exit_code
    if not space.console.json:
        _tell(space, publication)
    return DONE


def _send(space: Workspace, generation: Generation, store: RemoteStore, *, verify: bool = False) -> Publication:
    """Publish under the writer's lock, so that no other command sweeps the generation away or publishes the next."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with told_plainly(space.directory.path), space.directory.writer("maillage publish"), Progress(
            *columns, console=RichConsole(stderr=True), transient=True) as bars:
        bar = bars.add_task(space.console.pick("dépôt distant", "remote store"), total=None)
        return publish_to_store(generation, store, lambda done, total: bars.update(bar, completed=done, total=total),
                                verify=verify)


def _tell(space: Workspace, done: Publication) -> None:
    sent, removed = len(done.sent) + len(done.resumed), len(done.removed)
    proof = {"hashes": ("comptes et empreintes", "counts and hashes"), "counts": ("comptes", "counts")}[done.proof]
    space.console.note(
        f"Dépôt distant : génération {done.generation}, {sent} graphes envoyés, {len(done.kept)} inchangés, "
        f"{removed} retirés ; {done.triples} triplets, vérifiés par {proof[0]}.",
        f"Remote store: generation {done.generation}, {sent} graphs sent, {len(done.kept)} unchanged, {removed} "
        f"removed; {done.triples} triples, proved by {proof[1]}.")
    if done.proof == "counts":
        space.console.note("Ce dépôt ne calcule pas MD5 comme SPARQL 1.1 le veut : le contenu n'est pas prouvé.",
                           "This store does not compute MD5 as SPARQL 1.1 wants: the content is not proved.")


def _as_json(done: Publication) -> dict[str, object]:
    return {"generation": done.generation, "sent": done.sent, "resumed": done.resumed, "unchanged": len(done.kept),
            "removed": done.removed, "triples": done.triples, "proof": done.proof, "seconds": round(done.seconds, 3)}
