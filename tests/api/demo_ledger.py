"""A ledger behind the demo records: two weeks of runs, with refusals, a source that waits and one that fails."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.received import Received, Verdict
from catalogue.states import Outcome
from shapes.finding import Finding, Severity
from tests.api.demo_view import BASE, demo_entries

# The day of the tests is 22 November 2026.
_DAYS = {"catalogue": range(14, 21), "registre": (20,), "poles": (20,), "agenda": (20, 21), "eco": (20,)}
_TITLES = {"catalogue": "Catalogue de l'Atelier des fonds", "registre": "Registre des outils",
           "poles": "Pôles de ressources", "agenda": "Agenda des rencontres", "eco": "Ressources éco-responsables"}
NO_TITLE = Finding("MLG-R103", Severity.VIOLATION, "Il manque le titre : ajoutez l'intitulé.",
                   "The title is missing: add it.", "title")
BAD_VALUE = Finding("MLG-M001", Severity.VIOLATION, "« <script>alert(1)</script> » n'est pas connu.",
                    "“<script>alert(1)</script>” is not known.", "equipment", "<script>alert(1)</script>")
ADVICE = Finding("MLG-R108", Severity.WARNING, "Il manque la description.", "The description is missing.",
                 "description")

REMARK = Finding("MLG-F016", Severity.WARNING, "2 documents que la liste nomme n'existent plus.",
                 "2 documents that the listing names exist no more.")


def demo_ledger(data: Path) -> None:
    """Write the ledger of the demo records into a data directory."""
    data.mkdir(parents=True, exist_ok=True)
    ledger = Ledger.open(data / "ledger.sqlite", BASE)
    records: dict[str, list[Received]] = {name: [] for name in _DAYS}
    for entry in demo_entries():
        records[entry.source].append(_accepted(entry.iri, entry.kind, entry.key, entry.description))
    for name, days in _DAYS.items():
        for run, day in enumerate(days):
            _run(ledger, name, day, records[name] if run == 0 else _changed(records[name], run))
    _refused_run(ledger)
    # The records of the demo say that run 7 brought them.
    ledger.sql.execute("UPDATE run SET number = number + 1000")
    ledger.sql.execute("UPDATE run SET number = number - 994")
    ledger.close()


def declaration(name: str) -> dict[str, object]:
    """What the ledger keeps of a source's declaration."""
    return {"title": {"fr": _TITLES[name]}, "url": "https://www.example.org/offres.csv", "format": "table", "kind": "",
            "licence": "LO-OL-2.0", "publisher": "Un éditeur"}


def waiting_run(ledger: Ledger, name: str) -> None:
    """A run that would remove everything, and waits for somebody."""
    intake = Intake(ledger, ledger.declare(name, declaration(name)))
    intake.close_listing(1)
    intake.drop(Outcome.WAITING, Reason("MLG-U002", "Tout disparaîtrait.", "Everything would disappear."))


def failed_run(ledger: Ledger, name: str) -> None:
    """A run that could not reach its source."""
    intake = Intake(ledger, ledger.declare(name, declaration(name)))
    intake.drop(Outcome.FAILED, Reason("MLG-N001", "La source ne répond pas.", "The source does not answer."))


def _run(ledger: Ledger, name: str, day: int, items: list[Received]) -> None:
    intake = Intake(ledger, ledger.declare(name, declaration(name)))
    intake.take(items)
    intake.close_listing(2)
    intake.apply(Outcome.APPLIED, Reason(), Remembered(b"m"))
    _on(ledger.sql, intake.run, day)


def _refused_run(ledger: Ledger) -> None:
    """The newest run of `catalogue` refuses two new records, and the new version of one that is on line."""
    row = ledger.declare("catalogue", declaration("catalogue"))
    known = ledger.sql.execute(
        "SELECT i.key, raw.hash FROM item i JOIN reading r ON r.id = i.seen JOIN raw ON raw.id = r.raw "
        "WHERE i.source = ? ORDER BY i.key", (row.id,)).fetchall()
    intake = Intake(ledger, row, remarks=lambda: (REMARK,))
    intake.take([Received(key, "", Verdict.UNCHANGED, hashed) for key, hashed in known[1:]])
    intake.take([_rejected("sans-titre", NO_TITLE), _rejected("<b>inconnu</b>", BAD_VALUE),
                 _rejected(known[0][0], NO_TITLE)])
    intake.close_listing(2)
    intake.apply(Outcome.APPLIED, Reason(), Remembered(b"m"))
    _on(ledger.sql, intake.run, 22)
    waiting_run(ledger, "registre")
    failed_run(ledger, "agenda")
    for run in (intake.run + 1, intake.run + 2):
        _on(ledger.sql, run, 22)


def _on(sql: sqlite3.Connection, run: int, day: int) -> None:
    sql.execute("UPDATE run SET started = ?, ended = ? WHERE id = ?",
                (f"2026-11-{day}T03:12:00Z", f"2026-11-{day}T03:12:40Z", run))


def _accepted(iri: str, kind: str, key: str, description: bytes) -> Received:
    payload = b'{"id":"%b"}' % key.encode()
    return Received(key, f"offres.csv, row {key}", Verdict.ACCEPTED, key.encode().ljust(16), payload, kind, "", iri,
                    description, (ADVICE,))


def _rejected(key: str, finding: Finding) -> Received:
    return Received(key, f"offres.csv, row {key}", Verdict.REJECTED, f"bad {key}".encode().ljust(16), b'{"nom":""}',
                    findings=(finding,))


def _changed(items: list[Received], run: int) -> list[Received]:
    """The same records; the first has another title in each run."""
    first, *others = items
    title = f'<{first.iri}> <http://purl.org/dc/terms/title> "Titre {run}"@fr .\n'.encode()
    lines = [line for line in first.description.splitlines(keepends=True) if b"/title>" not in line.split(b" ")[1]]
    changed = replace(first, hash=f"{run}".encode().ljust(16), description=b"".join(sorted([*lines, title])))
    return [changed, *(Received(one.key, one.place, Verdict.UNCHANGED, one.hash) for one in others)]
