"""A research structure in the terms of the profile.

A structure is an organisation. Only a source that declares `kind = "infrastructure"` makes infrastructures of its
structures: the directory lists every laboratory and team, and does not tell which of them others may use.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.rnsr.bodies import describe_institutions, state_number
from harvesters.formats.rnsr.places import describe_place
from harvesters.identifiers import identify
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.folding import fold
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, SCHEMA, SKOS, VCARD, M

# What others call a structure. A SIRET here is that of the body behind it, so it is not among them.
_OWN_REGISTERS: Final = {"ror": "ROR", "grid": "GRID", "wikidata": "Wikidata", "isni": "ISNI", "uai": "UAI",
                         "idref": "IdRef", "rnsr": "RNSR", "hal": "HAL"}
_REGISTER: Final = re.compile(r"[A-Za-z]{2,20}", re.ASCII)
_LEGAL: Final = frozenset({"siret", "siren", "sirene"})
# Bare numbers name nothing, and ids of Wikidata among the names are not told to be identifiers.
_NO_NAME: Final = re.compile(r"\d+|Q[1-9]\d*", re.ASCII)
_UNITS: Final = frozenset({"unite", "equipe", "unite de recherche"})


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One structure, with links to the structures that it is part of and the bodies behind it."""
    told: dict[str, Any] = orjson.loads(raw.payload)
    kind = raw.kind or "organization"
    language = source.language or "fr"
    described = Description.of_record(minting.thing(kind, source.name, raw.key), kind, raw.key, concepts)
    for said, text in told["label"].items():
        described.text(DCT.title, text, said or language)
    for said, text in told["description"].items():
        described.text(DCT.description, text, said or language)
    _describe_other_names(described, told, language)
    state_number(described, raw.key)
    _describe_identifiers(described, raw.key, told["identifiers"])
    if kind == "infrastructure" and _is_unit(told, concepts):
        described.concept(M.infrastructureKind, "infrastructure-kind", "laboratory")
    for place in told["places"]:
        describe_place(described, place)
    for number in told["parents"]:
        described.link(ORG.subOrganizationOf, minting.thing(kind, source.name, number))
    describe_institutions(described, told["institutions"], language)
    _describe_domains(described, told, language)
    _describe_links(described, told)
    described.date(DCT.modified, told["modified"])
    return described


def _describe_other_names(described: Description, told: Mapping[str, Any], language: str) -> None:
    """Acronyms, other names and unit numbers; a copy of the title without spaces is none of them."""
    for said, text in told["acronym"].items():
        described.text(SKOS.altLabel, text, said or language)
    titles = {_squashed(text) for text in told["label"].values()}
    units = [unit for institution in told["institutions"] if any(map(str.isdigit, unit := institution.get("unit", "")))]
    for alias in dict.fromkeys((*told["alias"], *units)):
        if not _NO_NAME.fullmatch(alias) and (" " in alias or _squashed(alias) not in titles):
            described.text(SKOS.altLabel, alias, language)


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z]", "", fold(name))


def _describe_identifiers(described: Description, key: str, identifiers: list[list[str]]) -> None:
    for register, value in identifiers:
        known = _OWN_REGISTERS.get(register.lower())
        if value == key or register.lower() in _LEGAL:
            continue
        if known or _REGISTER.fullmatch(register):
            identify(described, known or register, value)
        else:
            described.text(DCT.identifier, value)


def _is_unit(told: Mapping[str, Any], concepts: Concepts) -> bool:
    words = [*told["level"], *(one.get("unit", "").partition(" ")[0] for one in told["institutions"])]
    laboratory = concepts.known("infrastructure-kind", "laboratory")
    return any(fold(word) in _UNITS or concepts.known("infrastructure-kind", word) == laboratory
               for word in words if word)


def _describe_domains(described: Description, told: Mapping[str, Any], language: str) -> None:
    """Domains and themes as keywords, and as our disciplines where they are the same; ERC panels by their name."""
    for domain in told["domains"]:
        panel = domain["type"] == "ERC"
        for said, label in domain["label"].items():
            name = label.partition(":")[0] if panel else label
            described.text(DCAT.keyword, name, said or ("en" if panel else language))
        if code := _disciplines().get(domain["type"], {}).get(domain["code"]):
            described.concept(DCT.subject, "discipline", code)
    for said, words in told["keywords"].items():
        for word in words:
            described.text(DCAT.keyword, word, said)


def _describe_links(described: Description, told: Mapping[str, Any]) -> None:
    for kind, url in told["links"]:
        match kind:
            case "main" | "mainpage":
                described.link(FOAF.homepage, url)
            case "rnsr":
                described.link(DCT.source, url)
            case "wikipedia":
                described.link(SCHEMA.sameAs, url)
            case _:
                described.link(DCT.relation, url)
    if told["mailbox"]:
        described.part("contact", DCAT.contactPoint, VCARD.Organization).link(VCARD.hasEmail, told["mailbox"])


@cache
def _disciplines() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("domains.toml").read_text("utf-8"))
