"""What the dataset can leave as: every target by its name on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from catalogue.generation import Generation
from exports import nquads


@dataclass(frozen=True, slots=True)
class Target:
    """One form of export: its names, and what writes its files into a folder."""

    fr: str
    en: str
    write: Callable[[Generation, Path], list[Path]]


TARGETS: Final[dict[str, Target]] = {
    "nquads": Target("tout le jeu de données en N-Quads", "the whole dataset as N-Quads", nquads.write),
}


def export(name: str, generation: Generation, folder: Path) -> list[Path]:
    """Write one target's files and a `SHA256SUMS` beside them; returns the files.

    Raises:
        KeyError: no target has that name.
    """
    target = TARGETS[name]
    folder.mkdir(parents=True, exist_ok=True)
    files = target.write(generation, folder)
    sums = "".join(f"{_digest(file)}  {file.name}\n" for file in files)
    (folder / "SHA256SUMS").write_text(sums, "utf-8")
    return files


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        hashed = sha256()
        while chunk := handle.read(1 << 20):
            hashed.update(chunk)
    return hashed.hexdigest()
