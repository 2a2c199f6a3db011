"""The rules across records, applied to the graphs of a generation before it is published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import orjson

from shapes.rules import apply, load_rules
from sparql.store import load_graphs


@dataclass(frozen=True, slots=True)
class Inspection:
    """How many quads were loaded, and what the rules found: (IRI, code, severity, path, value, fr, en)."""

    quads: int
    findings: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, path: Path) -> Inspection:
        """An inspection from the file that `inspect` wrote."""
        told = orjson.loads(path.read_bytes())
        return cls(told["quads"], tuple(tuple(row) for row in told["findings"]))


def inspect(files: dict[Path, str], base: str, target: Path) -> None:
    """Load the graphs, apply every rule, and write what was found; runs in a process of its own.

    Raises:
        SystemExit: they cannot be loaded, which the exit code tells without a traceback.
    """
    try:
        store = load_graphs(files)
    except (OSError, SyntaxError, ValueError):
        raise SystemExit(1) from None
    found = sorted({(focus, f.code, str(f.severity), f.path, f.value, f.fr, f.en)
                    for rule in load_rules() for focus, f in apply(rule, store)
                    if focus.startswith(base)})
    target.write_bytes(orjson.dumps({"quads": len(store), "findings": found}))
