"""What is kept of one resource: chosen statements of it and of its parts, as canonical N-Triples.

Blank nodes are named after what they say, so that equal descriptions give equal bytes; the standard way,
RDFC-1.0, needs 5 s for 8 blank nodes that were made to confuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from pyoxigraph import BlankNode, Literal, NamedNode

from harvesters.formats.rdf.graph import LinkedGraph, Node, Term

MOST_LINES = 20_000

Public = Callable[[LinkedGraph, Node], Mapping[NamedNode, list[Term]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """Which properties of a node are kept, and which of its values are kept with what is said of them."""

    leaves: frozenset[NamedNode]
    parts: Mapping[NamedNode, Shape] = field(default_factory=dict)
    public: Public = LinkedGraph.about


class TooLarge(Exception):
    """One resource says more than any real one."""


class Extract:
    """The lines of a resource and its parts; shapes are finite trees, so circles in the data end.

    Nodes that stand `apart` are linked, never described: those met are in `linked`. `mended` tells invalid IRIs as
    they were written, `dropped` the properties that had a nameless value which the shape does not describe.
    """

    def __init__(self, graph: LinkedGraph, apart: Container[Term] = ()) -> None:
        self._graph = graph
        self._apart = apart
        self._names: dict[tuple[Node, int], str] = {}
        self.lines: set[str] = set()
        self.mended: dict[str, str] = {}
        self.linked: set[Term] = set()
        self.dropped: set[NamedNode] = set()

    def name(self, node: Node, shape: Shape) -> str:
        """Write what the shape keeps of a node, and return its name, empty for a blank node that says nothing.

        Raises:
            TooLarge: more than 20,000 statements.
        """
        met = (node, id(shape))
        if met not in self._names:
            self._names[met] = self._described(node, shape)
        return self._names[met]

    def nodes(self, shapes: Iterable[Shape]) -> set[Node]:
        """The nodes that were described by one of some shapes."""
        used = set(map(id, shapes))
        return {node for node, shape in self._names if shape in used}

    def _described(self, node: Node, shape: Shape) -> str:
        self._note(node)
        facts = sorted({fact for name, values in shape.public(self._graph, node).items() for value in values
                        if (fact := self._fact(name, value, shape))})
        if isinstance(node, NamedNode):
            subject = str(node)
        elif facts:
            subject = f"_:b{blake2b(''.join(facts).encode(), digest_size=12).hexdigest()}"
        else:
            return ""
        self.lines.update(f"{subject} {fact} .\n" for fact in facts)
        if len(self.lines) > MOST_LINES:
            raise TooLarge
        return subject

    def _fact(self, name: NamedNode, value: Term, shape: Shape) -> str:
        """The property and its value as N-Triples, empty where they are not kept."""
        if name in shape.parts and not isinstance(value, Literal) and value not in self._apart:
            written = self.name(value, shape.parts[name])
        elif name in shape.leaves or name in shape.parts:
            written = self._leaf(value)
        else:
            return ""
        if not written:
            self.dropped.add(name)
            return ""
        return f"{name} {written}"

    def _leaf(self, value: Term) -> str:
        if value in self._apart:
            self.linked.add(value)
        if not isinstance(value, Literal):
            self._note(value)
        return "" if isinstance(value, BlankNode) else str(value)

    def _note(self, node: Node) -> None:
        written = self._graph.mended.get(node)
        if written is not None:
            self.mended[written] = node.value if isinstance(node, NamedNode) else ""
