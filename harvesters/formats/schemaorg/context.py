"""What a JSON-LD context makes of names, read where it stands: no address of a context is ever asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urljoin

from harvesters.formats.schemaorg.vocabulary import WELL_KNOWN, local_name

MOST_TERMS: Final = 1_000
_DEEPEST: Final = 4
# The addresses of contexts whose bare names are those of schema.org; research crates and CodeMeta build on it.
_SPEAKS_SCHEMA: Final = re.compile(r"schema\.org|/ro/crate/|codemeta|/10\.5063/schema/", re.IGNORECASE)
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_RELATIVE: Final = re.compile(r"(?:\.{0,2}/|[?#])(?!/)\S*")
# What schema.org's own context lets people write for the two keywords.
_ALIASES: Final = {"id": "@id", "type": "@type"}


@dataclass(frozen=True, slots=True)
class Context:
    """How names are to be read: by schema.org or not, by which terms and prefixes, in which language."""

    base: str = ""
    language: str = ""
    schema: bool = True
    terms: Mapping[str, str] = field(default_factory=dict)
    by_language: frozenset[str] = frozenset()

    def within(self, told: Any) -> Context:
        """This context with what an object's own `@context` adds."""
        parts = told if isinstance(told, list) else [told]
        addresses = [part for part in parts if isinstance(part, str)]
        made = self
        if addresses:
            made = replace(made, schema=any(map(_SPEAKS_SCHEMA.search, addresses)))
        for part in parts:
            if isinstance(part, dict):
                made = made._with(part)
        return made

    def name(self, key: str) -> str:
        """The keyword or the name of schema.org that a key stands for, empty for those of other vocabularies."""
        if key.startswith("@"):
            return key
        iri = self._expanded(key)
        if iri.startswith("@"):
            return iri
        if _SCHEME.match(iri):
            return local_name(iri)
        return _ALIASES.get(key, key) if self.schema else ""

    def absolute(self, reference: str) -> str:
        """A reference to a node as an IRI, or as it is where nothing says what it is relative to."""
        iri = self._expanded(reference)
        if _SCHEME.match(iri) or not self.base:
            return iri
        return joined(self.base, iri)

    def _expanded(self, name: str) -> str:
        """A term or compact IRI in full; terms may be said by other terms."""
        for _ in range(_DEEPEST):
            if name in self.terms:
                name = self.terms[name]
                continue
            prefix, colon, rest = name.partition(":")
            if not colon or rest.startswith("//"):
                break
            space = self.terms.get(prefix) or WELL_KNOWN.get(prefix)
            if not space:
                break
            name = space + rest
        return name

    def _with(self, told: Mapping[str, Any]) -> Context:
        terms, by_language = dict(self.terms), set(self.by_language)
        for name, meaning in told.items():
            iri = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if not name.startswith("@") and isinstance(iri, str) and iri != name and len(terms) < MOST_TERMS:
                terms[name] = iri
            if isinstance(meaning, dict) and meaning.get("@container") == "@language":
                by_language.add(name)
        language, base, vocabulary = told.get("@language", self.language), told.get("@base"), told.get("@vocab")
        return replace(
            self, terms=terms, by_language=frozenset(by_language),
            language=language if isinstance(language, str) else "",
            base=joined(self.base, base) if isinstance(base, str) else self.base,
            schema=bool(_SPEAKS_SCHEMA.search(vocabulary)) if isinstance(vocabulary, str) else self.schema)


def joined(base: str, reference: str) -> str:
    """`reference` as an address of the page at `base`; as it is where the two make none."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def resolved(base: str, address: str) -> str:
    """An address made whole if it is plainly a relative one (`/stages`, `?id=3`): `www.site.fr` is none."""
    return joined(base, address) if base and _RELATIVE.fullmatch(address) else address
