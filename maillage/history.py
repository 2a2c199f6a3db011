"""`maillage runs`, `run show`, `rejects` and `why`: what happened, and to which record."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from catalogue.ledger import Ledger
from maillage.console import USAGE
from maillage.options import AsJson, Data
from maillage.workspace import plainly, workspace

SourceName = Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="Only this source.", show_default=False)]


@plainly
def runs_command(source: SourceName = None, data: Data = None, as_json: AsJson = False) -> None:
    """List harvest runs, newest first.

    Examples:

      maillage runs

      maillage runs poles-bretagne --json
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
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

    Example:

      maillage run show poles-bretagne--3
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
    """List refused records: code, place in the source, value received, and what to do.

    Examples:

      maillage rejects

      maillage rejects poles-bretagne --group
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        rows = _rejects(ledger, source, warnings)
    if as_json:
        space.console.result("maillage.rejects/1", {"rejects": rows})
    elif group:
        causes: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in rows:
            causes.setdefault((row["source"], row["code"]), []).append(row)
        space.console.table(["n", "source", "code", "message", "example"], [
            [len(met), name, code, met[0][space.console.lang], met[0]["place"]]
            for (name, code), met in sorted(causes.items(), key=lambda cause: -len(cause[1]))])
    else:
        space.console.table(["source", "code", "place", "path", "value", "message"], [
            [row["source"], row["code"], row["place"], row["path"], row["value"], row[space.console.lang]]
            for row in rows])


def _rejects(ledger: Ledger, source: str | None, warnings: bool) -> list[dict[str, Any]]:
    """Findings that block the newest version of an item; with `warnings`, the others too."""
    rows = ledger.sql.execute(
        "SELECT s.name, i.key, i.state, r.place, f.code, f.severity, f.path, f.value, f.fr, f.en "
        "FROM item i JOIN source s ON s.id = i.source JOIN reading r ON r.id = i.seen "
        "JOIN finding f ON f.reading = r.id "
        "WHERE (? IS NULL OR s.name = ?) AND i.state <> 'gone' AND (? OR (r.verdict = 'rejected' "
        "AND f.severity = 'violation')) ORDER BY s.name, r.id, f.position", (source, source, warnings))
    names = ("source", "key", "state", "place", "code", "severity", "path", "value", "fr", "en")
    return [dict(zip(names, row, strict=True)) for row in rows]


@plainly
def why_command(
    record: Annotated[str, typer.Argument(metavar="KEY-or-IRI", help="A key of a source, or an IRI.")],
    data: Data = None, as_json: AsJson = False,
) -> None:
    """Tell the whole history of a record: received, read as, judged.

    Examples:

      maillage why 14_AF_0000011179

      maillage why http://127.0.0.1:8000/id/hub/exemples-poles--atelier-brest
    """
    space = workspace(as_json=as_json, data=data)
    with space.reading() as ledger:
        items = ledger.sql.execute(
            "SELECT DISTINCT i.id, s.name, i.key, i.state FROM item i JOIN source s ON s.id = i.source "
            "LEFT JOIN reading r ON r.item = i.id WHERE i.key = ? OR r.iri = ?", (record, record)).fetchall()
        if not items:
            space.console.fail(f"Aucune fiche de clé ou d'adresse « {record} ».",
                               f"No record with key or IRI “{record}”.", USAGE)
        told = [_history(ledger, *item) for item in items]
    if as_json:
        space.console.result("maillage.why/1", {"records": told})
        return
    for history in told:
        space.console.table(["", f"{history['source']} : {history['key']}", history["state"]], [
            [version["run"], version["verdict"], version["place"]] for version in history["versions"]])
        for version in history["versions"]:
            for finding in version["findings"]:
                space.console.table([], [[finding["severity"], finding["code"], finding["path"], finding["value"],
                                          finding[space.console.lang]]])


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
