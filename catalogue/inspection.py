"""What the rules across records found in the graphs of one generation, as its `findings.json` keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from catalogue.datadir import DataDirectoryFault
from catalogue.generation import FINDINGS, FORMER_FINDINGS
from shapes.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Inspection:
    """Each lapse with the IRI it is about, and the codes of rules with more lapses.

    The lapses of one rule with the same value are about the records that share it.
    """

    lapses: tuple[tuple[str, Finding], ...] = ()
    more: tuple[str, ...] = ()

    def serialize(self) -> bytes:
        """The inspection as JSON; what a rule says stands there once."""
        rules = {lapse.code: [lapse.severity, lapse.fr, lapse.en] for _, lapse in self.lapses}
        return orjson.dumps({
            "more": self.more, "rules": rules,
            "lapses": [[iri, lapse.code, lapse.path, lapse.value] for iri, lapse in self.lapses]})

    def write(self, folder: Path) -> None:
        """Keep it with its generation, whole or not at all."""
        draft = folder / f".{FINDINGS}"
        draft.write_bytes(self.serialize())
        draft.replace(folder / FINDINGS)
        (folder / FORMER_FINDINGS).unlink(missing_ok=True)

    @classmethod
    def read(cls, path: Path) -> Inspection:
        """The inspection of a generation.

        Raises:
            DataDirectoryFault: the file is not there, damaged, or of another version.
        """
        try:
            told: dict[str, Any] = orjson.loads(path.read_bytes())
            rules = {code: (Severity(severity), str(fr), str(en))
                     for code, (severity, fr, en) in told["rules"].items()}
            lapses = tuple((str(iri), Finding(code, *rules[code], str(where), str(value)))
                           for iri, code, where, value in told["lapses"])
            return cls(lapses, tuple(map(str, told["more"])))
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            raise DataDirectoryFault(
                f"« {path.name} » ne se lit pas dans la génération « {path.parent.name} » ; lancez `maillage rebuild`.",
                f"“{path.name}” cannot be read in the generation “{path.parent.name}”; run `maillage rebuild`.",
                1) from None


def source_of(iri: str) -> str:
    """The name of the source of a record or part, which its IRI tells."""
    return iri.partition("#")[0].rpartition("/")[2].partition("--")[0]
