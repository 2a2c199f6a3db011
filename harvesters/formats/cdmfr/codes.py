"""The nomenclatures that a programme of CDM-fr points to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from ontology.folding import fold
from ontology.terms import CONCEPT, DCT, RNCP, SCHEMA, SKOS, M

_RNCP: Final = re.compile(r"(?:RNCP)?\s*(\d{1,8})", re.ASCII | re.IGNORECASE)
_NSF: Final = re.compile(r"\d{3}[a-z]?", re.ASCII)
_FORMACODE: Final = re.compile(r"\d{5}", re.ASCII)
_ROME: Final = re.compile(r"[A-N]\d{4}", re.ASCII)


def describe_codes(course: Description, told: Mapping[str, Any]) -> None:
    """Certifications as links to their register, subjects and occupations as concepts; other lists have no place."""
    for listed, code in told.get("codes", ()):
        match fold(listed):
            case "rncp" | "coderncp" | "ficherncp":
                if found := _RNCP.fullmatch(code):
                    course.link(SCHEMA.educationalCredentialAwarded, f"{RNCP.iri}{found[1]}/")
            case "cnisnsf" | "nsf" | "codecnisnsf" | "codensf":
                _concept(course, DCT.subject, "nsf", _NSF, code)
            case "formacode":
                _concept(course, DCT.subject, "formacode", _FORMACODE, code)
            case "rome":
                _concept(course, M.occupation, "rome", _ROME, code)
    for code in told.get("rome", ()):
        _concept(course, M.occupation, "rome", _ROME, code)


def _concept(course: Description, predicate: NamedNode, scheme: str, form: re.Pattern[str], code: str) -> None:
    if not form.fullmatch(code):
        course.warn(
            "MLG-L211", predicate, code,
            f"« {code} » n'est pas un code {scheme.upper()} ; corrigez-le ou supprimez l'élément.",
            f"“{code}” is not a {scheme.upper()} code; correct it or remove the element.")
        return
    iri = CONCEPT[f"{scheme}/{code}"].value
    course.link(predicate, iri)
    concept = Description(iri, course.concepts, course)
    concept.text(SKOS.notation, code)
    concept.link(SKOS.inScheme, CONCEPT[scheme].value)
