"""An item of the SSH Open Marketplace in the terms of the profile."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.sshoc.item import KINDS, PUBLIC
from harvesters.formats.sshoc.links import describe_identifiers, describe_origin, describe_relations
from harvesters.formats.sshoc.properties import YEAR, Property, describe_properties
from harvesters.markdown import plain, unescaped
from harvesters.record import Excluded, Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, M

_NO_DESCRIPTION: Final = frozenset({"no description provided.", "no description provided", "-", "..."})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One tool, service, training material, workflow or dataset.

    Raises:
        Excluded: not approved by the marketplace, or a category that is out of scope.
    """
    item: dict[str, Any] = orjson.loads(raw.payload)
    _in_scope(item)
    kind = raw.kind or KINDS[item["category"]]
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    language = source.language or "en"
    described.text(DCT.title, unescaped(item.get("label", "")), language)
    text = item.get("description", "")
    if text.strip().lower() not in _NO_DESCRIPTION:
        described.text(DCT.description, plain(text), language)
    if item["category"] == "workflow":
        _describe_workflow(described, item.get("steps", []), language)
    for page in item.get("accessibleAt", []):
        described.link(DCAT.landingPage, page)
    described.text(SCHEMA.softwareVersion, item.get("version"))
    _describe_agents(described, item.get("contributors", []))
    describe_properties(described, kind, item.get("properties", []), language)
    describe_identifiers(described, item.get("externalIds", []))
    describe_relations(described, item.get("relatedItems", []), source.name, minting)
    describe_origin(described, item)
    described.date(DCT.issued, item.get("dateCreated") or _year(item.get("properties", [])))
    described.date(DCT.modified, item.get("dateLastUpdated") or item.get("lastInfoUpdate"))
    _tell_unreadable(described, item.get("unreadable", []))
    return described


def _in_scope(item: dict[str, Any]) -> None:
    status, category = item.get("status", PUBLIC), item["category"]
    if status != PUBLIC:
        raise Excluded(
            "MLG-B010",
            f"L'item n'est pas approuvé par la SSH Open Marketplace (statut « {status} »).",
            f"The SSH Open Marketplace has not approved the item (status “{status}”).")
    if category not in KINDS:
        raise Excluded(
            "MLG-B011",
            f"La catégorie « {category} » est hors du champ : on garde {', '.join(KINDS)}.",
            f"The category “{category}” is out of scope: {', '.join(KINDS)} are kept.")


def _year(properties: list[Property]) -> str:
    return next((told.get("value", "") for told in properties if told.get("code") == YEAR), "")


def _describe_workflow(described: Description, steps: list[str], language: str) -> None:
    described.concept(M.materialType, "material-type", "workflow")
    described.text(SCHEMA.syllabusSections, "\n".join(unescaped(step) for step in steps), language)


def _describe_agents(described: Description, contributors: list[dict[str, str]]) -> None:
    """Who made it, gives it, publishes it: names only, because most of them are persons."""
    for contributor in contributors:
        match contributor["role"]:
            case "provider":
                agent = described.part("provider", SCHEMA.provider, ORG.Organization)
            case "publisher":
                agent = described.part("publisher", DCT.publisher, FOAF.Agent)
            case _:
                agent = described.part("creator", DCT.creator, FOAF.Agent)
        agent.text(DCT.title, contributor["name"])


def _tell_unreadable(described: Description, fields: list[str]) -> None:
    for field in fields:
        if field in ("label", "description"):
            described.warn(
                "MLG-B020", field, field,
                f"Le champ {field} semble coupé (il finit par « ... ») ; moissonnez plutôt l'API.",
                f"The field {field} seems cut (it ends with “...”); harvest the API instead.")
        else:
            described.warn(
                "MLG-B021", field, field,
                f"Le champ {field} est illisible (une liste changée en texte, ou coupée) ; il est omis. "
                "Moissonnez plutôt l'API.",
                f"The field {field} cannot be read (a list turned into text, or cut); it is left out. "
                "Harvest the API instead.")
