"""The canonical bytes of one item: only what the mapping reads, and nobody's name, mailbox or telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from harvesters.formats.schemaorg.node import Node, literals
from harvesters.formats.schemaorg.shapes import PROSE, ROOT, Shape
from harvesters.personal import without_personal_addresses, without_personal_mailboxes
from harvesters.weblinks import role_mailbox

MOST_NODES: Final = 20_000
_PERSON: Final = "Person"
_ANYBODY: Final[Mapping[str, Any]] = {"@type": [_PERSON]}


class TooLarge(Exception):
    """One item says more than any real one."""


def payload_of(node: Node, **around: Any) -> bytes:
    """The canonical bytes of an item and of what stands `around` it.

    Raises:
        TooLarge: it has more than 20,000 parts.
    """
    kept = _Reduction().of(node, ROOT)
    return orjson.dumps({"node": kept, **around}, option=orjson.OPT_SORT_KEYS)


class _Reduction:
    """Shapes are finite trees, so circles in the data end; how often parts repeat is bounded here."""

    def __init__(self) -> None:
        self._left = MOST_NODES

    def of(self, node: Node, shape: Shape) -> dict[str, Any]:
        self._left -= 1
        if self._left < 0:
            raise TooLarge
        kept: dict[str, Any] = {name: node[name] for name in ("@id", "@type") if name in node}
        if _is_mailbox(kept.get("@id", "")):
            del kept["@id"]
        if _PERSON in kept.get("@type", ()):
            return dict(_ANYBODY)
        if mails := [mail for text in literals(node, "email") if (mail := role_mailbox(text))]:
            kept["email"] = mails
        for name, told in node.items():
            part = shape.parts.get(name)
            if part is not None or name in shape.plain:
                public = without_personal_addresses if name in PROSE else without_personal_mailboxes
                said = [value for one in told if (value := self._value(one, part, public))]
                if said:
                    kept[name] = said
        return kept

    def _value(self, value: Any, shape: Shape | None, public: Callable[[str], str]) -> Any:
        if isinstance(value, str) or "@value" in value:
            if shape and shape.persons:
                return dict(_ANYBODY)
            return public(value) if isinstance(value, str) else {**value, "@value": public(value["@value"])}
        if shape is None:
            return {"@id": value["@id"]} if "@id" in value and not _is_mailbox(value["@id"]) else None
        if shape.persons and "@type" not in value and "@id" not in value:
            return dict(_ANYBODY)
        return self.of(value, shape)


def _is_mailbox(reference: str) -> bool:
    return reference[:7].lower() == "mailto:"
