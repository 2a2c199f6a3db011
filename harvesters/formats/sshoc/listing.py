"""Reading an answer of the marketplace: a page of a search, a list, or one item."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import orjson

from harvesters.formats.sshoc.item import (
    PUBLIC,
    WITHDRAWN,
    Json,
    NoItem,
    key_of,
    kind_of,
    looks_like_item,
    payload,
)
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

# Where the items of a page stand: a search, or the list of one category.
_ARRAYS: Final = ("items", "tools", "trainingMaterials", "workflows", "datasets", "publications")
_COLLECTIONS: Final = {
    "tool-or-service": "tools-services", "training-material": "training-materials", "dataset": "datasets",
    "publication": "publications", "workflow": "workflows",
}
_BOM: Final = b"\xef\xbb\xbf"


def read(document: Document, source: Source) -> Iterator[Item]:
    """Every item of the document, then the next page or, with `details = true`, the details of each item.

    Raises:
        UnreadableDocument: not JSON, or JSON that is neither a page nor a list nor an item.
    """
    content = _load(document.path)
    name = _name(document)
    if isinstance(content, dict) and looks_like_item(content):
        yield _item(content, name)
        return
    if isinstance(content, list) and (not content or any(map(looks_like_item, content))):
        yield from (_item(item, f"{name}, item {number}") for number, item in enumerate(content, 1))
        return
    items = _items_of_page(content)
    base = _api(document.url) if source.options.get("details") is True else ""
    for number, item in enumerate(items, 1):
        detail = _detail(item, base) if base else ""
        yield Follow(detail, detail=True) if detail else _item(item, f"{name}, item {number}")
    yield from _paging(content, len(items), document.url)


def _load(path: Path) -> Any:  # Any: the content is judged by its shape, value by value.
    content = path.read_bytes().removeprefix(_BOM)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        start = content[:200].lstrip().lower()
        if start.startswith((b"<!doctype html", b"<html")):
            raise UnreadableDocument(
                "MLG-B002",
                "L'adresse a répondu une page web (HTML) au lieu de JSON ; vérifiez l'adresse de la source.",
                "The address answered with a web page (HTML) instead of JSON; check the source's address.",
            ) from None
        raise UnreadableDocument(
            "MLG-B001",
            f"Le document n'est pas du JSON complet (ligne {fault.lineno}, colonne {fault.colno} : {fault.msg}) ; "
            "relancez, puis prévenez la source si cela dure.",
            f"The document is not complete JSON (line {fault.lineno}, column {fault.colno}: {fault.msg}); "
            "try again, then tell the source if this lasts.") from None


def _items_of_page(content: object) -> list[object]:
    if isinstance(content, dict):
        for name in _ARRAYS:
            items = content.get(name)
            if isinstance(items, list):
                return items
    found = _shape(content)
    raise UnreadableDocument(
        "MLG-B003",
        f"Ce n'est pas une liste de la SSH Open Marketplace : on attend une page ({', '.join(_ARRAYS)}), une liste "
        f"d'items ou un item, et on a trouvé {found[0]} ; vérifiez l'adresse de la source.",
        f"This is no listing of the SSH Open Marketplace: a page ({', '.join(_ARRAYS)}), a list of items or an item "
        f"is expected, {found[1]} was found; check the source's address.")


def _shape(content: object) -> tuple[str, str]:
    if isinstance(content, dict):
        keys = ", ".join(str(key)[:40] for key in list(content)[:5]) or "{}"
        return f"un objet ({keys}…)", f"an object ({keys}…)"
    if isinstance(content, list):
        return f"une liste de {len(content)} valeurs sans item", f"a list of {len(content)} values without item"
    return "une valeur isolée", "a lone value"


def _item(item: object, place: str) -> Raw | Fault:
    if not isinstance(item, dict):
        return _fault("", place, NoItem("ce n'est pas un objet JSON.", "it is not a JSON object."))
    key = key_of(item)
    try:
        content = payload(item)
    except NoItem as fault:
        return _fault(key, place, fault)
    changed = item.get("lastInfoUpdate")
    return Raw(key, content, f"{place}, {key}", kind_of(item), changed if isinstance(changed, str) else "",
               deleted=item.get("status") == WITHDRAWN)


def _fault(key: str, place: str, fault: NoItem) -> Fault:
    return Fault(key, place, Finding(
        "MLG-B004", Severity.VIOLATION,
        f"Cet élément de la liste n'est pas un item : {fault.fr} Signalez-le à la source.",
        f"This element of the list is no item: {fault.en} Tell the source."))


def _detail(item: object, base: str) -> str:
    """The address of an item's details; none for what is out of scope or withdrawn, which needs none."""
    if not isinstance(item, dict) or not kind_of(item) or (item.get("status") or PUBLIC) != PUBLIC:
        return ""
    collection, key = _COLLECTIONS.get(str(item.get("category"))), item.get("persistentId")
    return f"{base}{collection}/{quote(key, safe='')}" if collection and isinstance(key, str) and key else ""


def _paging(page: Json, given: int, url: str) -> Iterator[Item]:
    hits, number, pages = page.get("hits"), page.get("page"), page.get("pages")
    if isinstance(hits, int) and hits >= 0:
        yield Listing(expected=hits)
    if not isinstance(number, int) or not isinstance(pages, int):
        yield Listing(incomplete="the answer does not number its pages",
                      incomplete_fr="la réponse ne numérote pas ses pages")
    elif number < pages and not given:
        yield Listing(incomplete=f"page {number} of {pages} is empty",
                      incomplete_fr=f"la page {number} sur {pages} est vide")
    elif number < pages:
        following = _page_url(url, number + 1)
        yield Follow(following) if following else Listing(
            incomplete=f"page {number} of {pages} only", incomplete_fr=f"page {number} sur {pages} seulement")


def _page_url(url: str, number: int) -> str:
    """The address of another page of the same search; a file has no other page."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return ""
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(number))]), fragment=""))


def _api(url: str) -> str:
    """The root of the API that a page came from, or nothing where there is none."""
    parts = urlsplit(url)
    before, found, _ = parts.path.partition("/api/")
    if parts.scheme not in ("http", "https") or not found:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, f"{before}/api/", "", ""))


def _name(document: Document) -> str:
    return unquote(PurePosixPath(urlsplit(document.url).path).name) or document.path.name
