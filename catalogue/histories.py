"""The whole history of one record: every version received, how it was read, how it was judged, what it did."""

from __future__ import annotations

from typing import Any

from catalogue.ledger import Ledger

_FINDING = ("code", "severity", "path", "value", "fr", "en")


def histories(ledger: Ledger, record: str) -> list[dict[str, Any]]:
    """Every item of this key (in any source) or IRI, each with its versions, oldest first."""
    items = ledger.sql.execute(
        "SELECT DISTINCT i.id, s.name, i.key, i.state FROM item i JOIN source s ON s.id = i.source "
        "LEFT JOIN reading r ON r.item = i.id WHERE i.key = ? OR r.iri = nullif(?, '')", (record, record)).fetchall()
    return [{"source": source, "key": key, "state": state, "versions": _versions(ledger, item, source),
             "moves": _moves(ledger, item, source)} for item, source, key, state in items]


def _versions(ledger: Ledger, item: int, source: str) -> list[dict[str, Any]]:
    rows = ledger.sql.execute(
        "SELECT r.id, n.number, n.started, r.verdict, r.place, r.iri, raw.payload, r.description FROM reading r "
        "JOIN run n ON n.id = r.run JOIN raw ON raw.id = r.raw WHERE r.item = ? ORDER BY r.id", (item,)).fetchall()
    versions = []
    for reading, number, started, verdict, place, iri, payload, description in rows:
        findings = ledger.sql.execute("SELECT code, severity, path, value, fr, en FROM finding WHERE reading = ? "
                                      "ORDER BY position", (reading,))
        versions.append({
            "run": f"{source}--{number}", "started": started, "verdict": verdict, "place": place, "iri": iri,
            "received": payload.decode("utf-8", "replace"), "read_as": description.decode(),
            "findings": [dict(zip(_FINDING, row, strict=True)) for row in findings]})
    return versions


def _moves(ledger: Ledger, item: int, source: str) -> list[dict[str, Any]]:
    """The states that it went through, and the run that moved it: also what no new version explains."""
    rows = ledger.sql.execute("SELECT n.number, n.started, n.task, c.state, c.live IS NOT NULL FROM change c "
                              "JOIN run n ON n.id = c.run WHERE c.item = ? ORDER BY c.id", (item,))
    return [{"run": f"{source}--{number}", "started": started, "task": task, "state": state, "shown": bool(shown)}
            for number, started, task, state, shown in rows]
