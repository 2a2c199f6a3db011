"""The code lists of LHEO, and the nomenclatures that it points to."""

import re
from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.formats.lheo.element import Element
from ontology.terms import CONCEPT, DCT, SKOS, M

# dict-modalites-enseignement: wholly on site, mixed, wholly at a distance.
MODES: Final[Mapping[str, str]] = {"0": "onsite", "1": "blended", "2": "online"}

# dict-niveaux: levels of diplomas, by the numbering of 1969 (2 to 8) and of 2019 (11 to 18); 0 is "not told".
LEVELS: Final[Mapping[str, str]] = {
    "1": "sans niveau spécifique", "2": "niveau VI", "3": "niveau V bis", "4": "niveau V (CAP, BEP)",
    "5": "niveau IV (baccalauréat)", "6": "niveau III (BTS, DUT)", "7": "niveau II (licence, maîtrise)",
    "8": "niveau I (au-delà de la maîtrise)", "11": "niveau 1 (savoirs de base)", "12": "niveau 2",
    "13": "niveau 3 (CAP, BEP)", "14": "niveau 4 (baccalauréat)", "15": "niveau 5 (BTS, DUT)",
    "16": "niveau 6 (licence)", "17": "niveau 7 (master)", "18": "niveau 8 (doctorat)",
}

# The publics of the FORMACODE that are one of ours without a doubt; the 82xxx and 83xxx are those since V10.
AUDIENCES: Final[Mapping[str, str]] = {
    "80003": "public-agent", "80008": "entrepreneur", "80011": "jobseeker", "80012": "jobseeker",
    "80014": "decision-maker", "80016": "teacher", "80025": "jobseeker", "80037": "culture-professional",
    "80039": "researcher", "80044": "employee", "80049": "technician", "80051": "culture-professional",
    "80055": "public-agent", "80056": "general-public", "80058": "employee", "80059": "jobseeker",
    "82044": "employee", "83056": "general-public",
}

_FORMACODE = re.compile(r"[0-9]{5}", re.ASCII)
_ROME = re.compile(r"[A-N][0-9]{4}", re.ASCII)
_NSF = re.compile(r"[0-9]{3}[a-z]?", re.ASCII)
_VERSION = re.compile(r"V?([0-9]{1,3})", re.IGNORECASE | re.ASCII)


def describe_domain(course: Description, domain: Element) -> None:
    """The subjects and occupations of a training, as concepts of the version of the list that is named."""
    for code in domain.all("code-FORMACODE"):
        _concept(course, DCT.subject, "formacode", _FORMACODE, code)
    for code in domain.all("code-NSF"):
        _concept(course, DCT.subject, "nsf", _NSF, code)
    for code in domain.all("code-ROME"):
        _concept(course, M.occupation, "rome", _ROME, code, default="3")


def describe_audience(course: Description, code: Element) -> None:
    """A public that is one of ours; the others have no concept and are told as advice."""
    if known := AUDIENCES.get(code.text):
        course.concept(DCT.audience, "audience", known)
    elif code.text not in ("", "-"):
        course.note(
            "MLG-L010", DCT.audience, code.text,
            f"Le public « {code.text} » (FORMACODE) n'a pas d'équivalent dans la liste des publics ; il est omis.",
            f"The FORMACODE public “{code.text}” has no counterpart in the list of publics; it is left out.")


def _concept(course: Description, predicate: NamedNode, scheme: str, form: re.Pattern[str], code: Element,
             default: str = "") -> None:
    """A concept of a list that is not ours: described by its code and the version of its list."""
    notation = code.text.strip()
    if notation in ("", "-"):
        return
    if not form.fullmatch(notation):
        course.warn(
            "MLG-L011", predicate, notation,
            f"« {notation} » n'est pas un code {scheme.upper()} ; corrigez-le ou supprimez l'élément.",
            f"“{notation}” is not a {scheme.upper()} code; correct it or remove the element.")
        return
    iri = CONCEPT[f"{scheme}/{notation}"].value
    course.link(predicate, iri)
    concept = Description(iri, course.concepts, course)
    concept.text(SKOS.notation, notation)
    version = _VERSION.fullmatch(code.attributes.get("ref", "").strip())
    number = version[1] if version else default
    concept.link(SKOS.inScheme, CONCEPT[f"{scheme}-v{number}" if number else scheme].value)
