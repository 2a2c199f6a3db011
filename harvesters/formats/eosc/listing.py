"""Reading the catalogue: a page of one of its lists, a list, or one resource."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import orjson

from harvesters.formats.eosc.alignment import alignment
from harvesters.formats.eosc.item import OUT_OF_SCOPE, find, resource
from harvesters.formats.json_items import json_items
from harvesters.formats.json_values import Json
from harvesters.formats.paging import is_remote, parameters, short_name, with_parameters
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_FIELDS: Final = re.compile(
    rb'"(resourceOrganisation|resourceOwner|resourceProviders|serviceProviders|nodePID|languageAvailabilities'
    rb'|geographicalAvailabilities|hostingLegalEntity|scientificDomains|resourceExtras|lifeCycleStatus|helpdeskEmail'
    rb'|securityContactEmail|catalogueId|alternativePIDs|expertiseLevel|legalEntity)"\s*:')
_FEWEST_FIELDS: Final = 2


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """JSON with at least two of the fields that only this catalogue has."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{") and len(
        set(_FIELDS.findall(start))) >= _FEWEST_FIELDS


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every resource of the document, then the next page.

    Raises:
        UnreadableDocument: not JSON, or JSON that is neither a list nor a resource of the catalogue.
    """
    listing = json_items(document, "results")
    name, hint, given = short_name(document), _model(document.url, source.kind), 0
    for given, value in enumerate(listing.items, 1):
        yield _item(value, f"{name}, item {given}", hint, listing.alone)
    if listing.around:
        yield from _paging(listing.around, given, document.url)


def _model(url: str, kind: str) -> str:
    """The model that an address is a list of (`…/trainingResource/all`), else that of the declared kind."""
    steps = {step.casefold() for step in urlsplit(url).path.split("/")}
    for model in (*alignment()["kinds"], *OUT_OF_SCOPE):
        if model.casefold() in steps:
            return model
    return next((model for model, made in alignment()["kinds"].items() if kind and made == kind), "")


def _item(value: object, place: str, hint: str, alone: bool) -> Raw | Fault:
    found = find(value, hint)
    if found and found.key:
        kept = orjson.dumps(resource(found), option=orjson.OPT_SORT_KEYS)
        kind = alignment()["kinds"].get(found.model, "")
        return Raw(found.key, kept, f"{place}, {found.key}", kind, found.changed, deleted=found.is_gone)
    if alone:
        raise UnreadableDocument(
            "MLG-Z201", "Ce document JSON n'est pas une liste du catalogue EOSC : on attend une page (results), une "
            "liste ou une ressource avec id et name ; les vocabulaires ne sont pas des ressources. Vérifiez l'adresse.",
            "This JSON document is no list of the EOSC catalogue: a page (results), a list or a resource with id and "
            "name is expected; vocabularies are no resources. Check the address.")
    return Fault("", place, Finding(
        "MLG-Z202", Severity.VIOLATION,
        "Cet élément de la liste n'est pas une ressource : il lui manque id ou name ; signalez-le au catalogue.",
        "This element of the list is no resource: id or name is missing; tell the catalogue.", "identifier"))


def _paging(page: Json, given: int, url: str) -> Iterator[Item]:
    total, start, end = (_count(page.get(name)) for name in ("total", "from", "to"))
    if total is None or start is None or end is None:
        yield Listing(incomplete="the answer does not say total, from and to",
                      incomplete_fr="la réponse ne dit pas total, from et to")
        return
    yield Listing(expected=total)
    if end >= total:
        return
    asked = parameters(url).get("from", "0")
    if end <= start or not given or asked != str(start) or not is_remote(url):
        yield Listing(incomplete=f"the page asked for from {asked} holds {given} results, {start} to {end} of {total}",
                      incomplete_fr=f"la page demandée à partir de {asked} contient {given} résultats, de {start} à "
                                    f"{end} sur {total}")
        return
    yield Follow(with_parameters(url, **{"from": end}))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
