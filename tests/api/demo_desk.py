"""A desk that writes down what it is asked and does nothing, and a token that opens it."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from api.workbench.desk import Declared, DeskFull, Job, JobState, Order
from catalogue.ledger import Ledger
from catalogue.tokens import create_token
from tests.api.demo_view import BASE


class DemoDesk:
    """Takes two orders; tests say how they end."""

    def __init__(self) -> None:
        self.jobs: dict[str, Job] = {}

    def declared(self) -> Mapping[str, Declared]:
        """The sources of the demo but one, and one that was never harvested."""
        enabled = {"catalogue": True, "registre": True, "poles": False, "eco": True, "jamais": False}
        return {name: Declared({"fr": f"Source <{name}>"}, "oai-pmh", on) for name, on in enabled.items()}

    def submit(self, order: Order) -> Job:
        """Take an order; the third one finds no place."""
        if len(self.jobs) == 2:
            raise DeskFull(2)
        job = Job(f"job{len(self.jobs)}", order, "2026-11-22T05:00:00Z")
        self.jobs[job.id] = job
        return job

    def job(self, id: str) -> Job | None:
        """An order that was taken."""
        return self.jobs.get(id)

    def running(self) -> AbstractAsyncContextManager[object]:
        """Nothing is done."""
        return nullcontext()

    def end(self, state: JobState, output: bytes, code: int = 0, *, complaint: str = "", cut: bool = False) -> None:
        """Let the first job have ended so."""
        self.jobs["job0"] = replace(
            self.jobs["job0"], state=state, started="2026-11-22T05:00:00Z", ended="2026-11-22T05:00:02Z",
            exit_code=code, output=output, complaint=complaint, cut=cut)


def make_token(data: Path, name: str = "marie", days: int = 90, made: datetime | None = None) -> str:
    """The secret of a new token."""
    ledger = Ledger.open(data / "ledger.sqlite", BASE)
    secret = create_token(ledger, name, days, made or datetime.now(UTC))
    ledger.close()
    return secret
