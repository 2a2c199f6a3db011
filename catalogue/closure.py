"""The graph `…/graph/closure`: what lies above each harvested thing and French commune, at any degree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.figures import Counted, Step, count_lines
from ontology.closures import TRANSITIVE, territories, transitive
from ontology.concepts import Concepts
from ontology.terms import SKOS


@dataclass(frozen=True, slots=True)
class Closure:
    """Sorted N-Triples; their count; the things that too much lies above, of which nothing is stated."""

    content: bytes
    counted: Counted
    left_out: tuple[str, ...]


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
    classes = {step.narrower: step.classes for step in known}
    return Closure(b"".join(content), count_lines(content, (), classes), tuple(sorted(left_out)))


def _placed(communes: list[str], concepts: Concepts) -> Iterator[str]:
    """The territories of communes; those of departments stand in the vocabulary."""
    above = set(communes)
    for place, wider in transitive(territories(communes, concepts)):
        if place in above:
            yield f"<{place}> {SKOS.broaderTransitive} <{wider}> .\n"
