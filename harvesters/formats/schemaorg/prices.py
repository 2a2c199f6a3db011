"""What an item or a session costs."""

from __future__ import annotations

import re
from typing import Final

from harvesters.description import Description
from harvesters.formats.schemaorg.node import Node, addresses, literals, nodes, values, words
from harvesters.quantities import decimal
from harvesters.weblinks import web_iri
from ontology.terms import DCAT, DCT, SCHEMA, XSD

_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_TRUE: Final = re.compile(r"(?:https?://schema\.org/)?(?:true|yes|oui|1)", re.IGNORECASE)
_FALSE: Final = re.compile(r"(?:https?://schema\.org/)?(?:false|no|non|0)", re.IGNORECASE)
_FREE: Final = frozenset({"free", "gratuit"})


def describe_prices(held: Description, node: Node, language: str) -> set[float]:
    """One offer for each price; the amounts in them."""
    amounts: set[float] = set()
    for offer in nodes(node, "offers"):
        if any(word.text.strip().casefold() in _FREE for word in words(offer, "category")):
            amounts.add(0)
        told = [offer, *nodes(offer, "priceSpecification")]
        prices = [price for one in told for price in literals(one, "price", "lowPrice", "minPrice")]
        currencies = [found for one in told for found in literals(one, "priceCurrency")]
        for price in dict.fromkeys(prices):
            amounts.update(_describe_price(held, offer, price, currencies, language))
    return amounts


def describe_free(record: Description, node: Node, amounts: set[float]) -> None:
    """Whether it is free of charge: as it is said, else where all prices are nothing, or none is."""
    said = {True for value in literals(node, "isAccessibleForFree") if _TRUE.fullmatch(value.strip())}
    said |= {False for value in literals(node, "isAccessibleForFree") if _FALSE.fullmatch(value.strip())}
    counted = {amount == 0 for amount in amounts}
    for free in (said, counted):
        if len(free) == 1:
            record.flag(SCHEMA.isAccessibleForFree, free.pop())
            return


def _describe_price(held: Description, offer: Node, price: str, currencies: list[str], language: str) -> list[float]:
    amount = decimal(price)
    if amount is None or amount.startswith("-"):
        held.warn(
            "MLG-A037", SCHEMA.price, price,
            f"« {price} » n'est pas un prix ; écrivez un nombre, par exemple 350.00.",
            f"“{price}” is not a price; write a number, for example 350.00.")
        return []
    name = held.iri.rpartition("#")[2] + "-offer" if "#" in held.iri else "offer"
    part = held.part(name, SCHEMA.offers, SCHEMA.Offer)
    part.typed(SCHEMA.price, amount.removeprefix("+"), XSD.decimal)
    for currency in currencies[:1]:
        if _CURRENCY.fullmatch(currency.strip().upper()):
            part.text(SCHEMA.priceCurrency, currency.strip().upper())
    for word in words(offer, "name") or words(offer, "eligibleCustomerType"):
        part.text(DCT.title, word.text, word.language or language)
    for word in words(offer, "description"):
        part.text(DCT.description, word.text, word.language or language)
    for page in addresses({"url": values(offer, "url")}, "url"):
        if web_iri(page):
            part.link(DCAT.landingPage, page)
    return [float(amount)]
