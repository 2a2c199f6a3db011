"""A data directory: one ledger, its generations, and the one writer that may change them."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


class DataDirectoryFault(Exception):
    """The data directory cannot be used: why and what to do, in both languages; `exit_code` for the shell."""

    def __init__(self, fr: str, en: str, exit_code: int = 2) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en
        self.exit_code = exit_code


LOCKED_EXIT = 5


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """The paths inside one data directory."""

    path: Path

    @property
    def ledger(self) -> Path:
        """The SQLite file that holds the truth."""
        return self.path / "ledger.sqlite"

    @property
    def generations(self) -> Path:
        """The folder of immutable generations."""
        return self.path / "generations"

    @property
    def pointer(self) -> Path:
        """The file that names the current generation."""
        return self.path / "current"

    @property
    def stores(self) -> Path:
        """The folder of what engines keep of generations on disk; it may go at any time."""
        return self.path / "stores"

    @property
    def spool(self) -> Path:
        """Where fetched documents lie while they are read."""
        return self.path / "spool"

    @contextmanager
    def writer(self, purpose: str) -> Iterator[None]:
        """Be the one writer while the block runs.

        Raises:
            DataDirectoryFault: another process writes (exit 5), or the directory cannot be written.
        """
        if any("\ud800" <= char <= "\udfff" for char in str(self.path)):  # The index knows only names of text.
            raise self._unusable("son nom n'est pas en UTF-8", "its name is not UTF-8")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as fault:
            told = fault.strerror or str(fault)
            raise self._unusable(told, told) from fault
        try:
            self._lock(handle)
            note = {"pid": os.getpid(), "purpose": purpose, "since": datetime.now(UTC).isoformat(timespec="seconds")}
            os.ftruncate(handle, 0)
            os.pwrite(handle, json.dumps(note).encode(), 0)
            yield
        finally:
            os.close(handle)

    def _unusable(self, fr: str, en: str) -> DataDirectoryFault:
        return DataDirectoryFault(
            f"Le dossier de données « {self.path} » n'est pas utilisable ({fr}) ; choisissez-en un autre avec "
            "--data.", f"The data directory “{self.path}” cannot be used ({en}); choose another with --data.")

    def _lock(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            if fault.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            purpose, since = _holder(os.pread(handle, 1000, 0))
            raise DataDirectoryFault(
                f"Le dossier de données « {self.path} » est utilisé par « {purpose} » ({since}) ; attendez la fin ou "
                "choisissez un autre dossier avec --data.",
                f"The data directory “{self.path}” is in use by “{purpose}” ({since}); wait until it ends or choose "
                "another directory with --data.",
                LOCKED_EXIT,
            ) from fault


def _holder(note: bytes) -> tuple[str, str]:
    """What the writer does, and its process and start."""
    try:
        told = json.loads(note)
        return str(told["purpose"]), f"pid {told['pid']}, {told['since']}"
    except (ValueError, KeyError, TypeError):
        return "?", "?"
