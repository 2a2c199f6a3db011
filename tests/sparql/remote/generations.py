"""Small generations, each with a base of its own, so that tests share a server and never graphs."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.generation import Generation, Manifest, content_hash

_NUMBERS = itertools.count(1)
TITLE, DATE, PART = "http://purl.org/dc/terms/title", "http://purl.org/dc/terms/date", "http://purl.org/dc/terms/hasPart"
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class World:
    """One data directory's generations, as a publication sees them."""

    folder: Path
    base: str = field(default_factory=lambda: f"http://127.0.0.1:8000/{uuid.uuid4().hex}/")

    def elsewhere(self) -> World:
        """The same data on a machine that knows nothing of former generations."""
        return World(self.folder / f"machine {next(_NUMBERS)}", self.base)

    def graph(self, name: str) -> str:
        """The IRI of a graph."""
        return f"{self.base}graph/{name}"

    def generation(self, graphs: Mapping[str, str]) -> Generation:
        """A generation of N-Triples by graph name; a name may have two files, as `provenance.a` and `provenance.b`."""
        number = next(_NUMBERS)
        path = self.folder / f"g{number:06}"
        (path / "graphs").mkdir(parents=True)
        named = {}
        for name, content in graphs.items():
            written = path / "graphs" / name
            written.write_text(content, "utf-8")
            sealed = f"{name}.{content_hash(written)}.nt"
            written.rename(path / "graphs" / sealed)
            named[sealed] = self.graph(name.partition(".")[0])
        manifest = Manifest(path.name, number, "", self.base, number, 1, 1, "", "", graphs=named)
        (path / "manifest.json").write_text(manifest.serialize(), "utf-8")
        return Generation(path, manifest)

    def records(self, name: str, count: int, changed: frozenset[int] = frozenset()) -> str:
        """Records of a source as N-Triples, text beyond ASCII among them; those that changed have another title."""
        return "".join(self._record(name, number, "nouvelle " * (number in changed)) for number in range(count))

    def _record(self, name: str, number: int, more: str) -> str:
        thing = f"<{self.base}id/course/{name}--{number}>"
        return (f'{thing} <{TITLE}> "Une {more}œuvre n° {number} à 10 € : \\"été\\"\\n\\\\u0041"@fr .\n'
                f'{thing} <{TITLE}> "A work, no. {number}" .\n'
                f'{thing} <{DATE}> "2026-0{number % 9 + 1}-11"^^<{XSD}date> .\n'
                f'{thing} <{PART}> <{self.base}id/course/{name}--{number + 1}> .\n')
