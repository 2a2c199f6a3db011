"""What stands against the newest version of each item: the findings that refuse it, and those that warn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from catalogue.ledger import Ledger

_COLUMNS: Final = ("source", "key", "state", "place", "iri", "code", "severity", "path", "value", "fr", "en", "reading")


def refusals(ledger: Ledger, source: str | None, *, warnings: bool = False) -> list[dict[str, Any]]:
    """The violations of refused items by source and place; with `warnings`, every warning too. Advice is left out."""
    return list(each_refusal(ledger, source, warnings=warnings))


def each_refusal(ledger: Ledger, source: str | None, *, warnings: bool = False) -> Iterator[dict[str, Any]]:
    """The same, one at a time: a source may refuse a hundred thousand."""
    for row in each_finding(ledger, source, warnings=warnings):
        del row["reading"]
        yield row


def each_finding(ledger: Ledger, source: str | None, *, warnings: bool = False) -> Iterator[dict[str, Any]]:
    """The same with the number of the reading that each stands against, those of one reading together."""
    rows = ledger.sql.execute(
        "SELECT s.name, i.key, i.state, r.place, r.iri, f.code, f.severity, f.path, f.value, f.fr, f.en, r.id "
        "FROM source s JOIN item i ON i.source = s.id JOIN reading r ON r.id = i.seen "
        "JOIN finding f ON f.reading = r.id "
        "WHERE (? IS NULL OR s.name = ?) AND i.state <> 'gone' AND ((r.verdict = 'rejected' "
        "AND f.severity = 'violation') OR (? AND f.severity = 'warning')) "
        "ORDER BY s.name, f.severity, r.id, f.position", (source, source, warnings))
    for row in rows:
        yield dict(zip(_COLUMNS, row, strict=True))


def refused(ledger: Ledger, source: str) -> int:
    """How many records of a source are refused as they were last received."""
    return int(ledger.sql.execute(
        "SELECT count(*) FROM item i JOIN source s ON s.id = i.source JOIN reading r ON r.id = i.seen "
        "WHERE s.name = ? AND i.state <> 'gone' AND r.verdict = 'rejected'", (source,)).fetchone()[0])


def warned(ledger: Ledger, source: str) -> int:
    """How many records that the graph shows carry warnings."""
    return int(ledger.sql.execute(
        "SELECT count(*) FROM item i JOIN source s ON s.id = i.source JOIN reading r ON r.id = i.live "
        "WHERE s.name = ? AND r.warnings > 0", (source,)).fetchone()[0])
