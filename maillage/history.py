"""`maillage runs`, `run show` and `why`: what happened, and to which record."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn

import typer
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from catalogue.differences import Difference, differences
from catalogue.histories import histories, keys_like
from catalogue.ledger import Ledger
from catalogue.runs import find_run, runs
from maillage.console import USAGE, Console
from maillage.options import AsJson, Data
from maillage.telling import differing, tell_differences
from maillage.workspace import Workspace, plainly, workspace
from ontology.context import load_context
from ontology.nearest import nearest

SourceName = Annotated[str | None, typer.Argument(metavar="SOURCE", help="Only this source.", show_default=False)]
# A record in XML can fill screens; `--json` has the whole.
_LONGEST_RECEIVED = 1_000


@plainly
def runs_command(source: SourceName = None, data: Data = None, as_json: AsJson = False) -> None:
    """List harvest runs, newest first.

    \b
    Examples:
      maillage runs
      maillage runs exemples-poles --json
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        check_known(space, ledger, source)
        listed = [run.as_dict() for run in runs(ledger, source)]
    if as_json:
        space.console.result("maillage.runs/1", {"runs": listed})
        return
    space.console.table(
        ["run", "source", "task", space.console.pick("début", "started"), "outcome", "listed", "live", "code"],
        [[run["run"], run["source"], run["task"], run["started"], run["outcome"], run["tally"].get("listed", ""),
          run["tally"].get("live_after", ""), run["reason"]["code"]] for run in listed])


@plainly
def run_show_command(
    name: Annotated[str, typer.Argument(metavar="RUN", help="source--number, as `maillage runs` shows it.")],
    diff: Annotated[bool, typer.Option("--diff", help="Every record that it moved, field by field.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Show one run: its figures, its reason, its changes.

    \b
    Examples:
      maillage run show exemples-poles--1
      maillage run show exemples-poles--1 --diff
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        run = find_run(ledger, name)
        moved = list(differences(ledger.sql, run.id)) if run and diff else []
    if run is None:
        space.console.fail(f"Aucun passage « {name} » ; voyez `maillage runs`.",
                           f"No run “{name}”; see `maillage runs`.")
    if as_json:
        space.console.result("maillage.run/1", run.as_dict() | {"differences": [differing(one) for one in moved]})
        return
    space.console.table(["", name], [["outcome", run.outcome], ["task", run.task], ["started", run.started],
                                     ["ended", run.ended], *run.tally.items()])
    if run.reason.code:
        space.console.note(f"{run.reason.code} {run.reason.fr}", f"{run.reason.code} {run.reason.en}")
    for remark in run.remarks:
        space.console.note(f"{remark.code} {remark.fr}", f"{remark.code} {remark.en}")
    tell_differences(space.console, run.source, moved)


def check_known(space: Workspace, ledger: Ledger, source: str | None) -> None:
    """Stop at the name of a source that was never harvested."""
    names = [known.name for known in ledger.sources()]
    if source is not None and source not in names:
        near_fr, near_en = nearest(source, names)
        space.console.fail(f"Aucune source moissonnée « {source} » ; {near_fr}",
                           f"No harvested source “{source}”; {near_en}")


@plainly
def why_command(
    record: Annotated[str, typer.Argument(metavar="KEY-or-IRI", help="A key of a source, or an IRI.")],
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Tell the whole history of a record: received, read as, judged.

    \b
    Examples:
      maillage why escriptorium
      maillage why http://127.0.0.1:8000/id/hub/exemples-poles--armor
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        told = histories(ledger, record)
        if not told:
            _no_record(space.console, record, keys_like(ledger, record))
    if as_json:
        space.console.result("maillage.why/1", {"records": told})
        return
    for history in told:
        _tell(space.console, history)


def _no_record(console: Console, record: str, like: list[str]) -> NoReturn:
    near = ", ".join(like)
    console.fail(
        f"Aucune fiche de clé ou d'adresse « {record} »{f' ; clés qui la contiennent : {near}' if near else ''}.",
        f"No record with key or IRI “{record}”{f'; keys that hold it: {near}' if near else ''}.", USAGE)


def _tell(console: Console, history: dict[str, Any]) -> None:
    """The runs that changed a record, then its newest version: as received, as read, as judged."""
    newest = history["versions"][-1]
    received = newest["received"]
    console.table([f"{history['source']} : {history['key']}", history["state"], ""], [
        [version["run"], version["verdict"], version["place"]] for version in history["versions"]])
    console.table([console.pick("passage", "run"), console.pick("tâche", "task"), console.pick("état", "state"), ""], [
        [move["run"], move["task"], move["state"], console.pick("en ligne", "on line") if move["shown"] else "–"]
        for move in history["moves"]])
    console.table([console.pick("reçu", "received")], [
        [received if len(received) <= _LONGEST_RECEIVED else f"{received[:_LONGEST_RECEIVED]}…"]])
    console.table([console.pick("lu comme", "read as"), newest["iri"], ""],
                  _statements(newest["iri"], newest["read_as"]))
    _tell_changes(console, history["versions"])
    console.table([console.pick("jugé", "judged"), "code", "path", "value", "message"], [
        [finding["severity"], finding["code"], finding["path"], finding["value"], finding[console.lang]]
        for finding in newest["findings"]])
    if newest["verdict"] == "rejected":
        told = f"maillage rejects {history['source']} --suggest"
        console.note(f"Ce qui la ferait accepter : {told}", f"What would let it in: {told}")


def _tell_changes(console: Console, versions: list[dict[str, Any]]) -> None:
    """What the newest version says otherwise than the one before."""
    if len(versions) < 2:
        return
    before, after = versions[-2:]
    changed = Difference("", after["iri"] or before["iri"], "", before["read_as"].encode(), after["read_as"].encode())
    console.table([console.pick("changé depuis", "changed since"), before["run"], "-", "+"], [
        [change.part, change.field, " | ".join(change.removed), " | ".join(change.added)]
        for change in changed.fields()])


def _statements(iri: str, description: str) -> list[tuple[str, str, str]]:
    """What is said of a record, then of each of its parts: the part, the term's name, the value."""
    context = load_context()
    told = []
    for quad in parse(description, format=RdfFormat.N_TRIPLES):
        about, what = quad.subject, quad.object
        if isinstance(about, NamedNode) and isinstance(what, NamedNode | Literal):  # Descriptions hold no others.
            told.append((about.value.removeprefix(iri), context.name_of(quad.predicate), what.value.removeprefix(iri)))
    return sorted(told, key=lambda statement: statement[0])
