"""Files that a declaration names beside itself, in options such as `construct = "mapping.rq"`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

LARGEST: Final = 64 << 10


class NotBeside(Exception):
    """A name that leads to no readable file in the folder of the declaration: why, in both languages."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr = fr
        self.en = en


def named(option: object) -> tuple[str, ...]:
    """The file names that the value of an option gives: one, or several; none for what is no name."""
    if isinstance(option, str):
        return (option,)
    return tuple(str(name) for name in option) if isinstance(option, Sequence) else ()


def text_beside(declaration: Path, name: str) -> str:
    """The text of a file in the folder of a declaration, or below.

    Raises:
        NotBeside: it is outside, absent, larger than 64 KiB, or not UTF-8.
    """
    try:
        folder = declaration.parent.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder):
            raise NotBeside(f"« {name} » sort du dossier de la déclaration ; mettez le fichier à côté d'elle.",
                            f"“{name}” leaves the folder of the declaration; put the file beside it.")
        if not path.is_file():
            raise NotBeside(f"le fichier « {name} » n'existe pas à côté de la déclaration ({declaration.name}).",
                            f"there is no file “{name}” beside the declaration ({declaration.name}).")
        if path.stat().st_size > LARGEST:
            raise NotBeside(f"le fichier « {name} » dépasse {LARGEST >> 10} Kio ; raccourcissez-le.",
                            f"the file “{name}” is larger than {LARGEST >> 10} KiB; shorten it.")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise NotBeside(f"le fichier « {name} » n'est pas en UTF-8 ; enregistrez-le dans ce codage.",
                        f"the file “{name}” is not in UTF-8; save it in that encoding.") from None
    except (OSError, RuntimeError, ValueError) as fault:  # A circle of links, a null character, no permission.
        told = getattr(fault, "strerror", None) or str(fault)
        raise NotBeside(f"le fichier « {name} » ne peut pas être lu ({told}).",
                        f"the file “{name}” cannot be read ({told}).") from fault
