"""Faults of the disk and of the ledger's file, told as what they mean for the data directory."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from catalogue.datadir import DataDirectoryFault

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_HANDLES: Final = frozenset({errno.EMFILE, errno.ENFILE})
_FULL: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_CLOSED: Final = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Whatever the disk or the ledger's file does to the block is raised as DataDirectoryFault."""
    try:
        yield
    except sqlite3.Error as fault:
        raise _of_ledger(path, fault) from fault
    except BrokenPipeError:  # Of whoever reads our output.
        raise
    except OSError as fault:
        raise _of_disk(path, fault) from fault


def _of_ledger(path: Path, fault: sqlite3.Error) -> DataDirectoryFault:
    # The low byte is the code; what stands above it tells details.
    code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return _no_room(path, str(fault))
    if code in _CLOSED:
        return DataDirectoryFault(
            f"Le registre de « {path} » ne peut pas être ouvert ({fault}) ; vérifiez les droits du dossier ou "
            "choisissez-en un autre avec --data.",
            f"The ledger of “{path}” cannot be opened ({fault}); check the rights of the directory or choose "
            "another with --data.")
    if code in _BUSY:
        return DataDirectoryFault(
            f"Le registre de « {path} » est utilisé par un autre programme ({fault}) ; fermez-le, puis relancez.",
            f"The ledger of “{path}” is in use by another program ({fault}); close it, then run again.")
    return DataDirectoryFault(
        f"Le registre de « {path} » est abîmé ou n'est pas de Maillage ({fault}) ; restaurez-en une copie, ou "
        "moissonnez dans un autre dossier avec --data.",
        f"The ledger of “{path}” is damaged or is no ledger of Maillage ({fault}); restore a copy of it, or harvest "
        "into another directory with --data.")


def _of_disk(path: Path, fault: OSError) -> DataDirectoryFault:
    told = fault.strerror or str(fault)
    if fault.errno in _NO_ROOM:
        return _no_room(path, told)
    if fault.errno in _NO_HANDLES:
        return DataDirectoryFault(
            f"Trop de fichiers ouverts ({told}) ; relevez la limite (`ulimit -n`), puis relancez.",
            f"Too many open files ({told}); raise the limit (`ulimit -n`), then run again.")
    where = fault.filename or path
    return DataDirectoryFault(
        f"Le dossier de données « {path} » n'est pas utilisable ({told} : {where}) ; corrigez cela, ou choisissez "
        "un autre dossier avec --data.",
        f"The data directory “{path}” cannot be used ({told}: {where}); mend that, or choose another directory "
        "with --data.")


def _no_room(path: Path, told: str) -> DataDirectoryFault:
    return DataDirectoryFault(
        f"Plus de place pour « {path} » ({told}) ; le dernier état est intact : libérez de la place, puis relancez.",
        f"No room left for “{path}” ({told}); the last state is whole: free some space, then run again.")
