"""The statements of one RDF document by subject, with every IRI in it valid."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from harvesters.weblinks import web_iri
from ontology.terms import RDF, SCHEMA

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

_OTHER_SCHEMA = SCHEMA.iri.replace("https:", "http:")


class LinkedGraph:
    """Statements by subject, in the order of the document.

    `mended` tells, for each node that stands for an invalid IRI, what was written. Statements of our own writing are
    `sound`: they need no check.
    """

    def __init__(self, quads: Iterable[Quad | Triple] = (), *, sound: bool = False) -> None:
        self.mended: dict[Node, str] = {}
        self._about: dict[Node, dict[NamedNode, list[Term]]] = {}
        self._valid: dict[str, Node] = {}
        add = self._keep if sound else self._add
        for quad in quads:
            if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple):
                add(quad.subject, quad.predicate, quad.object)
            # Else RDF 1.2, statements about statements; no profile uses them.

    def __iter__(self) -> Iterator[Node]:
        return iter(self._about)

    def __contains__(self, node: Term) -> bool:
        return node in self._about

    @property
    def size(self) -> int:
        """How many statements there are."""
        return sum(len(values) for said in self._about.values() for values in said.values())

    def about(self, node: Node) -> dict[NamedNode, list[Term]]:
        """What is said of a node: values by property."""
        return self._about.get(node, {})

    def values(self, node: Node, *properties: NamedNode) -> list[Term]:
        """The values of some properties of a node, each once."""
        said = self.about(node)
        return list(dict.fromkeys(value for name in properties for value in said.get(name, ())))

    def nodes(self, node: Node, *properties: NamedNode) -> list[Node]:
        """Those values that are nodes."""
        return [value for value in self.values(node, *properties) if not isinstance(value, Literal)]

    def texts(self, node: Node, *properties: NamedNode) -> list[Literal]:
        """Those values that are literals."""
        return [value for value in self.values(node, *properties) if isinstance(value, Literal)]

    def is_a(self, node: Node, *classes: NamedNode) -> bool:
        """Whether a node has one of these types."""
        types = self.about(node).get(RDF.type, ())
        return any(rdf_class in types for rdf_class in classes)

    def _add(self, subject: Node, name: NamedNode, value: Term) -> None:
        checked = self._node(name)
        if isinstance(checked, NamedNode):
            self._keep(self._node(subject), checked,
                       _literal(value) if isinstance(value, Literal) else self._node(value))

    def _keep(self, subject: Node, name: NamedNode, value: Term) -> None:
        self._about.setdefault(subject, {}).setdefault(name, []).append(value)

    def _node(self, node: Node) -> Node:
        """The node itself, or what stands for it when its IRI is not valid."""
        if isinstance(node, BlankNode):
            return node
        known = self._valid.get(node.value)
        if known is None:
            known = self._valid[node.value] = self._checked(node.value)
        return known

    def _checked(self, iri: str) -> Node:
        if iri.startswith(_OTHER_SCHEMA):
            iri = SCHEMA.iri + iri.removeprefix(_OTHER_SCHEMA)
        try:
            return NamedNode(iri)
        except ValueError:
            mended = web_iri(iri)
        digest = blake2b(iri.encode("utf-8", "replace"), digest_size=8).hexdigest()
        node = BlankNode(f"i{digest}") if mended is None else NamedNode(mended)
        self.mended[node] = iri
        return node


def _literal(value: Literal) -> Literal:
    """The literal with a language tag or datatype that can be written (`fr_FR` as `fr-FR`), else the bare words."""
    try:
        if value.language is not None:
            return Literal(value.value, language=value.language.replace("_", "-"))
        NamedNode(value.datatype.value)
    except ValueError:
        return Literal(value.value)
    return value
