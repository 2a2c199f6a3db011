"""Maillage's own `<extras info="maillage">`: what LHEO has no element for, in the codes of our lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.lheo.element import Element
from harvesters.formats.lheo.payload import OWN_EXTRAS
from ontology.minting import Minting
from ontology.terms import DCT, SCHEMA, M

_CONCEPTS: Final[Mapping[str, tuple[NamedNode, str]]] = {
    "topic": (M.topic, "topic"),
    "tool-family": (M.toolFamily, "tool-family"),
    "research-activity": (M.researchActivity, "research-activity"),
    "level": (SCHEMA.educationalLevel, "level"),
    "audience": (DCT.audience, "audience"),
    "ai-level": (M.aiAcculturationLevel, "ai-level"),
    "language": (DCT.language, "language"),
    "eco-dimension": (M.ecoDimension, "eco-dimension"),
    "content-type": (M.contentType, "content-type"),
    "life-cycle-stage": (M.coversStage, "life-cycle-stage"),
}
_READ_ELSEWHERE: Final = frozenset({"mode", "price", "free"})
_KNOWN: Final = ", ".join(sorted({*_CONCEPTS, *_READ_ELSEWHERE, "tool"}))
_TOOL: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):(\S.*)", re.ASCII)


def own_extras(training: Element) -> dict[str, list[str]]:
    """The values of our extras by name, wherever in the training they stand."""
    found: dict[str, list[str]] = {}
    for group in training.descendants("extras"):
        if group.attributes.get("info") == OWN_EXTRAS:
            for extra in group.all("extra"):
                if value := extra.value():
                    found.setdefault(extra.attributes.get("info", ""), []).append(value)
    return found


def describe_extras(course: Description, extras: Mapping[str, list[str]], minting: Minting) -> None:
    """Every extra of ours that is a concept or a tool; a name that is none of ours is told."""
    for info, values in extras.items():
        if info in _CONCEPTS:
            predicate, scheme = _CONCEPTS[info]
            for value in values:
                course.concept(predicate, scheme, value)
        elif info == "tool":
            for value in values:
                _use_tool(course, value, minting)
        elif info not in _READ_ELSEWHERE:
            course.warn(
                "MLG-L040", "extra", info,
                f"« {info} » n'est pas un extra connu de Maillage ; noms connus : {_KNOWN}.",
                f"“{info}” is not an extra that Maillage knows; known names: {_KNOWN}.")


def _use_tool(course: Description, value: str, minting: Minting) -> None:
    named = _TOOL.fullmatch(value)
    if named:
        course.link(M.usesTool, minting.thing("tool", named[1], named[2].strip()))
        return
    course.warn(
        "MLG-L041", M.usesTool, value,
        f"« {value} » ne désigne pas un outil ; écrivez sa source, deux-points, sa clé : sshoc:L4500r.",
        f"“{value}” names no tool; write its source, a colon, its key: sshoc:L4500r.")
