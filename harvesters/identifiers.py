"""Identifiers of registers (ROR, RNSR, SIRET, UAI, DOI, Wikidata …), as parts of what they identify."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from ontology.terms import ADMS, SKOS

_DOI: Final = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE | re.ASCII)
_HANDLE: Final = re.compile(r"(?:hdl:\s*|https?://hdl\.handle\.net/)(\S+/\S+)", re.IGNORECASE | re.ASCII)
_ROR: Final = re.compile(r"(?:https?://)?(?:www\.)?ror\.org/(0[a-z0-9]{6}\d\d)/?", re.IGNORECASE | re.ASCII)


def identify(described: Description, agency: str, value: str) -> None:
    """State an own identifier by its register ("ROR", "RNSR") and value; part `#[part-]ror`."""
    name = described.iri.rpartition("#")[2] if "#" in described.iri else "identifier"
    part = described.part(f"{name}-{agency.lower()}", ADMS.identifier, ADMS.Identifier)
    part.text(SKOS.notation, value)
    part.text(ADMS.schemaAgency, agency)


def doi(value: str) -> str:
    """The bare DOI (`10.5281/zenodo.1`) of what is one in any of its spellings, else empty."""
    found = _DOI.fullmatch(value.strip())
    return found[1] if found else ""


def handle(value: str) -> str:
    """The bare handle of `hdl:…` or `https://hdl.handle.net/…`, else empty."""
    found = _HANDLE.fullmatch(value.strip())
    return found[1] if found else ""


def ror(value: str) -> str:
    """The ROR id (`05nq3dm39` of `https://ror.org/05nq3dm39`), else empty."""
    found = _ROR.fullmatch(value.strip())
    return found[1].lower() if found else ""
