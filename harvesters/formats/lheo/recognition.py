"""Knowing LHEO by its root element."""

from typing import Final

from harvesters.formats.xml_start import first_element

_ROOTS: Final = frozenset({"lheo", "lheo-index", "lheo-plus"})


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether the root is LHEO's, whatever its namespace."""
    return first_element(start)[0] in _ROOTS
