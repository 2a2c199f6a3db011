"""The ledger as the application reads it: one moment of it for each request, never for long, never for writing."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar, cast

from fastapi import Request

from api.problems import Problem
from catalogue.datadir import DataDirectory, DataDirectoryFault
from catalogue.faults import told_plainly
from catalogue.ledger import Ledger

_LOG = logging.getLogger("maillage.api")
LONGEST_READ: Final = 5.0
_STEPS_BETWEEN_LOOKS: Final = 20_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger at one moment; `generation` names that moment, as an entity tag needs it."""

    ledger: Ledger
    generation: str


class LedgerRoom:
    """Opens the ledger of a data directory; keeps what was made from it as long as it stays the same."""

    def __init__(self, data: Path) -> None:
        self._path = DataDirectory(data).ledger
        self._lock = threading.Lock()
        self._moment = ""
        self._kept: dict[Hashable, object] = {}

    @contextmanager
    def open(self, seconds: float = LONGEST_READ) -> Iterator[LedgerView]:
        """The ledger as it stands now, until the block ends; raises the problem of one that cannot be read.

        Reading that is not over after so many seconds ends with a problem.
        """
        if not self._path.exists():
            raise Problem("MLG-J001", headers={"Retry-After": "60"})
        try:
            with told_plainly(self._path.parent), closing(Ledger.read(self._path)) as ledger:
                # What is read in one transaction is of one moment, whatever a harvest writes meanwhile.
                ledger.sql.execute("BEGIN")
                until = monotonic() + seconds
                ledger.sql.set_progress_handler(lambda: monotonic() > until, _STEPS_BETWEEN_LOOKS)
                yield LedgerView(ledger, _moment(ledger))
        except DataDirectoryFault as fault:
            if isinstance(fault.__cause__, sqlite3.OperationalError) and _is_late(fault.__cause__):
                raise Problem("MLG-J003", headers={"Retry-After": "60"}) from fault
            # The sentence names folders of the server, which are nobody's business.
            _LOG.error("%s", fault)
            raise Problem("MLG-J002", headers={"Retry-After": "60"}) from fault

    def kept(self, view: LedgerView, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once as long as the ledger stays as it is in this view."""
        with self._lock:
            if self._moment != view.generation:
                self._moment, self._kept = view.generation, {}
            kept = self._kept
        if name not in kept:
            kept[name] = make()
        return cast(T, kept[name])


def room_of(request: Request) -> LedgerRoom:
    """The ledger of the application that serves a request."""
    found: LedgerRoom = request.app.state.ledger
    return found


def _is_late(fault: sqlite3.OperationalError) -> bool:
    return fault.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT


def _moment(ledger: Ledger) -> str:
    """What changes whenever the ledger does."""
    told = ledger.sql.execute(
        "SELECT (SELECT max(id) FROM change), (SELECT group_concat(name || declaration || paused, char(10)) "
        "FROM source), n.id, n.outcome, n.ended FROM (SELECT max(id) AS last FROM run) "
        "LEFT JOIN run n ON n.id = last").fetchone()
    return "r" + blake2b(repr(told).encode("utf-8", "replace"), digest_size=8).hexdigest()
