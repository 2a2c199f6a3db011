"""What tests of the ledger share: items as loaders send them, runs that take them in, and what is shown after."""

from catalogue.intake import Intake, Reason, Remembered
from catalogue.ledger import Ledger
from catalogue.received import Received, Verdict
from catalogue.states import Outcome
from shapes.finding import Finding, Severity

BASE = "http://test.example/"
DECLARATION = {"title": {"fr": "Essai"}, "licence": "CC0-1.0", "publisher": "", "url": "file:///x"}
REASON = Finding("MLG-T999", Severity.VIOLATION, "raison", "reason", "title", "v")


def accepted(key: str, text: str = "1") -> Received:
    """A record whose title is `text`."""
    iri = f"{BASE}id/tool/s--{key.replace(' #', '-')}"
    return Received(key, f"line {key}", Verdict.ACCEPTED, text.encode().ljust(16), text.encode(), "tool", "", iri,
                    f'<{iri}> <http://purl.org/dc/terms/title> "{text}" .\n'.encode())


def rejected(key: str, text: str = "bad") -> Received:
    """A record that the gate refuses."""
    return Received(key, f"line {key}", Verdict.REJECTED, text.encode().ljust(16), text.encode(), findings=(REASON,))


def excluded(key: str, text: str = "out") -> Received:
    """A record that is out of scope."""
    return Received(key, f"line {key}", Verdict.EXCLUDED, text.encode().ljust(16), text.encode())


def unchanged(key: str, text: str = "1") -> Received:
    """A record whose payload the loader knows."""
    return Received(key, f"line {key}", Verdict.UNCHANGED, text.encode().ljust(16))


def deleted(key: str) -> Received:
    """A tombstone."""
    return Received(key, f"line {key}", Verdict.DELETED)


def made(what: str, key: str, text: str) -> Received:
    """An item of a verdict."""
    return deleted(key) if what == "deleted" else (rejected if what == "rejected" else accepted)(key, text)


def begin(ledger: Ledger) -> Intake:
    """A run of the source `s`."""
    return Intake(ledger, ledger.declare("s", DECLARATION))


def end(intake: Intake, *, complete: bool = True, grace: int = 2) -> Intake:
    """Settle the absences of a complete listing, and commit."""
    if complete:
        intake.close_listing(grace)
    intake.apply(Outcome.APPLIED if complete else Outcome.PARTIAL, Reason(),
                 Remembered(b"m", "", "unvisited" if complete else "none"))
    return intake


def run(ledger: Ledger, *items: Received, complete: bool = True, grace: int = 2) -> Intake:
    """One run that lists these items."""
    intake = begin(ledger)
    intake.take(items)
    return end(intake, complete=complete, grace=grace)


def state(ledger: Ledger, key: str) -> str:
    """The state of an item."""
    return str(ledger.sql.execute("SELECT state FROM item WHERE key = ?", (key,)).fetchone()[0])


def shown(ledger: Ledger) -> list[str]:
    """The titles that the graph shows."""
    return [entry.description.decode().split('"')[1] for entry in ledger.entries("s")]
