"""An organisation of the register in the terms of the profile."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from harvesters.description import Description
from harvesters.formats.ror.places import describe_place
from harvesters.identifiers import identify
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting
from ontology.terms import DCAT, DCT, FOAF, ORG, ROR, SCHEMA, SKOS, WIKIDATA

KIND: Final = "organization"
# The registers whose identifiers are an organisation's own; the retired ones (OrgRef, HESA …) resolve nowhere.
_REGISTERS: Final = {"fundref": "FundRef", "grid": "GRID", "isni": "ISNI", "wikidata": "Wikidata"}
_WIKIDATA: Final = re.compile(r"Q[1-9]\d{0,11}", re.ASCII)


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One organisation, with links to those of the register that contain it."""
    told: dict[str, Any] = orjson.loads(raw.payload)
    described = Description.of_record(minting.thing(KIND, source.name, raw.key), KIND, raw.key, concepts)
    _describe_names(described, told["names"], source.language)
    for kind in told["types"]:
        for language, word in _types().get(kind, {}).items():
            described.text(DCAT.keyword, word, language)
    for kind, address in told["links"]:
        described.link(SCHEMA.sameAs if kind == "wikipedia" else FOAF.homepage, address)
    _describe_identifiers(described, raw.key, told["identifiers"])
    for place in told["places"]:
        describe_place(described, place)
    for kind, key in told["relations"]:
        described.link(ORG.subOrganizationOf if kind == "parent" else DCT.relation,
                       minting.thing(KIND, source.name, key))
    described.date(DCT.issued, told["created"])
    described.date(DCT.modified, told["modified"])
    return described


def _describe_names(described: Description, names: list[dict[str, Any]], language: str) -> None:
    """One title in each language, the one that the register shows before others; all further names are other names."""
    titled: set[str] = set()
    ranked = sorted(names, key=_rank)
    for place, name in enumerate(ranked):
        spoken = name["lang"] or language
        names_it = _rank(name) < 2 or not place
        if names_it and spoken not in titled:
            titled.add(spoken)
            described.text(DCT.title, name["value"], spoken)
        else:
            described.text(SKOS.altLabel, name["value"], spoken)


def _rank(name: Mapping[str, Any]) -> int:
    return 0 if "ror_display" in name["types"] else 1 if "label" in name["types"] else 2


def _describe_identifiers(described: Description, key: str, identifiers: Mapping[str, list[str]]) -> None:
    identify(described, "ROR", key)
    described.link(SCHEMA.sameAs, ROR[key].value)
    for register, agency in _REGISTERS.items():
        for value in identifiers.get(register, ()):
            identify(described, agency, "".join(value.split()))
            if agency == "Wikidata" and _WIKIDATA.fullmatch(value):
                described.link(SCHEMA.sameAs, WIKIDATA[value].value)


@cache
def _types() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("types.toml").read_text("utf-8"))
