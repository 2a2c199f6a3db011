"""`maillage links`: whether the pages that records lead to still answer."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer
from rich.console import Console as RichConsole
from rich.progress import track
from typer.core import TyperGroup

from catalogue import links
from catalogue.datadir import LOCKED_EXIT, DataDirectoryFault
from catalogue.links import Outcome
from harvesters.formats import FORMATS
from harvesters.probing import Target, probe_all
from harvesters.source import InvalidSource, load_sources
from maillage.console import DATA_PROBLEM, DONE, UNREACHABLE
from maillage.options import AsJson, Data, Sources
from maillage.workspace import Workspace, plainly, workspace
from ontology.nearest import nearest

_BATCH: Final = 200
# A harvest may be writing: what was found waits for it this long.
_PATIENCE: Final = 120.0
_STEP: Final = 2.0
# When so many hosts in different places are all dead, it is rather our own connection that is.
_SUSPICIOUS: Final = 3


class ListedByDefault(TyperGroup):
    """`maillage links poles` is `maillage links list poles`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@plainly
def list_command(
    source: Annotated[str | None, typer.Argument(metavar="SOURCE", help="Only records of this source.",
                                                 show_default=False)] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """List the pages of records that do not answer: since when, and why.

    \b
    Examples:
      maillage links list
      maillage links list exemples-poles --csv
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        known = [row.name for row in ledger.sources()]
        if source is not None and source not in known:
            near_fr, near_en = nearest(source, known)
            space.console.fail(f"Aucune source moissonnée « {source} » ; {near_fr}",
                               f"No harvested source “{source}”; {near_en}")
        dead = links.unreachable(ledger.sql)
        rows = [{**asdict(dead[page.url]), "record": page.iri, "source": page.source}
                for page in links.pages(ledger, source) if page.url in dead] if dead else []
    if as_json:
        space.console.result("maillage.links/1", {"unreachable": rows})
    elif as_csv:
        _write_csv(rows)
    elif not rows:
        space.console.note("Aucune page connue pour ne pas répondre.", "No page is known not to answer.")
    else:
        pick = space.console.pick
        space.console.table(
            ["source", pick("depuis", "since"), "code", pick("raison", "reason"), pick("page", "page"),
             pick("fiche", "record")],
            [[row["source"], row["since"][:10], row["code"], row[space.console.lang], row["url"], row["record"]]
             for row in rows])


@plainly
def check_command(
    due: Annotated[bool, typer.Option("--due", help="Only pages whose turn it is: weekly, daily after a miss.")]
    = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="At most so many pages, the longest "
                                              "unchecked first.", show_default=False)] = None,
    sources: Sources = None, data: Data = None, as_json: AsJson = False,
) -> None:
    """Check whether the pages of records answer.

    Nothing is ever removed for it. A page is unreachable once it was missed on two days, or said to be gone.

    \b
    Examples:
      maillage links check
      maillage links check --due --limit 5000
    """
    space = workspace(as_json=as_json, data=data, sources=sources)
    now = datetime.now(UTC)
    with space.reading() as ledger:
        claimed: dict[str, set[str]] = {}
        for page in links.pages(ledger):
            claimed.setdefault(page.url, set()).add(page.source)
        waiting = links.due(ledger.sql, claimed, now if due else None)
        before = links.unreachable(ledger.sql)
    chosen = waiting[:limit]
    allowed = _allowed(space)
    targets = [Target(url, tuple(sorted({pair for name in claimed[url] for pair in allowed.get(name, ())})))
               for url in chosen]
    found = _check(space, targets, now)
    with space.reading() as ledger:
        after = links.unreachable(ledger.sql)
    _tell(space, found, {"pages": len(claimed), "later": len(claimed) - len(chosen),
                         "unreachable": sum(url in claimed for url in after)}, sorted(after.keys() - before.keys()))


def _allowed(space: Workspace) -> Mapping[str, Sequence[str]]:
    """The private places that each source may reach; faults of declarations are the harvest's to tell."""
    try:
        declared = load_sources(space.settings.sources_path, FORMATS)
    except InvalidSource as invalid:
        declared = invalid.sound
    return {source.name: source.allow for source in declared}


def _check(space: Workspace, targets: Sequence[Target], now: datetime) -> list[Outcome]:
    """Ask every page and keep what was found, batch by batch: the ledger is locked only to write.

    Nothing is kept until something proves that our own connection works.
    """
    found: list[Outcome] = []
    kept, proven = 0, False
    answers = probe_all(targets)
    bar = track(answers, space.console.pick("pages", "pages"), len(targets), console=RichConsole(stderr=True),
                transient=True)
    for batch in _batches(bar):
        found += batch
        proven = proven or any(outcome.status for outcome in batch)
        if proven and _keep(space, found[kept:], now):
            kept = len(found)
    if not proven and len({urlsplit(outcome.url).netloc for outcome in found if outcome.code}) >= _SUSPICIOUS:
        space.console.fail(
            f"Aucun des {len(found)} serveurs et pages ne répond : votre connexion est sans doute coupée. Rien n'a "
            "été retenu ; vérifiez le réseau, puis relancez.",
            f"None of {len(found)} servers and pages answers: your own connection is probably down. Nothing was kept; "
            "check the network, then run again.", UNREACHABLE)
    deadline = time.monotonic() + _PATIENCE
    while kept < len(found):
        if _keep(space, found[kept:], now, patient=time.monotonic() < deadline):
            break
        time.sleep(_STEP)
    return found


def _batches(found: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    outcomes = iter(found)
    while batch := list(islice(outcomes, _BATCH)):
        yield batch


def _keep(space: Workspace, found: Sequence[Outcome], now: datetime, *, patient: bool = True) -> bool:
    """Write what was found, if nobody else writes; a patient one is told, the last attempt fails."""
    try:
        with space.writing("maillage links check") as ledger:
            links.remember(ledger.sql, found, now)
    except DataDirectoryFault as fault:
        if fault.exit_code == LOCKED_EXIT and patient:
            return False
        raise
    return True


def _tell(space: Workspace, found: Sequence[Outcome], figures: Mapping[str, int], new: Sequence[str]) -> None:
    console = space.console
    told = {"checked": len(found), "reached": sum(outcome.reached is True for outcome in found),
            "missed": sum(outcome.reached is False for outcome in found),
            "undecided": sum(outcome.reached is None for outcome in found), **figures}
    code = DATA_PROBLEM if new else DONE
    if console.json:
        console.result("maillage.links-check/1", {**told, "newly_unreachable": list(new), "exit": code})
    else:
        console.table([console.pick("pages", "pages"), console.pick("vérifiées", "checked"),
                       console.pick("répondent", "reached"), console.pick("manquées", "missed"),
                       console.pick("sans verdict", "undecided"), console.pick("plus tard", "later"),
                       console.pick("injoignables", "unreachable")],
                      [[told[name] for name in ("pages", "checked", "reached", "missed", "undecided", "later",
                                                "unreachable")]])
        if told["unreachable"]:
            console.note("Une page est injoignable après deux jours d'essais manqués : voyez `maillage links`.",
                         "A page is unreachable after misses on two days: see `maillage links`.")
    raise typer.Exit(code)


def _write_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    names = ("source", "record", "url", "since", "checked", "status", "code", "fr", "en")
    sheet = csv.writer(sys.stdout)
    sheet.writerow(names)
    sheet.writerows([row[name] for name in names] for row in rows)
