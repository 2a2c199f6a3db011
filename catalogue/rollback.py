"""Rolling a source back to how it stood before one of its runs: a run of its own, so that nothing is rewritten."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from catalogue.ledger import Ledger, SourceRow, now
from catalogue.states import SHOWN, Outcome, State, Tally


@dataclass(frozen=True, slots=True)
class RolledBack:
    """What a rollback did, or would do: the runs it undid, by number, and its figures."""

    run: int
    undone: tuple[int, ...]
    tally: Tally


class NothingToUndo(Exception):
    """The run does not exist, or neither it nor any later one moved a record."""


def roll_back(ledger: Ledger, source: SourceRow, number: int, *, dry_run: bool = False) -> RolledBack:
    """Put every record of a source back to how it stood before run `number`; later runs are undone with it.

    The next harvest reads everything anew, and would bring the same records again where the source still gives
    them: so the source is paused, and only a harvest that names it reads it.

    Raises:
        NothingToUndo: there is no such run, or nothing to put back.
    """
    sql = ledger.sql
    undone = _runs_from(sql, source.id, number)
    if not undone:
        raise NothingToUndo
    this = 1 + int(sql.execute("SELECT max(number) FROM run WHERE source = ?", (source.id,)).fetchone()[0])
    sql.execute("BEGIN IMMEDIATE")
    try:
        run = int(sql.execute(
            "INSERT INTO run (source, number, started, outcome, task) VALUES (?, ?, ?, ?, 'rollback') RETURNING id",
            (source.id, this, now(), Outcome.RUNNING)).fetchone()[0])
        tally = _put_back(sql, source.id, run, min(undone.values()))
        tally.prove()
        _end(sql, source.id, run, tally, number)
    except BaseException:
        sql.execute("ROLLBACK")
        raise
    sql.execute("ROLLBACK" if dry_run else "COMMIT")
    return RolledBack(this, tuple(undone), tally)


def _runs_from(sql: sqlite3.Connection, source: int, number: int) -> dict[int, int]:
    """The ids of the runs from `number` on that moved something, by number."""
    known = sql.execute("SELECT 1 FROM run WHERE source = ? AND number = ?", (source, number)).fetchone()
    rows = sql.execute("SELECT number, id FROM run n WHERE source = ? AND number >= ? AND EXISTS "
                       "(SELECT 1 FROM change WHERE run = n.id) ORDER BY number", (source, number))
    return dict(rows.fetchall()) if known else {}


def _put_back(sql: sqlite3.Connection, source: int, run: int, first: int) -> Tally:
    """Move every item that changed since the run `first` back to what it was before."""
    tally = Tally(live_before=_shown(sql, source))
    moved = sql.execute(
        "SELECT i.id, i.state, i.live, i.seen FROM item i WHERE i.source = ? AND EXISTS "
        "(SELECT 1 FROM change c WHERE c.item = i.id AND c.run >= ?)", (source, first)).fetchall()
    for item, state, live, seen in moved:
        before = sql.execute("SELECT state, live FROM change WHERE item = ? AND run < ? ORDER BY id DESC LIMIT 1",
                             (item, first)).fetchone() or (State.GONE, None)
        read = sql.execute("SELECT max(id) FROM reading WHERE item = ? AND run < ?", (item, first)).fetchone()[0]
        sql.execute("UPDATE item SET state = ?, live = ?, seen = ?, absent_runs = 0 WHERE id = ?",
                    (*before, read or seen, item))
        if before != (state, live):
            sql.execute("INSERT INTO change (run, item, state, live) VALUES (?, ?, ?, ?)", (run, item, *before))
        tally.gone += state in SHOWN and before[0] not in SHOWN
        tally.restored += state not in SHOWN and before[0] in SHOWN
    tally.live_after = _shown(sql, source)
    return tally


def _shown(sql: sqlite3.Connection, source: int) -> int:
    return int(sql.execute("SELECT count(*) FROM item WHERE source = ? AND live IS NOT NULL", (source,)).fetchone()[0])


def _end(sql: sqlite3.Connection, source: int, run: int, tally: Tally, number: int) -> None:
    sql.execute("DELETE FROM document WHERE source = ?", (source,))
    sql.execute("UPDATE item SET document = NULL WHERE source = ?", (source,))
    # Not NULL, which says that nothing was mapped yet: what stands was mapped, in some former way.
    sql.execute("UPDATE source SET mapping = x'', mark = '', paused = ? WHERE id = ?", (now(), source))
    sql.execute(
        "UPDATE run SET ended = ?, outcome = ?, tally = ?, reason_code = 'MLG-U010', reason_fr = ?, reason_en = ? "
        "WHERE id = ?", (now(), Outcome.APPLIED, json.dumps(tally.as_dict()),
                         f"Retour à l'état d'avant le passage {number} ; la source est en pause jusqu'à ce que vous "
                         "la moissonniez par son nom.",
                         f"Back to how it was before run {number}; the source is paused until you harvest it by name.",
                         run))
