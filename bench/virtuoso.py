"""The configuration of a Virtuoso server that lives in a folder of its own, for measurements and tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.ports import free_port

# The smallest in which Virtuoso answers; it listens on the loopback alone.
_INI: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = {seconds}
"""


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """How to start it in its folder, and the ports on which it then answers HTTP and SQL."""

    command: tuple[str, ...]
    http: int
    sql: int


def configured(program: str, folder: Path, *, seconds: int, rows: int, buffers: int) -> Virtuoso:
    """Write `virtuoso.ini` into the folder.

    Queries end after `seconds`, answers are cut at `rows`, and `buffers` pages of 8 KiB are kept in memory.
    """
    http, sql = free_port(), free_port()
    written = _INI.format(folder=folder, http=http, sql=sql, seconds=seconds, rows=rows, buffers=buffers,
                          dirty=buffers * 3 // 4)
    (folder / "virtuoso.ini").write_text(written, "utf-8")
    return Virtuoso((program, "+configfile", "virtuoso.ini", "+foreground"), http, sql)
