"""One repository of the registry, reduced to the fields that are read; contacts are kept where they are no person's.

Elements are known by their local names, because every version of the schema has a namespace of its own, and
without regard to case, because version 4 writes `Url` where others have `URL`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from harvesters.formats.json_values import said
from harvesters.formats.xml_document import local_name
from harvesters.personal import without_personal_addresses
from harvesters.text import clean
from harvesters.weblinks import role_mailbox, web_iri

_KEY: Final = re.compile(r"r3d\d{6,12}", re.ASCII)
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_IDENTIFIERS: Final = ("re3data.orgidentifier", "id")
_TEXTS: Final = {"languages": "repositorylanguage", "identifiers": "repositoryidentifier", "subjects": "subject",
                 "contents": "contenttype", "keywords": "keyword", "apis": "api", "certificates": "certificate"}


def key_of(element: etree._Element) -> str:
    """The identifier `r3d100…` of a repository, out of whatever it is written in."""
    for name in _IDENTIFIERS:
        for child in _children(element, name):
            if found := _KEY.search(_text(child)):
                return found[0]
    return ""


def changed(element: etree._Element) -> str:
    """When the record was last changed."""
    return _day(element, "lastupdate")


def is_closed(element: etree._Element) -> bool:
    """Whether the repository had ended when its record was last changed."""
    end, last = _day(element, "enddate"), changed(element)
    return bool(end and last and end <= last)


def listed(element: etree._Element) -> dict[str, Any]:
    """What the list says of a repository."""
    return said({"names": [[_text(child), ""] for child in _children(element, "name")]})


def repository(element: etree._Element) -> dict[str, Any]:
    """What is kept of a repository."""
    kept = {name: list(dict.fromkeys(_texts(element, tag))) for name, tag in _TEXTS.items()}
    return said(kept | {
        "names": _spoken(element, "repositoryname"),
        "other": _spoken(element, "additionalname"),
        "descriptions": [[without_personal_addresses(clean(words)), language]
                         for words, language in _spoken(element, "description")],
        "pages": _texts(element, "repositoryurl"),
        "contacts": [contact for value in _texts(element, "repositorycontact") if (contact := _contact(value))],
        "institutions": [_institution(child) for child in _children(element, "institution")],
        "terms": [url for policy in _children(element, "policy") for url in _terms(policy)],
        "access": _inner(element, "databaseaccess", "databaseaccesstype"),
        "data": _inner(element, "dataaccess", "dataaccesstype"),
        "upload": _inner(element, "dataupload", "datauploadtype"),
        "licences": [_texts(child, "databaselicensename") + _texts(child, "databaselicenseurl")
                     for child in _children(element, "databaselicense")],
        "standards": _inner(element, "metadatastandard", "metadatastandardurl"),
        "end": _day(element, "enddate"),
        "issued": _day(element, "entrydate"),
        "modified": changed(element),
    })


def _institution(element: etree._Element) -> dict[str, Any]:
    return said({
        "names": _spoken(element, "institutionname"),
        "other": _spoken(element, "institutionadditionalname"),
        "country": next(iter(_texts(element, "institutioncountry")), ""),
        "roles": _texts(element, "responsibilitytype"),
        "pages": _texts(element, "institutionurl"),
        "identifiers": _texts(element, "institutionidentifier"),
    })


def _terms(policy: etree._Element) -> list[str]:
    """The addresses of a policy that says under which terms the repository is used."""
    name = " ".join(_texts(policy, "policyname")).casefold()
    return _texts(policy, "policyurl") if re.search(r"\bterms\b|\bconditions\b", name) else []


def _contact(value: str) -> str:
    """A page or a role mailbox; nothing of a person's."""
    if "@" in value:
        return role_mailbox(value) or ""
    return value if web_iri(value) else ""


def _day(element: etree._Element, name: str) -> str:
    """A date; registrars write `1995-12-2` too."""
    written = next(iter(_texts(element, name)), "")
    day = _DAY.fullmatch(written)
    return f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}" if day else written


def _inner(element: etree._Element, outer: str, name: str) -> list[str]:
    return list(dict.fromkeys(text for child in _children(element, outer) for text in _texts(child, name)))


def _spoken(element: etree._Element, name: str) -> list[list[str]]:
    """Texts with their languages, in letters of ISO 639-3."""
    return [[words, (child.get("language") or "").strip()] for child in _children(element, name)
            if (words := _text(child))]


def _texts(element: etree._Element, name: str) -> list[str]:
    return [words for child in _children(element, name) if (words := _text(child))]


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext()).strip()


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str) and local_name(child.tag).casefold() == name)
