"""What a visit costs, and whether it is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from harvesters.description import Description
from harvesters.quantities import decimal
from ontology.terms import DCT, SCHEMA, XSD

_FREE: Final = "Free"


def describe_prices(record: Description, offers: Sequence[Mapping[str, Any]], language: str) -> None:
    """One offer for each amount, with whom it is for; free is what has no price for anybody."""
    amounts = [_describe(record, offer, language) for offer in offers]
    if any(amounts):
        record.flag(SCHEMA.isAccessibleForFree, False)
    elif offers and all(offer.get("policy") == _FREE for offer in offers):
        record.flag(SCHEMA.isAccessibleForFree, True)


def _describe(record: Description, offer: Mapping[str, Any], language: str) -> float:
    """State an offer; returns its amount, nothing where none is told."""
    price, high = decimal(offer.get("price", "")), decimal(offer.get("high", ""))
    if price is None or price.startswith("-") or (offer.get("policy") == _FREE and not float(price)):
        return 0.0
    part = record.part("offer", SCHEMA.offers, SCHEMA.Offer)
    part.typed(SCHEMA.price, price.removeprefix("+"), XSD.decimal)
    part.text(SCHEMA.priceCurrency, offer["currency"])
    for said in (offer.get("labels", {}), offer.get("notes", {})):
        for tag, words in said.items():
            for text in words:
                part.text(DCT.description, text, tag or language)
    if high is not None and float(high) > float(price):
        part.text(DCT.description, f"{price} – {high} {offer['currency']}")
    return float(price)
