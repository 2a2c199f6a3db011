"""Reading the register: a dump, a page of an answer of its API, or one organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import orjson

from harvesters.formats.json_items import JsonItems, json_items
from harvesters.formats.paging import is_remote, parameters, short_name, with_parameters
from harvesters.formats.ror.archive import archived_items
from harvesters.formats.ror.organisation import changed, countries_of, is_gone, key_of, organisation
from harvesters.formats.zip_start import is_archive
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_PER_PAGE: Final = 20
# The index behind the API gives no more, whatever page is asked for.
_MOST_PAGED: Final = 10_000
_ID: Final = re.compile(rb'"id"\s*:\s*"https://ror\.org/0[a-z0-9]{6}\d\d"')
_FIELD: Final = re.compile(rb'"(?:relationships|external_ids|geonames_details|ip_addresses)"\s*:')
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_QUERIES: Final = ("query", "query.advanced", "affiliation")


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """JSON whose objects have ROR ids and the fields that only this register has."""
    return bool(_ID.search(start) and _FIELD.search(start))


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every organisation of the document, of the countries that `[options] country` names, then the next page.

    Raises:
        UnreadableDocument: not JSON, a table, no organisation; or a faulty option.
    """
    countries = _countries(source)
    listing = _listing(document)
    name, left, given = short_name(document), 0, 0
    for given, told in enumerate(listing.items, 1):
        if countries and key_of(told) and not countries & countries_of(told):
            left += 1
        else:
            yield _item(told, f"{name}, item {given}", listing.alone)
    if "number_of_results" in listing.around:
        yield from _paging(listing.around, given, document.url, bool(countries))
    elif left:
        yield Listing(remarks=(_left_out(left, countries),))


def _countries(source: Source) -> frozenset[str]:
    option = source.options.get("country", ())
    given = [option] if isinstance(option, str) else option
    if isinstance(given, Iterable) and all(isinstance(one, str) and _COUNTRY.fullmatch(one) for one in given):
        return frozenset(given)
    raise UnreadableDocument(
        "MLG-Z004", f"L'option country = {option!r} n'est pas une liste de codes de pays ; écrivez "
        'country = ["FR", "RE"].',
        f'The option country = {option!r} is no list of country codes; write country = ["FR", "RE"].')


def _listing(document: Document) -> JsonItems:
    if is_archive(document.path):
        return JsonItems(archived_items(document.path), {})
    with document.path.open("rb") as file:
        first = file.readline(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if first[:1] not in b"[{<" and b"," in first:
        raise UnreadableDocument(
            "MLG-Z002", "Ce document est un tableau (CSV), pas la liste des organisations : ROR en publie de relations "
            "et de mises à jour, qui ne décrivent rien ; donnez le dump JSON ou son archive zip.",
            "This document is a table (CSV), not the list of organisations: ROR publishes some of relationships and "
            "updates, which describe nothing; give the JSON dump or its zip archive.")
    return json_items(document, "items")


def _item(told: object, place: str, alone: bool) -> Raw | Fault:
    key = key_of(told)
    if key and isinstance(told, dict):
        kept = orjson.dumps(organisation(told), option=orjson.OPT_SORT_KEYS)
        return Raw(key, kept, f"{place}, {key}", "organization", changed(told), deleted=is_gone(told))
    if alone:
        raise UnreadableDocument(
            "MLG-Z001", "Ce document JSON n'est pas de ROR : on attend une liste d'organisations, une page de l'API "
            "(items) ou une organisation avec son id ror.org/… ; vérifiez l'adresse.",
            "This JSON document is not ROR's: a list of organisations, a page of the API (items) or one organisation "
            "with its id ror.org/… is expected; check the address.")
    return Fault("", place, Finding(
        "MLG-Z003", Severity.VIOLATION,
        "Cet élément de la liste n'a pas d'identifiant ROR (id = ror.org/0…) ; signalez-le à ROR.",
        "This element of the list has no ROR id (id = ror.org/0…); tell ROR.", "identifier"))


def _paging(page: Any, given: int, url: str, chosen: bool) -> Iterator[Item]:
    """What an answer of the API says of its pages. With countries chosen its total is not that of the items."""
    total = page["number_of_results"]
    if isinstance(total, bool) or not isinstance(total, int) or total < 0:
        yield Listing(incomplete="the answer does not say how many results it has",
                      incomplete_fr="la réponse ne dit pas combien de résultats elle a")
        return
    if not chosen:
        yield Listing(expected=total)
    asked = parameters(url)
    number = int(asked["page"]) if re.fullmatch(r"[1-9]\d{0,5}", asked.get("page", "")) else 1
    met = (number - 1) * _PER_PAGE + given
    if met >= total:
        return
    if given < _PER_PAGE or not is_remote(url) or met >= _MOST_PAGED:
        yield Listing(incomplete=f"page {number} ends at result {met} of {total}",
                      incomplete_fr=f"la page {number} s'arrête au résultat {met} sur {total}")
        return
    if number == 1 and not any(asked.get(name) for name in _QUERIES):
        yield Listing(incomplete="without a query ROR's pages repeat some results and miss others: use the dump",
                      incomplete_fr="sans requête, les pages de ROR répètent des résultats et en omettent : "
                                    "préférez le dump")
    yield Follow(with_parameters(url, page=number + 1))


def _left_out(left: int, countries: frozenset[str]) -> Finding:
    chosen = ", ".join(sorted(countries))
    return Finding(
        "MLG-Z010", Severity.INFO, f"{left} organisations d'autres pays que {chosen} sont laissées de côté.",
        f"{left} organisations of other countries than {chosen} are left out.", "country", chosen)
