"""The terms of `context.jsonld`: the names that properties bear in field maps, JSON and findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import orjson
from pyoxigraph import NamedNode

from ontology.terms import PREFIXES, RDF

CONTEXT_FILE: Final = Path(__file__).with_name("context.jsonld")


@dataclass(frozen=True, slots=True)
class Term:
    """A name for a property: `link` takes an IRI, `language_map` takes text by language.

    `datatype` is the IRI of the literals' datatype where the context fixes one, else empty.
    """

    name: str
    iri: NamedNode
    link: bool
    language_map: bool
    datatype: str


@dataclass(frozen=True, slots=True)
class Context:
    """All terms by name, in the order of the file."""

    terms: Mapping[str, Term]
    names: Mapping[str, str]

    def name_of(self, predicate: NamedNode) -> str:
        """The name of a property: its first term, else `prefix:name`, else the IRI itself."""
        return self.names.get(predicate.value) or prefixed(predicate.value)


def prefixed(iri: str) -> str:
    """`prefix:name` for an IRI of a known vocabulary, else the IRI itself."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def load_context() -> Context:
    """The context of the package, read once."""
    entries: dict[str, str | dict[str, str]] = orjson.loads(CONTEXT_FILE.read_bytes())["@context"]
    prefixes = {name: iri for name, iri in entries.items() if isinstance(iri, str)}
    terms = {
        name: _term(name, definition, prefixes)
        for name, definition in entries.items() if isinstance(definition, dict)
    }
    names = {RDF.type.value: "type"}
    for term in terms.values():
        names.setdefault(term.iri.value, term.name)
    return Context(terms, names)


def _term(name: str, definition: Mapping[str, str], prefixes: Mapping[str, str]) -> Term:
    kind = definition.get("@type", "")
    return Term(
        name,
        NamedNode(_expand(definition["@id"], prefixes)),
        link=kind == "@id",
        language_map=definition.get("@container") == "@language",
        datatype="" if kind in ("", "@id") else _expand(kind, prefixes),
    )


def _expand(name: str, prefixes: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local
