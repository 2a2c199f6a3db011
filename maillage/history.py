"""`maillage runs`, `run show`, `rejects` and `why`: what happened, and to which record."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from catalogue.ledger import Ledger
from catalogue.refusals import refusals
from maillage.console import USAGE, Console
from maillage.options import AsJson, Data
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
        _check_known(space, ledger, source)
        runs = _runs(ledger, source)
    if as_json:
        space.console.result("maillage.runs/1", {"runs": runs})
        return
    space.console.table(
        ["run", "source", "début" if space.console.lang == "fr" else "started", "outcome", "listed", "live", "code"],
        [[run["run"], run["source"], run["started"], run["outcome"], run["tally"].get("listed", ""),
          run["tally"].get("live_after", ""), run["reason"]["code"]] for run in runs])


@plainly
def run_show_command(
    run: Annotated[str, typer.Argument(help="source--number, as `maillage runs` shows it.")],
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Show one run: its figures, and why it ended as it did.

    \b
    Example:
      maillage run show exemples-poles--1
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        found = [told for told in _runs(ledger, None) if told["run"] == run]
    if not found:
        space.console.fail(f"Aucun passage « {run} » ; voyez `maillage runs`.", f"No run “{run}”; see `maillage runs`.")
    told = found[0]
    if as_json:
        space.console.result("maillage.run/1", told)
        return
    space.console.table(["", run], [["outcome", told["outcome"]], ["started", told["started"]],
                                    ["ended", told["ended"]], *told["tally"].items()])
    if told["reason"]["code"]:
        space.console.note(f"{told['reason']['code']} {told['reason']['fr']}",
                           f"{told['reason']['code']} {told['reason']['en']}")


def _runs(ledger: Ledger, source: str | None) -> list[dict[str, Any]]:
    rows = ledger.sql.execute(
        "SELECT s.name, n.number, n.started, n.ended, n.outcome, n.tally, n.reason_code, n.reason_fr, n.reason_en "
        "FROM run n JOIN source s ON s.id = n.source WHERE ? IS NULL OR s.name = ? ORDER BY n.id DESC",
        (source, source))
    return [{"run": f"{row[0]}--{row[1]}", "source": row[0], "started": row[2], "ended": row[3], "outcome": row[4],
             "tally": json.loads(row[5]), "reason": {"code": row[6], "fr": row[7], "en": row[8]}} for row in rows]


@plainly
def rejects_command(
    source: SourceName = None,
    group: Annotated[bool, typer.Option("--group", help="One line per cause.")] = False,
    warnings: Annotated[bool, typer.Option("--warnings", help="Warnings on accepted records too.")] = False,
    data: Data = None, as_json: AsJson = False,
) -> None:
    """List refused records: where, why, and what to do.

    \b
    Examples:
      maillage rejects
      maillage rejects exemples-poles --warnings --group
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        _check_known(space, ledger, source)
        rows = refusals(ledger, source, warnings=warnings)
    if as_json:
        space.console.result("maillage.rejects/1", {"rejects": rows})
    elif not rows:
        space.console.note("Aucune fiche refusée.", "No record is refused.")
    elif group:
        causes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            causes.setdefault((row["source"], row["code"], row["path"], row[space.console.lang]), []).append(row)
        space.console.table(["n", "source", "code", "path", "message", "example"], [
            [len(met), *cause, met[0]["place"]]
            for cause, met in sorted(causes.items(), key=lambda cause: -len(cause[1]))])
    else:
        space.console.table(["source", "key", "code", "place", "path", "value", "message"], [
            [row["source"], row["key"], row["code"], row["place"], row["path"], row["value"],
             row[space.console.lang]] for row in rows])


def _check_known(space: Workspace, ledger: Ledger, source: str | None) -> None:
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
        items = ledger.sql.execute(
            "SELECT DISTINCT i.id, s.name, i.key, i.state FROM item i JOIN source s ON s.id = i.source "
            "LEFT JOIN reading r ON r.item = i.id WHERE i.key = ? OR r.iri = nullif(?, '')",
            (record, record)).fetchall()
        if not items:
            space.console.fail(f"Aucune fiche de clé ou d'adresse « {record} ».",
                               f"No record with key or IRI “{record}”.", USAGE)
        told = [_history(ledger, *item) for item in items]
    if as_json:
        space.console.result("maillage.why/1", {"records": told})
        return
    for history in told:
        _tell(space.console, history)


def _tell(console: Console, history: dict[str, Any]) -> None:
    """The runs that changed a record, then its newest version: as received, as read, as judged."""
    newest = history["versions"][-1]
    received = newest["received"]
    console.table([f"{history['source']} : {history['key']}", history["state"], ""], [
        [version["run"], version["verdict"], version["place"]] for version in history["versions"]])
    console.table([console.pick("reçu", "received")], [
        [received if len(received) <= _LONGEST_RECEIVED else f"{received[:_LONGEST_RECEIVED]}…"]])
    console.table([console.pick("lu comme", "read as"), newest["iri"], ""],
                  _statements(newest["iri"], newest["read_as"]))
    console.table([console.pick("jugé", "judged"), "code", "path", "value", "message"], [
        [finding["severity"], finding["code"], finding["path"], finding["value"], finding[console.lang]]
        for finding in newest["findings"]])


def _statements(iri: str, description: str) -> list[tuple[str, str, str]]:
    """What is said of a record, then of each of its parts: the part, the term's name, the value."""
    context = load_context()
    told = []
    for quad in parse(description, format=RdfFormat.N_TRIPLES):
        about, what = quad.subject, quad.object
        if isinstance(about, NamedNode) and isinstance(what, NamedNode | Literal):  # Descriptions hold no others.
            told.append((about.value.removeprefix(iri), context.name_of(quad.predicate), what.value.removeprefix(iri)))
    return sorted(told, key=lambda statement: statement[0])


def _history(ledger: Ledger, item: int, source: str, key: str, state: str) -> dict[str, Any]:
    versions = []
    rows = ledger.sql.execute(
        "SELECT r.id, n.number, n.started, r.verdict, r.place, r.iri, raw.payload, r.description FROM reading r "
        "JOIN run n ON n.id = r.run JOIN raw ON raw.id = r.raw WHERE r.item = ? ORDER BY r.id", (item,)).fetchall()
    for reading, number, started, verdict, place, iri, payload, description in rows:
        findings = ledger.sql.execute("SELECT code, severity, path, value, fr, en FROM finding WHERE reading = ? "
                                      "ORDER BY position", (reading,))
        versions.append({
            "run": f"{source}--{number}", "started": started, "verdict": verdict, "place": place, "iri": iri,
            "received": payload.decode("utf-8", "replace"), "read_as": description.decode(),
            "findings": [dict(zip(("code", "severity", "path", "value", "fr", "en"), row, strict=True))
                         for row in findings]})
    return {"source": source, "key": key, "state": state, "versions": versions}
