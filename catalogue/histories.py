"""The whole history of one record: every version received, how it was read, how it was judged, what it did."""

from __future__ import annotations

from typing import Any

from catalogue.ledger import Ledger

_FINDING = ("code", "severity", "path", "value", "fr", "en")


def histories(ledger: Ledger, record: str, source: str | None = None) -> list[dict[str, Any]]:
    """Every item of this key or IRI, in one source or in any, each with its versions, oldest first."""
    items = {row[0]: row[1:] for row in (*_by_key(ledger, record, source), *_by_iri(ledger, record))}
    return [{"source": name, "key": key, "state": state, "versions": _versions(ledger, item, name),
             "moves": _moves(ledger, item, name)}
            for item, (name, key, state) in items.items() if source in (None, name)]


def keys_like(ledger: Ledger, part: str, *, most: int = 5) -> list[str]:
    """A few keys that hold a text, the shortest first."""
    if not part:
        return []
    rows = ledger.sql.execute("SELECT DISTINCT key FROM item WHERE instr(lower(key), lower(?)) > 0 "
                              "ORDER BY length(key), key LIMIT ?", (part, most))
    return [key for (key,) in rows]


_ITEMS = "SELECT i.id, s.name, i.key, i.state FROM source s CROSS JOIN item i ON i.source = s.id "
_READ_AS = "WHERE s.name = ? AND EXISTS (SELECT 1 FROM reading r WHERE r.item = i.id AND r.iri = ?)"


def _by_key(ledger: Ledger, key: str, source: str | None) -> list[Any]:
    return ledger.sql.execute(_ITEMS + "WHERE i.key = ? AND (? IS NULL OR s.name = ?)",
                              (key, source, source)).fetchall()


def _by_iri(ledger: Ledger, iri: str) -> list[Any]:
    """An IRI of ours names its source, so that only that source's readings are looked through."""
    kind_and_name = iri.removeprefix(f"{ledger.base}id/")
    source, _, _ = kind_and_name.partition("/")[2].partition("--")
    if kind_and_name == iri or not source:
        return []
    return ledger.sql.execute(_ITEMS + _READ_AS, (source, iri)).fetchall()


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
