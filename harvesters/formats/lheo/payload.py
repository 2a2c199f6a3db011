"""The canonical bytes of one LHEO item: only what the mapping reads, and nobody's telephone or mailbox.

Dates of export, counters and private extras change at every export or name persons, so they are left behind:
equal trainings are equal bytes.
"""

from typing import Final

from lxml import etree

from harvesters.formats.lheo.element import local_name
from harvesters.weblinks import role_mailbox

_TEXTS: Final = frozenset({
    "intitule-formation", "objectif-formation", "resultats-attendus", "contenu-formation",
    "conditions-specifiques", "duree-indicative",
    "detail-conditions-prise-en-charge", "nom-organisme", "raison-sociale", "raison-sociale-formateur",
    "denomination", "nom", "ligne", "ville", "extra",
})
_CODES: Final = frozenset({
    "code-FORMACODE", "code-ROME", "code-NSF", "certifiante", "code-niveau-entree",
    "code-niveau-sortie", "niveau-entree-obligatoire", "code-public-vise", "modalites-enseignement",
    "prise-en-charge-frais-possible", "prix-total-TTC", "nombre-heures-total", "langue-formation",
    "debut", "fin", "capacite-cumulee", "codepostal", "departement", "code-INSEE-commune", "region",
    "pays", "latitude", "longitude", "numero-activite", "SIRET", "code-UAI", "urlweb", "courriel",
    "code-RNCP", "code-RS", "code-CERTIFINFO", "code-CPF",
})
_GROUPS: Final = frozenset({
    "formation", "resume-offre", "resume-organisme", "organisme-formation-responsable",
    "domaine-formation", "action", "session", "periode", "cycle", "lieu-de-formation", "coordonnees",
    "adresse", "adresse-inscription", "geolocalisation", "organisme-formateur",
    "SIRET-organisme-formation", "SIRET-formateur", "code-UAI-organisme-formation",
    "code-UAI-formateur", "coordonnees-organisme", "contact-organisme", "contact-formation",
    "certification", "url-formation", "url-action", "url-session", "web", "extras",
})
_KEPT: Final = _TEXTS | _CODES | _GROUPS
_ATTRIBUTES: Final = frozenset({
    "numero", "id", "ref", "tag", "info", "href", "datemaj", "datecrea", "horodatage-modification",
    "horodatage-creation",
})
_EXTRAS: Final = frozenset({"latitude", "longitude", "code-niveau-sortie"})
OWN_EXTRAS: Final = "maillage"


def canonical(item: etree._Element) -> bytes:
    """The payload of `item`, which is stripped in place to the fields that are read."""
    _strip(item)
    item.tail = None
    try:
        return bytes(etree.tostring(item, method="c14n", exclusive=True, with_comments=False))
    except etree.C14NError:
        # Canonical XML knows no relative namespace names (xmlns="lheo"); this form differs only in attributes' order.
        return etree.tostring(item, encoding="utf-8")


def _strip(parent: etree._Element) -> None:
    for child in list(parent):
        name = local_name(child.tag)
        if name not in _KEPT or not _may_stay(name, child, parent):
            parent.remove(child)
            continue
        if name in _GROUPS:
            _strip(child)
        else:
            _flatten(child)
        if name == "extras" and not len(child):
            parent.remove(child)
        if child.tail:
            child.tail = None
    if parent.text:
        parent.text = None
    _strip_attributes(parent)


def _may_stay(name: str, element: etree._Element, parent: etree._Element) -> bool:
    if name == "courriel":
        return role_mailbox(element.text or "") is not None
    if name == "nom":
        return _names_a_place(parent)
    if name == "extra":
        return parent.get("info") == OWN_EXTRAS or element.get("info") in _EXTRAS
    return True


def _names_a_place(coordinates: etree._Element) -> bool:
    """`nom` is a person's or "some entity's"; only where a training takes place is it surely not a person's."""
    around = coordinates.getparent()
    if around is None or local_name(str(around.tag)) != "lieu-de-formation":
        return False
    return not {"civilite", "prenom"}.intersection(local_name(str(child.tag)) for child in coordinates)


def _flatten(leaf: etree._Element) -> None:
    """Markup that stands as elements inside a text (it should be escaped) becomes text, to be cleaned like any."""
    _strip_attributes(leaf)
    if not len(leaf):
        text = leaf.text or ""
        if text != (trimmed := text.strip()):
            leaf.text = trimmed
        return
    inner = "".join(etree.tostring(child, encoding="unicode") for child in leaf)
    text = f"{leaf.text or ''}{inner}"
    for child in list(leaf):
        leaf.remove(child)
    leaf.text = text.strip()


def _strip_attributes(element: etree._Element) -> None:
    for name, _ in element.items():
        if name not in _ATTRIBUTES:
            del element.attrib[name]
