"""Reading an answer of the API: a page of a listing, a list of objects, or one object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from harvesters.formats.json_items import json_items
from harvesters.formats.json_values import Json, entries, text
from harvesters.formats.paging import is_remote, parameters, short_name, with_parameters
from harvesters.formats.udata.item import DATASET, REUSE, changed, is_withdrawn, key_of, payload, sort_of
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_API: Final = "api/1/datasets/"
_MOST_PER_PAGE: Final = 100
_LONGEST_NUMBER: Final = 12
# Names of fields; an answer of udata has several of them near its start.
_FIELDS: Final = re.compile(
    rb'"(frequency_date|temporal_coverage|contact_points|community_resources|last_modified_internal|base_api_url'
    rb'|machine_documentation_url|metadata_modified_at|self_web_url|previous_page|next_page|page_size'
    rb'|image_thumbnail|access_type|created_at_internal)"\s*:')
_FEWEST_FIELDS: Final = 3


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins like an answer of the API."""
    return (start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
            and len(set(_FIELDS.findall(start))) >= _FEWEST_FIELDS)


def first(source: Source) -> str:
    """The address declared; of a whole site, that of its datasets in pages of a hundred."""
    if not is_remote(source.url) or urlsplit(source.url).path.strip("/"):
        return source.url
    return with_parameters(urljoin(source.url, _API), page_size=_MOST_PER_PAGE)


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every object of the document, then the next page.

    The second version of the API lists datasets without their files; with `details = true`, each is fetched.

    Raises:
        UnreadableDocument: not JSON, or JSON that is no answer of the API.
    """
    given, name = json_items(document, "data"), short_name(document)
    if given.alone:
        yield from _alone(given.items, document, name)
        return
    detailed = source.options.get("details") is True and is_remote(document.url)
    number = 0
    for number, item in enumerate(chain.from_iterable(map(_objects, given.items)), 1):
        detail = _detail(item, document.url) if detailed else ""
        if detail:
            yield Follow(detail, DATASET, detail=True, changed=changed(item))
        else:
            yield _item(item, f"{name}, {number}", document.url)
    yield from _paging(given.around, number, document.url)


def _alone(items: Any, document: Document, name: str) -> Iterator[Item]:
    [content] = items
    for item in _objects(content):
        if not isinstance(item, dict) or not key_of(item):
            raise _no_answer(content)
        yield _item(item, name, document.url)


def _objects(given: object) -> Iterator[Any]:
    """The objects that a value of a listing stands for: itself, or those that a dump of the platform ties together."""
    if not isinstance(given, dict) or not isinstance(given.get("dataset"), dict) or "resources" not in given:
        yield given
        return
    yield {**given["dataset"], "resources": given["resources"], "organization": given.get("organization")}
    yield from entries(given.get("dataservices"))
    yield from entries(given.get("reuses"))


def _item(item: object, place: str, url: str) -> Raw | Fault:
    if not isinstance(item, dict) or not key_of(item):
        return Fault("", place, Finding(
            "MLG-E001", Severity.VIOLATION,
            "Cet élément de la liste n'est pas un objet avec un identifiant (id) ; signalez-le à la plateforme.",
            "This element of the list is no object with an identifier (id); tell the platform."))
    sort = sort_of(item, url)
    return Raw(key_of(item), payload(item, sort), f"{place}, {key_of(item)}", "" if sort == REUSE else sort,
               changed(item), deleted=is_withdrawn(item))


def _detail(item: object, url: str) -> str:
    """The address where a dataset stands with its files, empty where it is listed with them."""
    if not isinstance(item, dict) or not isinstance(item.get("resources"), dict) or is_withdrawn(item):
        return ""
    parts = urlsplit(url)
    key = quote(key_of(item), safe="")
    return urlunsplit((parts.scheme, parts.netloc, f"/{_API}{key}/", "", "")) if key else ""


def _paging(page: Json, number: int, url: str) -> Iterator[Item]:
    total, following = page.get("total"), text(page.get("next_page"))
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total < 10 ** _LONGEST_NUMBER:
        yield Listing(expected=total)
    if page.get("page") == 1 and any(isinstance(item.get("resources"), dict) for item in entries(page.get("data"))):
        yield Listing(remarks=(_without_files(),))
    if not following or not is_remote(url):
        return
    address = _same_host(url, following)
    if not number:
        yield Listing(incomplete=f"page {_page(url)} is empty, although another one follows",
                      incomplete_fr=f"la page {_page(url)} est vide, bien qu'une autre la suive")
    elif not address or _page(address) <= _page(url):
        yield Listing(incomplete=f"page {_page(url)} does not lead to a later page of the same site ({following})",
                      incomplete_fr=f"la page {_page(url)} ne mène pas à une page suivante du même site ({following})")
    else:
        yield Follow(address)


def _same_host(url: str, following: str) -> str:
    """The next page on the same host, by the same scheme: behind a proxy, platforms write `http:`."""
    try:
        here, there = urlsplit(url), urlsplit(urljoin(url, following))
    except ValueError:
        return ""
    if here.hostname != there.hostname:
        return ""
    return urlunsplit(there._replace(scheme=here.scheme, netloc=here.netloc, fragment=""))


def _page(url: str) -> int:
    number = parameters(url).get("page", "1")
    return int(number) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else 1


def _without_files() -> Finding:
    return Finding(
        "MLG-E005", Severity.INFO,
        "La version 2 de l'API liste les jeux de données sans leurs fichiers ; moissonnez plutôt /api/1/, ou ajoutez "
        "details = true sous [options].",
        "Version 2 of the API lists datasets without their files; rather harvest /api/1/, or add details = true under "
        "[options].")


def _no_answer(content: object) -> UnreadableDocument:
    words = text(content.get("message")) if isinstance(content, dict) else ""
    if words:
        return UnreadableDocument(
            "MLG-E002",
            f"La plateforme a répondu par une erreur (« {words[:200]} ») ; vérifiez l'adresse de la source.",
            f"The platform answered with an error (“{words[:200]}”); check the source's address.")
    return UnreadableDocument(
        "MLG-E003", "Le document n'est ni une page, ni une liste, ni un objet de l'API udata ; vérifiez l'adresse de "
        "la source (par exemple https://…/api/1/datasets/).",
        "The document is no page, list or object of the udata API; check the source's address (for example "
        "https://…/api/1/datasets/).")
