"""Reading an answer of the action API: a page of a search, a list of packages or of their names, or one package."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from harvesters.formats.ckan.package import changed, is_withdrawn, key_of, looks_like_package, payload
from harvesters.formats.json_items import json_items
from harvesters.formats.json_values import Json, text, texts
from harvesters.formats.paging import beyond, is_remote, parameters, short_name, with_parameters
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_SEARCH: Final = "api/3/action/package_search"
_ROWS: Final = 100
_DEEPEST: Final = 3
_LONGEST_NUMBER: Final = 12
_ANSWER: Final = re.compile(rb'"success"\s*:\s*(?:true|false)')
_FIELDS: Final = re.compile(
    rb'"(notes|notes_translated|metadata_modified|metadata_created|license_id|num_resources|package_id|tags|resources'
    rb'|maintainer|author_email|byteSize|downloadURL|landingPage)"\s*:')
_FEWEST_FIELDS: Final = 3


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document begins like an answer of the action API, or like a dump of packages."""
    if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[") or b'"@' in start:
        return False
    answer = _ANSWER.search(start) and any(name in start for name in (b'"result"', b'"error"'))
    return bool(answer) or len(set(_FIELDS.findall(start))) >= _FEWEST_FIELDS


def first(source: Source) -> str:
    """The address declared; of a whole portal, that of a search for everything, oldest first, in pages of a hundred.

    Packages that appear while the pages are read come last then, and move none to a page that was read already.
    """
    url = source.url
    if not is_remote(url):
        return url
    if not urlsplit(url).path.strip("/"):
        url = urljoin(url, _SEARCH)
    if not urlsplit(url).path.endswith("/package_search") or "rows" in parameters(url):
        return url
    return with_parameters(url, sort=parameters(url).get("sort", "metadata_created asc"), rows=_ROWS)


def read(document: Document, source: Source) -> Iterator[Item]:  # noqa: ARG001  the same for every format
    """Every package of the document, or the address of each that it names, then the next page.

    Raises:
        UnreadableDocument: not JSON, an error of the portal in its own words, or JSON that is no answer of CKAN.
    """
    given, url = json_items(document, "result"), document.url
    if not given.alone:
        _check_answer(given.around, document.status)
        yield from _list(given.items, document)
        return
    [content] = given.items
    _check_answer(content, document.status)
    result = content.get("result", content) if isinstance(content, dict) else None
    if isinstance(result, dict) and isinstance(result.get("results"), list):
        yield from _packages(result["results"], document)
        yield from _search_paging(result, url)
    elif isinstance(result, dict) and looks_like_package(result):
        yield _item(result, short_name(document), url)
    else:
        raise _no_answer()


def _list(items: Iterable[Any], document: Document) -> Iterator[Item]:
    """A list of packages or of names; DKAN puts lists into lists."""
    number = 0
    for number, item in enumerate(_flat(items, _DEEPEST), 1):
        if isinstance(item, str) and is_remote(document.url):
            yield Follow(_show(document.url, item), "package", detail=True)
        else:
            yield _item(item, f"{short_name(document)}, {number}", document.url)
    limit = parameters(document.url).get("limit", "")
    if number and is_remote(document.url) and _number(limit) and number >= _number(limit):
        offset = _number(parameters(document.url).get("offset", ""))
        yield Follow(with_parameters(document.url, offset=offset + number))


def _packages(items: Iterable[Any], document: Document) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield _item(item, f"{short_name(document)}, {number}", document.url)


def _flat(items: Iterable[Any], depth: int) -> Iterator[Any]:
    for item in items:
        if isinstance(item, list) and depth:
            yield from _flat(item, depth - 1)
        else:
            yield item


def _item(item: object, place: str, url: str) -> Raw | Fault:
    if not isinstance(item, dict) or not key_of(item):
        return Fault("", place, Finding(
            "MLG-E120", Severity.VIOLATION,
            "Cet élément de la liste n'est pas un jeu de données avec un identifiant ; signalez-le au portail. D'une "
            "liste de noms, seul un portail en ligne donne les fiches.",
            "This element of the list is no dataset with an identifier; tell the portal. Of a list of names, only a "
            "portal on line gives the records."))
    key = key_of(item)
    return Raw(key, payload(item, _page(item, url)), f"{place}, {key}", "dataset", changed(item),
               deleted=is_withdrawn(item))


def _search_paging(page: Json, url: str) -> Iterator[Item]:
    """The next rows. A portal may give fewer than were asked for, so what it gave is counted."""
    count, given = page.get("count"), len(page["results"])
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 10 ** _LONGEST_NUMBER:
        yield Listing(incomplete="the search does not say how many datasets there are",
                      incomplete_fr="la recherche ne dit pas combien il y a de jeux de données")
        return
    yield Listing(expected=count)
    start = _number(parameters(url).get("start", "")) + given
    if start > count:
        yield beyond(start, count)
    if start >= count or not is_remote(url):
        return
    if given:
        yield Follow(with_parameters(url, start=start))
    else:
        yield Listing(incomplete=f"from {start} on, the search gives nothing, although it announces {count} datasets",
                      incomplete_fr=f"à partir de {start}, la recherche ne donne rien, alors qu'elle annonce {count} "
                      "jeux de données")


def _show(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rpartition('/')[0]}/package_show",
                       f"id={quote(name, safe='')}", ""))


def _page(package: Json, url: str) -> str:
    """The portal's page of a package, beside its API; empty where neither is known."""
    parts, name = urlsplit(url), text(package.get("name"))
    before, found, _ = parts.path.partition("/api/")
    if not is_remote(url) or not found or not name:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, f"{before}/dataset/{quote(name, safe='')}", "", ""))


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) <= _LONGEST_NUMBER else 0


def _check_answer(content: object, status: int) -> None:
    """Refuse what the portal itself calls an error, in its words."""
    failed = isinstance(content, dict) and content.get("success") is False
    if not failed and not isinstance(content, str) and status < 400:
        return
    error = content.get("error", content) if isinstance(content, dict) else content
    words = text(error)
    if isinstance(error, dict):
        kind, message = text(error.get("__type")), text(error.get("message"))
        words = ": ".join(filter(None, (kind, message))) or "; ".join(
            f"{name}: {', '.join(texts(said))}" for name, said in error.items() if texts(said))
    words = " ".join(words.split())[:300] or f"HTTP {status}"
    raise UnreadableDocument(
        "MLG-E121", f"Le portail CKAN a répondu par une erreur : « {words} » ; vérifiez l'adresse et ses paramètres.",
        f"The CKAN portal answered with an error: “{words}”; check the address and its parameters.")


def _no_answer() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-E122", "Le document n'est ni une réponse de CKAN, ni un export de jeux de données ; vérifiez l'adresse de "
        "la source (par exemple https://…/api/3/action/package_search).",
        "The document is no answer of CKAN and no dump of datasets; check the source's address (for example "
        "https://…/api/3/action/package_search).")
