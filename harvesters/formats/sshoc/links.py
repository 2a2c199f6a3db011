"""What an item of the marketplace points to: identifiers elsewhere, other items, the source it came from."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from harvesters.description import Description
from harvesters.formats.sshoc.item import KINDS
from ontology.minting import Minting
from ontology.terms import ADMS, DCT, SCHEMA, SKOS

_PLACEHOLDER: Final = "{source-item-id}"
_REPOSITORIES: Final = frozenset({"github", "gitlab", "bitbucket", "codeberg"})


def describe_identifiers(described: Description, identifiers: list[dict[str, Any]]) -> None:
    """Each identifier with its agency, and the page it stands for as the same thing (or its source code)."""
    for told in identifiers:
        value, service = told.get("identifier"), told.get("service", {})
        if not isinstance(value, str) or not value.strip():
            continue
        identifier = described.part("identifier", ADMS.identifier, ADMS.Identifier)
        identifier.text(SKOS.notation, value)
        identifier.text(ADMS.schemaAgency, service.get("label") or service.get("code"))
        page = _filled(service.get("urlTemplate", ""), value)
        code = service.get("code", "").casefold()
        described.link(SCHEMA.codeRepository if code in _REPOSITORIES else SCHEMA.sameAs, page)


def describe_relations(described: Description, related: list[dict[str, str]], source: str, minting: Minting) -> None:
    """Links to other items of the same source; a step of a workflow is said of the workflow.

    Publications have no record here, so nothing links to them.
    """
    for item in related:
        if workflow := item.get("workflowId"):
            described.link(DCT.relation, minting.thing("material", source, workflow))
        elif (kind := KINDS.get(item.get("category", ""))) and item.get("key"):
            described.link(DCT.relation, minting.thing(kind, source, item["key"]))


def describe_origin(described: Description, item: dict[str, Any]) -> None:
    """The page of the item in the source where the marketplace took it from, else that source."""
    origin = item.get("source", {})
    page = _filled(origin.get("urlTemplate", ""), item.get("sourceItemId", ""))
    described.link(DCT.source, page or origin.get("url"))


def _filled(template: str, identifier: str) -> str:
    """The address that a template makes of an identifier; one that is an address already needs none."""
    if identifier.startswith(("https://", "http://")):
        return identifier
    if not identifier or _PLACEHOLDER not in template:
        return ""
    return template.replace(_PLACEHOLDER, quote(identifier.strip(), safe="/:@.,;()-_~"))
