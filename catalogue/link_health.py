"""Which pages do not answer, for those who serve: read beside them, so that no answer ever waits for the ledger."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Final

from catalogue import links
from catalogue.links import Unreachable

__all__ = ["LinkHealth", "Unreachable", "unreachable"]

_TTL: Final = 60.0
_LOG = logging.getLogger("maillage.catalogue")


def unreachable(ledger: Path) -> Mapping[str, Unreachable]:
    """The pages known not to answer, by address, at most a minute or so old; none where there is no ledger."""
    return _health(ledger).known()


@cache
def _health(ledger: Path) -> LinkHealth:
    return LinkHealth(ledger)


class LinkHealth:
    """What the ledger said of pages when it was last looked at, once every `ttl` seconds at most.

    Looking is done by a thread of its own: whoever asks gets what is known, at first nothing.
    """

    def __init__(self, ledger: Path, *, clock: Callable[[], float] = time.monotonic, ttl: float = _TTL) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ttl = ttl
        self._looked = -ttl
        self._looking = threading.Lock()
        self._known: Mapping[str, Unreachable] = {}

    def known(self) -> Mapping[str, Unreachable]:
        """The pages known not to answer, by address."""
        known = self._known
        if self._clock() - self._looked >= self._ttl and self._looking.acquire(blocking=False):
            self._looked = self._clock()
            threading.Thread(target=self._look, name="link health", daemon=True).start()
        return known

    def _look(self) -> None:
        try:
            self._known = _read(self._ledger)
        except sqlite3.Error:
            # A ledger of another version, or a disk in trouble: what was known still tells more than nothing.
            _LOG.warning("the state of links cannot be read", exc_info=True)
        finally:
            self._looking.release()


def _read(ledger: Path) -> dict[str, Unreachable]:
    if not ledger.exists():
        return {}
    with closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True)) as sql:
        known = sql.execute("SELECT 1 FROM sqlite_schema WHERE name = 'link'").fetchone()
        return links.unreachable(sql) if known else {}
