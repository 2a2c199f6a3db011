"""A ledger whose records came and went: withdrawn by their source, out of scope, refused, moved to another kind."""

from collections.abc import Sequence
from pathlib import Path

from catalogue.entry import Entry
from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.received import Received, Verdict
from catalogue.rollback import roll_back
from catalogue.states import Outcome
from ontology.minting import Minting
from tests.api.demo_ledger import NO_TITLE, declaration
from tests.api.demo_view import BASE

SOURCE = "catalogue"
# A key that no IRI can hold as it is.
ODD_KEY = "Été/42"


def iri(kind: str, key: str) -> str:
    """The IRI of a record of the source."""
    return Minting(BASE).thing(kind, SOURCE, key)


def path(kind: str, key: str) -> str:
    """Where a record of the source is, or was."""
    return "/" + iri(kind, key).removeprefix(BASE)


def accepted(key: str, kind: str = "course", title: str = "Archivage") -> Received:
    """A record that passed the gate."""
    itself = iri(kind, key)
    lines = [f'<{itself}> <http://purl.org/dc/terms/title> "{title}"@fr .\n',
             f'<{itself}> <http://purl.org/dc/terms/identifier> "{key}" .\n',
             f"<{itself}> <http://purl.org/dc/terms/relation> <{iri('course', 'reste')}> .\n"]
    return Received(key, f"row {key}", Verdict.ACCEPTED, f"{key}{kind}{title}".encode()[:16].ljust(16), b"{}", kind, "",
                    itself, "".join(sorted(lines)).encode())


def withdrawals_ledger(data: Path) -> list[Entry]:
    """Write the ledger into a data directory; the records that are on line in the end."""
    ledger = Ledger.open(data / "ledger.sqlite", BASE)
    _run(ledger, [accepted(key) for key in ("reste", "partie", ODD_KEY, "exclue", "refusee", "revenue")]
         + [accepted("muee"), _verdict("jamais", Verdict.REJECTED)])
    _run(ledger, [accepted("partie", title="Dernier titre connu"), accepted("muee", "material")], "2026-11-21")
    _run(ledger, [Received(key, "", Verdict.DELETED) for key in ("partie", ODD_KEY, "revenue", "refusee")]
         + [_verdict("exclue", Verdict.EXCLUDED)], "2026-11-22")
    _run(ledger, [accepted("revenue"), _verdict("refusee", Verdict.REJECTED), accepted("defaite")], "2026-11-23")
    _run(ledger, [accepted("defaite", title="Autre")], "2026-11-24")
    entries = [entry for entry in ledger.entries(SOURCE) if entry.key != "defaite"]
    roll_back(ledger, ledger.source(SOURCE), 4)
    _run(ledger, [accepted("revenue")], "2026-11-25")
    ledger.close()
    return entries


def _run(ledger: Ledger, items: Sequence[Received], day: str = "2026-11-20") -> None:
    intake = Intake(ledger, ledger.declare(SOURCE, declaration(SOURCE)))
    intake.take(items)
    intake.close_changes()
    intake.apply(Outcome.APPLIED, Reason(), Remembered(b"m"))
    ledger.sql.execute("UPDATE run SET started = ?, ended = ? WHERE id = ?",
                       (f"{day}T03:12:00Z", f"{day}T03:12:40Z", intake.run))


def _verdict(key: str, verdict: Verdict) -> Received:
    findings = (NO_TITLE,) if verdict is Verdict.REJECTED else ()
    return Received(key, f"row {key}", verdict, f"{verdict}{key}".encode()[:16].ljust(16), b"{}", "course", "",
                    iri("course", key), b"", findings)
