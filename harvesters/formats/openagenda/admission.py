"""Who may come to an event, for how much, and how one registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from harvesters.description import Description
from harvesters.quantities import decimal
from ontology.terms import DCAT, DCT, SCHEMA, VCARD, XSD

_PRICE: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s?(?:€|euros?\b)", re.IGNORECASE)
# Nothing but words of being free: "gratuit pour les moins de 18 ans" does not say that it is free.
_FREE: Final = re.compile(
    r"\W*(?:(?:entrée|accès|participation|visite|animation|atelier|événement|tarif|admission|entry)\W*)?"
    r"(?:libre|gratuite?s?|free)\b"
    r"(?:\W*(?:et|and|libre|gratuite?s?|entry|admission|of charge|sans réservation|dans la limite des places"
    r" disponibles|sur (?:réservation|inscription)(?: obligatoire)?)\b)*\W*", re.IGNORECASE)
_ADULT: Final = 18
_OLDEST: Final = 99
_IMPAIRMENTS: Final[Mapping[str, tuple[str, str]]] = {
    "hi": ("handicap auditif", "hearing impairment"), "ii": ("handicap intellectuel", "intellectual impairment"),
    "mi": ("handicap moteur", "motor impairment"), "pi": ("handicap psychique", "mental health condition"),
    "vi": ("handicap visuel", "visual impairment"),
}


def describe_admission(record: Description, told: Mapping[str, Any], language: str) -> None:
    """Conditions and price, age, provisions for impairments, and where one registers."""
    _describe_price(record, told.get("conditions", {}), language)
    _describe_age(record, told.get("age", {}))
    for code in told.get("accessibility", []):
        if code in _IMPAIRMENTS:
            french, english = _IMPAIRMENTS[code]
            record.text(DCAT.keyword, f"accessible : {french}", "fr")
            record.text(DCAT.keyword, f"accessible: {english}", "en")
    pages, mailboxes = told.get("pages", []), told.get("mailboxes", [])
    if pages or mailboxes:
        contact = record.part("contact", DCAT.contactPoint, VCARD.Organization)
        for page in pages:
            contact.link(VCARD.hasURL, page)
        for mailbox in mailboxes:
            contact.link(VCARD.hasEmail, mailbox)


def _describe_price(record: Description, conditions: Mapping[str, Sequence[str]], language: str) -> None:
    """The conditions in their words; a price only where they name one, free only where they say nothing else."""
    if not conditions:
        return
    offer = record.part("offer", SCHEMA.offers, SCHEMA.Offer)
    for tag, words in conditions.items():
        for text in words:
            offer.text(DCT.description, text, tag or language)
    # Other languages are translations.
    said = " ".join(conditions.get("fr") or next(iter(conditions.values())))
    amounts = {amount for found in _PRICE.findall(said) if (amount := decimal(found))}
    if len(amounts) == 1:
        offer.typed(SCHEMA.price, amounts.pop(), XSD.decimal)
        offer.text(SCHEMA.priceCurrency, "EUR")
    elif not amounts and _FREE.fullmatch(said):
        record.flag(SCHEMA.isAccessibleForFree, True)


def _describe_age(record: Description, age: Mapping[str, int]) -> None:
    youngest, oldest = age.get("min", 0), age.get("max", 0)
    oldest = oldest if oldest < _OLDEST else 0
    if 0 < oldest <= _ADULT and youngest <= oldest:
        record.concept(DCT.audience, "audience", "young-public")
    if youngest > 0 and oldest >= youngest:
        record.text(SCHEMA.coursePrerequisites, f"De {youngest} à {oldest} ans", "fr")
        record.text(SCHEMA.coursePrerequisites, f"Age {youngest} to {oldest}", "en")
    elif youngest > 0:
        record.text(SCHEMA.coursePrerequisites, f"À partir de {youngest} ans", "fr")
        record.text(SCHEMA.coursePrerequisites, f"Age {youngest} and over", "en")
    elif oldest > 0:
        record.text(SCHEMA.coursePrerequisites, f"Jusqu'à {oldest} ans", "fr")
        record.text(SCHEMA.coursePrerequisites, f"Up to age {oldest}", "en")
