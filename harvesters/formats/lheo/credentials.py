"""What a training of LHEO leads to: certifications of the national registers, and the level at its end."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from harvesters.formats.lheo.codes import LEVELS
from harvesters.formats.lheo.element import Element
from ontology.terms import RNCP, RS, SCHEMA

_NUMBER: Final = re.compile(r"(?:RNCP|RS)?\s*([0-9]{1,8})", re.IGNORECASE | re.ASCII)


def describe_credentials(course: Description, training: Element) -> None:
    """Certifications as links to their register, or by their code where a list has no pages."""
    for certification in training.all("certification"):
        for name, register in (("code-RNCP", RNCP), ("code-RS", RS)):
            _link(course, register.iri, certification.value(name))
        for name, label in (("code-CERTIFINFO", "Certif Info"), ("code-CPF", "CPF")):
            code = certification.value(name)
            if code.strip("0"):
                course.text(SCHEMA.educationalCredentialAwarded, f"{label} {code}")
    level = LEVELS.get(_exit_level(training))
    if level and training.value("certifiante") == "1":
        course.text(SCHEMA.educationalCredentialAwarded, f"Niveau de sortie : {level}", "fr")


def _link(course: Description, register: str, code: str) -> None:
    if not code.strip("0"):
        return
    number = _NUMBER.fullmatch(code)
    if number:
        course.link(SCHEMA.educationalCredentialAwarded, f"{register}{number[1]}/")
        return
    course.warn(
        "MLG-L060", SCHEMA.educationalCredentialAwarded, code,
        f"« {code} » n'est pas un numéro de certification (RNCP ou RS et des chiffres) ; corrigez-le.",
        f"“{code}” is not the number of a certification (RNCP or RS and digits); correct it.")


def _exit_level(training: Element) -> str:
    """The level at the end has an element in the full norm, and an extra in the index of the CARIF."""
    extras = (extra for group in training.all("extras") for extra in group.all("extra"))
    told = (extra.value() for extra in extras if extra.attributes.get("info") == "code-niveau-sortie")
    return training.value("code-niveau-sortie") or next(told, "")
