"""What a SHACL engine is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from shapes.finding import Severity


class IllFormed(ValueError):
    """The text is not N-Triples."""


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; IRIs bare, `path` empty when it is not one property, `value` as plain text.

    `focus` is empty for a blank node, which no description of ours holds.
    """

    focus: str
    path: str
    shape: str
    severity: Severity
    value: str


class Engine(Protocol):
    """Shapes compiled once, then asked about one graph after the other."""

    def validate(self, ntriples: str) -> list[Result]:
        """Every result of the graph, in no promised order; IllFormed when the text is not N-Triples."""


SEVERITIES: Final = {severity.name.capitalize(): severity for severity in Severity}
