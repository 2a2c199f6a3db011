"""A node of schema.org in the terms of the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.schemaorg.agents import describe_agents, describe_contact, describe_organisation, identify_by
from harvesters.formats.schemaorg.alignment import align, align_phrase
from harvesters.formats.schemaorg.node import Node, called, literals, nodes, types, values, words
from harvesters.formats.schemaorg.places import Places, describe_area
from harvesters.formats.schemaorg.prices import describe_free, describe_prices
from harvesters.formats.schemaorg.relations import describe_page, describe_parents, describe_relations
from harvesters.formats.schemaorg.resources import (
    describe_data,
    describe_interface,
    describe_service,
    describe_software,
)
from harvesters.formats.schemaorg.sessions import describe_duration, describe_sessions, hold
from harvesters.formats.schemaorg.subjects import (
    describe_audience,
    describe_languages,
    describe_level,
    describe_licences,
    describe_subjects,
)
from harvesters.formats.schemaorg.teaching import describe_material_type, describe_teaching
from harvesters.markdown import plain
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCT, SKOS, M

_BODIES: Final = frozenset({"organization", "hub", "network", "infrastructure"})
_MENDS: Final = {
    "comment": ("des commentaires", "comments"), "comma": ("des virgules de trop", "commas too many"),
    "control": ("des caractères de contrôle", "control characters")}


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One course, material, event, tool, service, dataset, organisation or place."""
    told: dict[str, Any] = orjson.loads(raw.payload)
    node: Node = told["node"]
    record = Description.of_record(minting.thing(raw.kind, source.name, raw.key), raw.kind, raw.key, concepts)
    language = source.language or told["language"] or _own_language(node)
    _describe_names(record, raw.kind, node, told["page"], language)
    _describe_texts(record, node, language)
    describe_subjects(record, node, language)
    describe_languages(record, node)
    describe_licences(record, node)
    describe_agents(record, node, *nodes(node, "hasCourseInstance"), language=language)
    describe_contact(record, node)
    describe_relations(record, node)
    for date in (literals(node, "datePublished") or literals(node, "dateCreated"))[:1]:
        record.date(DCT.issued, date)
    for date in literals(node, "dateModified")[:1]:
        record.date(DCT.modified, date)
    _BY_KIND.get(raw.kind, _describe_other)(record, node, Places(record, language))
    _tell_mends(record, told["mends"])
    return record


def _describe_names(record: Description, kind: str, node: Node, page: str, language: str) -> None:
    """How it is called, where its page is, and by which identifiers it is known."""
    if kind in _BODIES:
        describe_organisation(record, node, language)
    else:
        met: set[str] = set()
        for name in words(node, "name") or words(node, "headline"):
            tag = name.language or language
            record.text(SKOS.altLabel if tag in met else DCT.title, name.text, tag)
            met.add(tag)
        describe_page(record, node, page)
        identify_by(record, node)
    for name in words(node, "alternateName"):
        record.text(SKOS.altLabel, name.text, name.language or language)


def _describe_texts(record: Description, node: Node, language: str) -> None:
    told = next((found for name in ("description", "abstract", "disambiguatingDescription")
                 if (found := words(node, name))), [])
    for text in told:
        record.text(DCT.description, plain(text.text), text.language or language)


def _describe_course(record: Description, node: Node, places: Places) -> None:
    describe_level(record, node)
    describe_audience(record, node)
    describe_teaching(record, node, places.language)
    describe_duration(record, node, places.language, "timeRequired")
    amounts = describe_prices(record, node, places.language)
    describe_free(record, node, amounts | describe_sessions(record, node, places))


def _describe_material(record: Description, node: Node, places: Places) -> None:
    describe_level(record, node)
    describe_audience(record, node)
    describe_teaching(record, node, places.language)
    describe_material_type(record, node, places.language)
    describe_duration(record, node, places.language, "timeRequired")
    describe_free(record, node, describe_prices(record, node, places.language))


def _describe_event(record: Description, node: Node, places: Places) -> None:
    hold(record, node, places)
    for name in (*types(node), *(word.text for word in words(node, "additionalType", "eventType"))):
        known = align(record.concepts, "event-type", name) or align_phrase(record.concepts, "event-type", name)
        record.concept(M.eventType, "event-type", known)
    describe_level(record, node)
    describe_audience(record, node)
    describe_teaching(record, node, places.language)
    describe_free(record, node, describe_prices(record, node, places.language))


def _describe_tool(record: Description, node: Node, places: Places) -> None:
    describe_software(record, node, places.language)
    describe_free(record, node, describe_prices(record, node, places.language))


def _describe_data(record: Description, node: Node, places: Places) -> None:
    describe_data(record, node, places.language)
    describe_free(record, node, set())


def _describe_service(record: Description, node: Node, places: Places) -> None:
    describe_service(record, node, places.language)
    describe_audience(record, node)
    describe_free(record, node, describe_prices(record, node, places.language))


def _describe_interface(record: Description, node: Node, places: Places) -> None:
    describe_interface(record, node)
    _describe_service(record, node, places)


def _describe_other(record: Description, node: Node, places: Places) -> None:
    """An organisation, a place, a programme: where it is, and whom it serves."""
    places.address(record, node)
    describe_area(record, node)
    describe_parents(record, node, places.language)
    describe_audience(record, node)


def _own_language(node: Node) -> str:
    """The language of its name; else what an item is in, it is described in too, unless there are several."""
    told = {word.language for word in words(node, "name")} or {""}
    if told == {""}:
        told = {re.split("[-_]", word.text.strip())[0].lower() for value in values(node, "inLanguage")
                for word in called(value)}
    return next(iter(told)) if len(told) == 1 and all(1 < len(tag) < 4 for tag in told) else ""


def _tell_mends(record: Description, mends: list[str]) -> None:
    if mends:
        fr = " et ".join(_MENDS[name][0] for name in mends)
        en = " and ".join(_MENDS[name][1] for name in mends)
        record.warn("MLG-A030", "@graph", ", ".join(mends),
                    f"Le JSON-LD de la page contient {fr} : il a été lu quand même, mais d'autres ne le liront pas ; "
                    "corrigez-le.",
                    f"The JSON-LD of the page holds {en}: it was read all the same, but others will not; correct it.")


_BY_KIND: Final[Mapping[str, Callable[[Description, Node, Places], None]]] = {
    "course": _describe_course, "material": _describe_material, "practice": _describe_material,
    "event": _describe_event, "tool": _describe_tool, "model": _describe_data, "dataset": _describe_data,
    "service": _describe_service, "data-service": _describe_interface,
}
