"""Zip archives: how they begin, and how the library fails on what is none."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

# NotImplementedError is the library's word for a compression that it does not know, RuntimeError for encryption.
BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def is_archive(path: Path) -> bool:
    """Whether the file begins as a zip archive does."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"
