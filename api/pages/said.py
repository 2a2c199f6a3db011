"""Values of a description as a page says them: a text, its language, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import orjson

from api.catalogue_view import View
from api.pages.dates import spoken, spoken_duration
from api.pages.strings import Words
from api.search_request import search_address
from api.values import every_text, in_language
from catalogue.generation import SourceSummary
from ontology.concepts import Concept, UnknownConcept, load_concepts
from ontology.kinds import KINDS
from search.query import StoredRecord
from search.tree import lexical, values

# Which facet a property's concepts are searched by.
_FACET_OF: Final[Mapping[str, str]] = {
    "topic": "topic", "subject": "topic", "toolFamily": "family", "researchActivity": "activity",
    "spatial": "region", "region": "region", "audience": "audience", "level": "level", "mode": "mode",
    "language": "language", "licence": "licence", "access": "access", "coversStage": "stage",
    "archivalStage": "archival", "contentType": "content", "ecoDimension": "eco", "aiLevel": "ai",
    "equipment": "equipment",
}
_SCHEME_OF: Final[Mapping[str, str]] = {"topic": "topic", "region": "region"}
_LONGEST_ADDRESS: Final = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One value: its text and language, its address if it has one, the kind of record it leads to."""

    text: str
    language: str = ""
    href: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says values to a reader of one language, with the records of one generation."""

    view: View
    words: Words

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.language

    def values_of(self, tree: Mapping[str, Any], name: str) -> list[Said]:
        """All values of a property; texts only in the language that fits the reader best."""
        said = every_text(tree.get(name))
        if said:
            _, language = in_language(tree, name, self.language)
            return [Said(text, language) for text in said.get(language or "und", ())]
        return [one for value in values(tree, name) if (one := self._value(value, name)).text]

    def thing(self, iri: str, name: str = "") -> Said:
        """What an IRI stands for: a concept, a record of ours, an address elsewhere."""
        concept = load_concepts().get(iri)
        if concept is not None:
            return Said(concept.label(self.language), self.language if self.language in concept.labels else "",
                        _concept_address(concept, name))
        return self._record(iri) or Said(address_text(iri), "", iri)

    def source_title(self, source: SourceSummary) -> Said:
        """The name of a source."""
        text, language = in_language({"title": source.title}, "title", self.language)
        return Said(text, language)

    def licence(self, code: str) -> Said:
        """A licence by its code, with its own address."""
        try:
            iri = load_concepts().find("licence", code)
        except UnknownConcept:
            return Said(code)
        concept = load_concepts().get(iri)
        return Said(concept.label(self.language) if concept else code, "", iri)

    def title_of(self, tree: Mapping[str, Any]) -> Said:
        """The name of a described thing."""
        for term in ("title", "formattedName", "legalName", "fullAddress"):
            text, language = in_language(tree, term, self.language)
            if text:
                return Said(text, language)
        return Said("")

    def whose(self, stored: StoredRecord) -> tuple[Said, Said]:
        """A record by its name, and its source."""
        source = self.view.source(stored.source)
        named = self.source_title(source) if source else Said("")
        return self.thing(stored.iri), replace(named, text=named.text or stored.source,
                                               href=f"/id/source/{stored.source}")

    def _value(self, value: Any, name: str) -> Said:
        if isinstance(value, str):
            is_link = "://" in value or value.startswith("mailto:")
            return self.thing(value, name) if is_link else self._plain(value, name)
        if isinstance(value, dict) and "id" in value:
            title = self.title_of(value)
            return title if title.text else self.thing(str(value["id"]), name)
        if isinstance(value, dict) and "@language" in value:
            return Said(lexical(value), str(value["@language"]))
        return self._plain(lexical(value), name)

    def _plain(self, text: str, name: str) -> Said:
        if name == "free":
            return Said(self.words("record.yes" if text == "true" else "record.no"), self.language)
        if name in ("duration", "timeRequired"):
            return Said(spoken_duration(text, self.language), self.language)
        if name.endswith("Date") or name in ("issued", "modified", "validityEnd"):
            return Said(spoken(text, self.language), self.language)
        return Said(text)

    def _record(self, iri: str) -> Said | None:
        path = self.view.path(iri)
        stored = self.view.get(iri.partition("#")[0]) if path else None
        if stored is None or path is None:
            return None
        title = self.title_of(orjson.loads(stored.jsonld))
        return Said(title.text or stored.key, title.language, path, KINDS[stored.kind].code)


def address_text(iri: str) -> str:
    """An address short enough to read: no scheme, no `www.`, cut in its middle; others than web ones as they are."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return iri
    if not parts.netloc:
        return iri
    text = unquote(f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")) or iri
    if len(text) <= _LONGEST_ADDRESS:
        return text
    return f"{text[:40]}…{text[-18:]}"


def _concept_address(concept: Concept, name: str) -> str:
    facet = _FACET_OF.get(name, "")
    if not facet or _SCHEME_OF.get(facet, concept.scheme) != concept.scheme:
        return ""
    return search_address({facet: (concept.code,)})
