"""The legal bodies behind a research structure: universities, institutes, companies.

The directory gives their numbers on each structure. They are the body's, never the structure's: to join structures
by them would make one thing of all the laboratories of a university.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from harvesters.description import Description
from harvesters.identifiers import identify
from harvesters.siret import is_siret
from ontology.folding import fold
from ontology.terms import ADMS, DCT, ORG, SKOS

_RNSR: Final = re.compile(r"\d{9}[A-Z]", re.ASCII)
_SIREN: Final = re.compile(r"\d{9}", re.ASCII)


def state_number(described: Description, number: str) -> None:
    """State an own number of the directory: of a structure (RNSR), or of a legal body (SIREN)."""
    if _RNSR.fullmatch(number):
        identify(described, "RNSR", number)
    elif _SIREN.fullmatch(number):
        identify(described, "SIREN", number)


def describe_institutions(described: Description, institutions: list[dict[str, str]], language: str) -> None:
    """Each body by name with its own numbers; those that only take part are related, not above."""
    for told in institutions:
        if not (name := told.get("label", "")):
            continue
        above = "participant" not in fold(told.get("role", ""))
        body = described.part("institution", ORG.subOrganizationOf if above else DCT.relation, ORG.Organization)
        body.text(DCT.title, name, language)
        body.text(SKOS.altLabel, told.get("acronym"), language)
        state_number(body, told.get("id", ""))
        _state_siret(body, told)


def _state_siret(body: Description, told: Mapping[str, str]) -> None:
    siret = "".join(told.get("siret", "").split())
    if not siret:
        return
    if is_siret(siret):
        identify(body, "SIRET", siret)
        return
    body.note(
        "MLG-Z130", ADMS.identifier, siret,
        f"« {siret} », donné pour {told['label']}, n'est pas un SIRET (14 chiffres, clé de contrôle juste) ; il est "
        "omis.",
        f"“{siret}”, given for {told['label']}, is not a SIRET (14 digits with a right check digit); it is left out.")
