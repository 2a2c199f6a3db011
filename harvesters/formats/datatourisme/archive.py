"""The zip archive of a flux: `index.json`, and one JSON file per object under `objects/`.

Nothing is ever unpacked to disk, so the names in the archive lead nowhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from harvesters.formats.zip_start import BROKEN
from harvesters.record import UnreadableDocument

_MOST_BYTES: Final = 2 << 30
_MOST_MEMBERS: Final = 200_000
_LARGEST_OBJECT: Final = 16 << 20
_MOST_RATIO: Final = 200
_RATIO_FROM: Final = 10 << 20
INDEX: Final = "index.json"
OBJECTS: Final = "objects/"


class Broken(Exception):
    """A member of the archive that cannot be unpacked; why, in the words of the library."""


class Archive:
    """An open archive whose sizes have been checked. Names are relative to the folder of its index."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self._members = {member.filename: member for member in packed.infolist() if not member.is_dir()}
        found = sorted((name for name in self._members if name.rpartition("/")[2] == INDEX), key=len)
        self._folder = found[0].removesuffix(INDEX) if found else ""
        self.has_index = bool(found)

    def objects(self) -> list[str]:
        """The names of all JSON files but the index, in the order of the archive."""
        names = (name.removeprefix(self._folder) for name in self._members if name.endswith(".json"))
        return [name for name in names if name != INDEX]

    def holds(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return self._folder + name in self._members

    def read(self, name: str) -> bytes:
        """A file of the archive.

        Raises:
            Broken: it is not there, larger than any object, or cannot be unpacked.
        """
        member = self._members.get(self._folder + name)
        if member is None:
            raise Broken(f"{name} is not in the archive")
        if name != INDEX and member.file_size > _LARGEST_OBJECT:
            raise Broken(f"{name}: {member.file_size >> 20} MiB")
        try:
            return self._packed.read(member)
        except BROKEN as fault:
            raise Broken(f"{name}: {fault}") from fault


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive at `path`.

    Raises:
        UnreadableDocument: damaged, or larger unpacked than a flux may be (`MLG-E203`, `MLG-E204`).
    """
    try:
        packed = zipfile.ZipFile(path)
    except BROKEN as fault:
        raise UnreadableDocument(
            "MLG-E203", f"L'archive zip est abîmée ou coupée ({fault}) ; relancez, puis prévenez DATAtourisme si cela "
            "dure.",
            f"The zip archive is damaged or cut ({fault}); try again, then tell DATAtourisme if this lasts.") from None
    with packed:
        _check_sizes(packed.infolist())
        yield Archive(packed)


def _check_sizes(members: list[zipfile.ZipInfo]) -> None:
    size = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if size > _MOST_BYTES or len(members) > _MOST_MEMBERS or (size > _RATIO_FROM and size / packed > _MOST_RATIO):
        raise UnreadableDocument(
            "MLG-E204", f"Dépliée, l'archive ferait {size >> 20} Mio en {len(members)} fichiers ; au plus "
            f"{_MOST_BYTES >> 20} Mio et {_MOST_MEMBERS} fichiers sont lus. Restreignez le flux (territoire, types).",
            f"Unpacked, the archive would take {size >> 20} MiB in {len(members)} files; at most {_MOST_BYTES >> 20} "
            f"MiB and {_MOST_MEMBERS} files are read. Narrow the flux (territory, types).")
