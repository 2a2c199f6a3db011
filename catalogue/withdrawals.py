"""What was on line and is no more: the last known description of a record, since when it is gone, and by which run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from catalogue.entry import Entry
from catalogue.ledger import Ledger
from catalogue.states import State


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """`last` is how the record was shown last, `since` the start of the run that withdrew it, `state` what it became.

    `successor` is the IRI under which the same record of its source is on line now, if it is.
    """

    last: Entry
    since: str
    run: str
    task: str
    state: State
    successor: str = ""


def withdrawal(ledger: Ledger, iris: Sequence[str]) -> Withdrawal | None:
    """The withdrawal of a record that had one of these IRIs, which differ in their kind only.

    `None` if none of them ever named a record on line, or still does.
    """
    source, _, local = iris[0].rpartition("/")[2].partition("--")
    wanted = json.dumps(iris)
    for item in dict.fromkeys(_items(ledger, source, local, wanted)):
        shown = ledger.sql.execute(_SHOWN, (item, wanted)).fetchone()
        ended = ledger.sql.execute(_ENDED, (item, shown[0], shown[1])).fetchone() if shown else None
        if ended is not None:
            since, run, task, state, successor = ended
            return Withdrawal(Entry(*shown[1:]), since, run, task, State(state), successor)
    return None


def _items(ledger: Ledger, source: str, local: str, iris: str) -> Iterator[int]:
    """The items that the IRIs may have named: the one whose key they end in, else those that were read as them."""
    yield from (item for (item,) in ledger.sql.execute(_BY_KEY, (source, local)))
    if _HASHED.search(local):
        yield from (item for (item,) in ledger.sql.execute(_BY_IRI, (source, iris)))


# A key that lost letters on its way into an IRI ends there in a hash.
_HASHED: Final = re.compile(r"(?:^|-)[0-9a-f]{10}$")
_BY_KEY: Final = "SELECT i.id FROM source s JOIN item i ON i.source = s.id WHERE s.name = ? AND i.key = ?"
_BY_IRI: Final = (
    "SELECT i.id FROM source s CROSS JOIN item i ON i.source = s.id WHERE s.name = ? AND EXISTS "
    "(SELECT 1 FROM reading r WHERE r.item = i.id AND r.iri IN (SELECT value FROM json_each(?)))")
_SHOWN: Final = (
    "SELECT c.id, r.iri, r.kind, s.name, i.key, r.description, n.started, raw.datestamp, n.number, "
    "coalesce(s.declaration ->> 'licence', ''), r.warnings FROM change c JOIN reading r ON r.id = c.live "
    "JOIN raw ON raw.id = r.raw JOIN run n ON n.id = r.run JOIN item i ON i.id = c.item "
    "JOIN source s ON s.id = i.source WHERE c.item = ? AND r.iri IN (SELECT value FROM json_each(?)) "
    "ORDER BY c.id DESC LIMIT 1")
# The first change after which the item was shown as something else, or not at all.
_ENDED: Final = (
    "SELECT n.started, s.name || '--' || n.number, n.task, c.state, "
    "coalesce((SELECT r.iri FROM item i JOIN reading r ON r.id = i.live WHERE i.id = c.item), '') "
    "FROM change c JOIN run n ON n.id = c.run JOIN source s ON s.id = n.source "
    "LEFT JOIN reading shown ON shown.id = c.live "
    "WHERE c.item = ? AND c.id > ? AND shown.iri IS NOT ? ORDER BY c.id LIMIT 1")
