"""What a training of LHEO costs, and who may pay for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from harvesters.description import Description
from harvesters.formats.lheo.element import Element
from harvesters.quantities import decimal
from ontology.terms import DCT, SCHEMA, XSD

_FREE: Final = {"true": True, "oui": True, "1": True, "false": False, "non": False, "0": False}


def describe_price(course: Description, actions: list[Element],
                   extras: Mapping[str, list[str]], language: str) -> None:
    """One offer for each price, in euros with all taxes; free is what costs nothing in every action."""
    told = [price for action in actions if (price := action.value("prix-total-TTC"))]
    amounts = [_offer(course, price) for price in dict.fromkeys([*told, *extras.get("price", ())])]
    _describe_funding(course, actions, language)
    said = {_FREE.get(value.casefold()) for value in extras.get("free", ())} - {None}
    counted = {amount == 0 for amount in amounts if amount is not None}
    for free in (said, counted):
        if len(free) == 1:
            course.flag(SCHEMA.isAccessibleForFree, free.pop())
            return


def _offer(course: Description, price: str) -> float | None:
    amount = decimal(price, "fr")
    if amount is None or amount.startswith("-"):
        course.warn(
            "MLG-L050", SCHEMA.price, price,
            f"« {price} » n'est pas un prix ; écrivez un nombre en euros, par exemple 350.00.",
            f"“{price}” is not a price; write a number in euros, for example 350.00.")
        return None
    offer = course.part("offer", SCHEMA.offers, SCHEMA.Offer)
    offer.typed(SCHEMA.price, amount.removeprefix("+"), XSD.decimal)
    offer.text(SCHEMA.priceCurrency, "EUR")
    return float(amount)


def _describe_funding(course: Description, actions: list[Element], language: str) -> None:
    possible = any(action.value("prise-en-charge-frais-possible") == "1" for action in actions)
    details = [text for action in actions if (text := action.value("detail-conditions-prise-en-charge"))]
    if possible or details:
        offer = course.part("funding", SCHEMA.offers, SCHEMA.Offer)
        if possible:
            offer.text(DCT.description, "Prise en charge des frais possible", "fr")
        for text in dict.fromkeys(details):
            offer.text(DCT.description, text, language)
