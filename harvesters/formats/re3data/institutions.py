"""The institutions that run a repository; those that only pay for it are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from harvesters.description import Description
from harvesters.formats.re3data.languages import state_spoken
from harvesters.identifiers import identify, ror
from ontology.terms import DCT, FOAF, LOCN, ORG, SCHEMA, SKOS

_PAYING: Final = frozenset({"funding", "sponsoring"})


def describe_institutions(described: Description, institutions: list[Mapping[str, Any]], default: str) -> None:
    """Each with its names, page, country and ROR id."""
    for told in institutions:
        roles = set(told.get("roles", ()))
        if not told.get("names") or (roles and roles <= _PAYING):
            continue
        provider = described.part("provider", SCHEMA.provider, ORG.Organization)
        state_spoken(provider, DCT.title, told["names"], default)
        state_spoken(provider, SKOS.altLabel, told.get("other", ()), default)
        for page in told.get("pages", ()):
            provider.link(FOAF.homepage, page)
        for value in told.get("identifiers", ()):
            if key := ror(value.removeprefix("ROR:").strip()):
                identify(provider, "ROR", key)
        if country := told.get("country"):
            provider.part(f"{provider.iri.rpartition('#')[2]}-address", LOCN.address, LOCN.Address).text(
                LOCN.adminUnitL1, country)
