"""Who asked over HTTP for what: a list that only grows."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.ledger import Ledger, now


@dataclass(frozen=True, slots=True)
class Action:
    """What the holder of a token asked for, and about what."""

    at: str
    who: str
    what: str
    about: str


def note_action(ledger: Ledger, who: str, what: str, about: str) -> None:
    """Write down that somebody asks for something, now."""
    ledger.sql.execute("INSERT INTO action (at, who, what, about) VALUES (?, ?, ?, ?)", (now(), who, what, about))


def last_actions(ledger: Ledger) -> dict[str, Action]:
    """The last thing that the holder of each token asked for, by the token's name."""
    rows = ledger.sql.execute("SELECT at, who, what, about FROM action WHERE id IN "
                              "(SELECT max(id) FROM action GROUP BY who)")
    return {row[1]: Action(*row) for row in rows}
