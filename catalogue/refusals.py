"""What stands against the newest version of each item: the findings that refuse it, and those that warn."""

from __future__ import annotations

from typing import Any

from catalogue.ledger import Ledger

_COLUMNS = ("source", "key", "state", "place", "code", "severity", "path", "value", "fr", "en")


def refusals(ledger: Ledger, source: str | None, *, warnings: bool = False) -> list[dict[str, Any]]:
    """The violations of refused items by source and place; with `warnings`, every warning too. Advice is left out."""
    rows = ledger.sql.execute(
        "SELECT s.name, i.key, i.state, r.place, f.code, f.severity, f.path, f.value, f.fr, f.en "
        "FROM item i JOIN source s ON s.id = i.source JOIN reading r ON r.id = i.seen "
        "JOIN finding f ON f.reading = r.id "
        "WHERE (? IS NULL OR s.name = ?) AND i.state <> 'gone' AND ((r.verdict = 'rejected' "
        "AND f.severity = 'violation') OR (? AND f.severity = 'warning')) "
        "ORDER BY s.name, f.severity, r.id, f.position", (source, source, warnings))
    return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]


def warned(ledger: Ledger, source: str) -> int:
    """How many records that the graph shows carry warnings."""
    return int(ledger.sql.execute(
        "SELECT count(*) FROM item i JOIN source s ON s.id = i.source JOIN reading r ON r.id = i.live "
        "WHERE s.name = ? AND r.warnings > 0", (source,)).fetchone()[0])
