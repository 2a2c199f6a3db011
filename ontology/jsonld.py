"""A description as one nested JSON object in the names of `context.jsonld`.

Expanding the object with that context gives back exactly the same statements.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from ontology.context import load_context, prefixed
from ontology.terms import PREFIXES, RDF, XSD

Object = NamedNode | BlankNode | Literal | Triple
Nodes = dict[str, list[tuple[str, Object]]]

_TYPE: Final = RDF.type.value
_STRING: Final = XSD.string.value
_BOOLEAN: Final = XSD.boolean.value
_INTEGER: Final = XSD.integer.value
_BOOLEANS: Final[Mapping[str, bool]] = {"true": True, "false": False}
# Integers whose lexical form is canonical and which every JSON reader keeps exactly.
_EXACT_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
# A long chain of parts (an RDF list, say) is cut here: JSON writers and readers have their limits.
_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where values of a property go; `spare` is a key without coercions, for what the term cannot carry."""

    name: str
    spare: str
    link: bool
    language_map: bool
    datatype: str


def to_jsonld(description: bytes, iri: str, context_url: str = "") -> dict[str, Any]:
    """The N-Triples `description` as an object whose root is `iri`; parts stand where they are referred to.

    A value stands alone or, if there are several, in a list. What nothing refers to is in `@included`.
    """
    nodes: Nodes = {}
    for subject, predicate, value, _ in parse(description, format=RdfFormat.N_TRIPLES):
        nodes.setdefault(_reference(subject), []).append((predicate.value, value))
    tree: dict[str, Any] = {"@context": context_url} if context_url else {}
    tree.update(_node(iri, nodes))
    included = []
    while nodes:
        included.append(_node(next(iter(nodes)), nodes))
    if included:
        tree["@included"] = included
    return tree


def _reference(term: Object) -> str:
    """How a node is called: its IRI, or its label."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    raise ValueError(f"{term} cannot be a node of a description; only IRIs and blank nodes can.")


def _node(name: str, nodes: Nodes, depth: int = 0) -> dict[str, Any]:
    """The object of one node, taken out of `nodes`, so that each is told once and circles end."""
    tree = _named(name)
    for predicate, value in nodes.pop(name, ()):
        slot = _slot(predicate)
        if isinstance(value, Literal):
            _put_literal(tree, slot, value)
        elif predicate == _TYPE:
            _put(tree, "type", _compact(_reference(value)))
        else:
            _put_node(tree, slot, _reference(value), nodes, depth + 1)
    return tree


def _put_node(tree: dict[str, Any], slot: _Slot, name: str, nodes: Nodes, depth: int) -> None:
    key = slot.spare if slot.language_map else slot.name
    if name in nodes and depth <= _DEEPEST:
        _put(tree, key, _node(name, nodes, depth))
    elif slot.link and not _looks_prefixed(name):
        _put(tree, key, name)
    else:
        _put(tree, key, _named(name))


def _put_literal(tree: dict[str, Any], slot: _Slot, literal: Literal) -> None:
    language = literal.language
    datatype = literal.datatype.value
    if slot.language_map and literal.direction is None and (language or datatype == _STRING):
        _put(tree.setdefault(slot.name, {}), language or "@none", literal.value)
    elif datatype == slot.datatype:
        _put(tree, slot.name, literal.value)
    else:
        plain = not (slot.link or slot.datatype)
        _put(tree, slot.spare if slot.language_map else slot.name, _value(literal, datatype, plain))


def _value(literal: Literal, datatype: str, plain: bool) -> str | bool | int | dict[str, str]:
    """A native JSON value if the key is `plain` and reading it back is exact, else a value object."""
    lexical = literal.value
    if literal.language:
        tagged = {"@value": lexical, "@language": literal.language}
        return tagged if literal.direction is None else {**tagged, "@direction": str(literal.direction)}
    if datatype == _STRING:
        return lexical if plain else {"@value": lexical}
    if plain and datatype == _BOOLEAN and lexical in _BOOLEANS:
        return _BOOLEANS[lexical]
    if plain and datatype == _INTEGER and _EXACT_INTEGER.fullmatch(lexical):
        return int(lexical)
    return {"@value": lexical, "@type": _compact(datatype)}


def _put(tree: dict[str, Any], key: str, value: object) -> None:
    """Set a first value; a second one makes a list."""
    if key not in tree:
        tree[key] = value
    elif isinstance(tree[key], list):
        tree[key].append(value)
    else:
        tree[key] = [tree[key], value]


def _named(name: str) -> dict[str, Any]:
    # `geo:48.85,2.35` is an IRI, and `geo` a prefix of the context: here the prefix is put out of force.
    return {"@context": {name.partition(":")[0]: None}, "id": name} if _looks_prefixed(name) else {"id": name}


def _looks_prefixed(iri: str) -> bool:
    scheme, _, rest = iri.partition(":")
    return scheme in PREFIXES and not rest.startswith("//")


@lru_cache(maxsize=1_024)
def _compact(iri: str) -> str:
    """`prefix:name`, or the IRI where its name would be read as the authority of another IRI."""
    short = prefixed(iri)
    return iri if "://" in short else short


@lru_cache(maxsize=1_024)
def _slot(predicate: str) -> _Slot:
    context = load_context()
    term = context.terms.get(context.names.get(predicate, ""))
    if term is None:
        # A literal type has no place under `type`, whose values are IRIs: the full IRI keeps it apart.
        name = predicate if predicate == _TYPE else _compact(predicate)
        return _Slot(name, name, link=False, language_map=False, datatype="")
    return _Slot(term.name, _compact(predicate), term.link, term.language_map, term.datatype)
