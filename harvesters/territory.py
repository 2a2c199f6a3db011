"""Which department and region a French postcode or commune code lies in."""

import re

from harvesters.description import Description
from ontology.concepts import UnknownConcept
from ontology.folding import fold
from ontology.terms import COG_COMMUNE, DCT

_POSTCODE = re.compile(r"\d{5}", re.ASCII)
_COMMUNE = re.compile(r"(?:\d\d|2[AB])\d{3}", re.ASCII)
# INSEE names a territory by its IRI and by pages of its site, in an old form (REG53) and the present one (53).
_INSEE = re.compile(
    r"https?://(?:id\.insee\.fr/geo|(?:www\.)?insee\.fr/fr/metadonnees/(?:cog|geographie))/"
    r"(region|departement|commune|collectiviteDOutreMer)/(?:REG|DEP|COM)?(\d[\dAB]\d{0,3})(?![\dA-Z])")
_LEVELS = {"region": "region", "departement": "department", "collectiviteDOutreMer": "overseas"}
# Saint-Barthélemy and Saint-Martin kept Guadeloupe's postcodes when they became territories of their own.
_MOVED = {"97133": "977", "97150": "978"}
_FRANCE = frozenset({"fr", "fra", "france", "republiquefrancaise"})


def department_of_postcode(postcode: str) -> str:
    """The department's (or overseas territory's) code of a French postcode; empty for what is not one."""
    code = postcode.replace(" ", "")
    if not _POSTCODE.fullmatch(code):
        return ""
    if code.startswith("20"):
        return "2A" if code < "20200" else "2B"
    return _MOVED.get(code) or _prefix(code)


def department_of_commune(code: str) -> str:
    """The department's code of an INSEE commune code (`2A004`, `97411`); empty for what is not one."""
    code = code.strip()
    return _prefix(code) if _COMMUNE.fullmatch(code) else ""


def in_france(country: str) -> bool:
    """Whether a country is France: its name, its code, or an IRI that ends in one."""
    return fold(country.rpartition("/")[2]) in _FRANCE


def state_department(record: Description, code: str) -> None:
    """Say that `record` lies in a department and in its region; a code that is none says nothing."""
    concepts = record.concepts
    for scheme in ("department", "overseas"):
        try:
            state_territory(record, concepts.find(scheme, code))
            return
        except UnknownConcept:
            continue


def state_territory(record: Description, iri: str) -> None:
    """Say that `record` lies in a territory and in the wider ones that contain it."""
    record.link(DCT.spatial, iri)
    concept = record.concepts.get(iri)
    for wider in concept.broader if concept else ():
        state_territory(record, wider)


def state_insee(record: Description, iri: str) -> bool:
    """Say that `record` lies in the territory that an address of INSEE names; whether it is such an address."""
    found = _INSEE.match(iri)
    if found is None:
        return False
    level, code = found.groups()
    if level == "commune":
        record.link(DCT.spatial, COG_COMMUNE[code].value)
        state_department(record, department_of_commune(code))
        return True
    try:
        state_territory(record, record.concepts.find(_LEVELS[level], code))
    except UnknownConcept:  # A region of before 2016, for instance.
        record.link(DCT.spatial, iri)
    return True


def _prefix(code: str) -> str:
    return code[:3] if code.startswith(("97", "98")) else code[:2]
