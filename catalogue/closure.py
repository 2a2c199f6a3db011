"""The graph `…/graph/closure`: what lies above each harvested thing and French commune, at any degree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import orjson

from catalogue.figures import Figures, Step, count_lines
from catalogue.tally import Tally
from ontology.closures import TRANSITIVE, territories, transitive
from ontology.concepts import Concepts
from ontology.terms import SKOS

_FILE: Final = "closure.json"
_TERMS: Final = ("closed.subjects", "closed.objects")


@dataclass(frozen=True, slots=True)
class Closure:
    """Sorted N-Triples; their figures, in which subjects have their classes by statements elsewhere; their terms.

    `left_out` is how many things too much lies above, of which nothing is stated.
    """

    content: bytes
    figures: Figures
    subjects: Tally
    objects: Tally
    left_out: int

    def write(self, folder: Path) -> None:
        """Keep all but the content."""
        (folder / _FILE).write_bytes(orjson.dumps([self.figures, self.left_out], option=orjson.OPT_SORT_KEYS))
        for name, tally in zip(_TERMS, (self.subjects, self.objects), strict=True):
            (folder / name).write_bytes(b"".join(tally.serialize()))

    @classmethod
    def read(cls, folder: Path, content: bytes) -> Closure:
        """What was kept, with its content.

        Raises:
            OSError, ValueError, LookupError, TypeError: it is not there, cut short or another version's.
        """
        figures, left_out = orjson.loads((folder / _FILE).read_bytes())
        subjects, objects = (Tally.parse((folder / name).read_bytes()) for name in _TERMS)
        return cls(content, Figures.of_json(figures), subjects, objects, int(left_out))


def closure_of(steps: Iterable[Step], communes: Iterable[str], concepts: Concepts) -> Closure:
    """The closure of the steps that graphs state, and of the territories they tell of."""
    known = list(steps)
    lines: set[str] = set()
    left_out: set[str] = set()
    for one_step, any_degree in TRANSITIVE.items():
        pairs = [(step.narrower, step.wider) for step in known if step.property == one_step]
        closed = list(transitive(pairs))
        lines.update(f"<{thing}> <{any_degree}> <{wider}> .\n" for thing, wider in closed)
        left_out |= {thing for thing, _ in pairs} - {thing for thing, _ in closed}
    lines.update(_placed(list(communes), concepts))
    content = [line.encode() for line in sorted(lines)]
    counted = count_lines(content, (), {step.narrower: step.classes for step in known})
    return Closure(b"".join(content), replace(counted.figures, entities=0), Tally.of(counted.subjects),
                   Tally.of(counted.objects), len(left_out))


def _placed(communes: list[str], concepts: Concepts) -> Iterator[str]:
    """The territories of communes; those of departments stand in the vocabulary."""
    above = set(communes)
    for place, wider in transitive(territories(communes, concepts)):
        if place in above:
            yield f"<{place}> {SKOS.broaderTransitive} <{wider}> .\n"
