"""One research structure in one shape, whichever version it came in: only the fields that are read.

No person is kept: neither leaders nor mailboxes and phones, save a role mailbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from harvesters.formats.json_values import Json, entries, entry, text, texts
from harvesters.personal import without_personal_addresses
from harvesters.quantities import point
from harvesters.weblinks import role_mailbox

_GONE: Final = frozenset({"old", "inactive", "closed", "ferme", "fermée"})
_LANGUAGES: Final = ("fr", "en")
_ADDRESS: Final = ("address", "postcode", "city", "citycode", "country")


def key_of(told: object) -> str:
    """The number of a structure in the directory, or of a legal body; empty where it has none."""
    return text(told.get("id")) if isinstance(told, dict) else ""


def is_gone(told: Json) -> bool:
    """Whether the directory says that the structure has ended."""
    return text(told.get("status")).lower() in _GONE or bool(text(told.get("removedAt")))


def changed(told: Json) -> str:
    """When the record was last changed; only version 2 may say so."""
    return text(told.get("lastUpdated"))


def structure(told: Json) -> dict[str, Any]:
    """What is kept of a structure."""
    return {
        "label": spoken(told.get("label")),
        "acronym": spoken(told.get("acronym")),
        "description": {said: without_personal_addresses(words)
                        for said, words in spoken(told.get("description")).items()},
        "alias": texts(told.get("alias")),
        "level": [word for name in ("levelLabel", "level") if (word := text(told.get(name)))],
        "identifiers": sorted(set(_identifiers(told))),
        "places": list(_places(told)),
        "parents": sorted(set(_parents(told))),
        "institutions": list(_institutions(told)),
        "domains": list(_domains(told)),
        "keywords": {language: words for language in _LANGUAGES
                     if (words := texts(entry(told.get("keywords")).get(language)))},
        "links": [[text(link.get("type")), url]
                  for link in entries(told.get("links")) if (url := text(link.get("url")))],
        "mailbox": role_mailbox(text(told.get("email"))) or "",
        "modified": changed(told),
    }


def spoken(value: object) -> dict[str, str]:
    """A text by language. Under "" stands what has none: a plain text, or the default where no language is told."""
    if not isinstance(value, dict):
        return {"": text(value)} if text(value) else {}
    by_language = {language: said for language in _LANGUAGES if (said := text(value.get(language)))}
    default = text(value.get("default"))
    return by_language or ({"": default} if default else {})


def _identifiers(told: Json) -> Iterator[tuple[str, str]]:
    """Identifiers by register; `INRA:0386` is that of INRA, one without register has none."""
    for written in texts(told.get("alternateId")):
        register, found, value = written.partition(":")
        yield (register.strip(), value.strip()) if found else ("", register.strip())
    for other in entries(told.get("externalIds")):
        if value := text(other.get("id")):
            yield text(other.get("type")), value


def _places(told: Json) -> Iterator[dict[str, str]]:
    for address in (*entries(told.get("address")), *entries(told.get("addresses"))):
        place = {name: value for name in _ADDRESS if (value := text(address.get(name)))}
        gps = entry(address.get("gps"))
        if wkt := point(text(gps.get("lat")), text(gps.get("lon"))):
            place["point"] = wkt
        if place:
            yield place


def _parents(told: Json) -> Iterator[str]:
    """The numbers of the structures that it is part of."""
    for parent in (*entries(told.get("parent")), *entries(told.get("parents"))):
        inner = parent.get("structure")
        number = text(parent.get("id")) or text(inner) or text(entry(inner).get("id"))
        if number:
            yield number


def _institutions(told: Json) -> Iterator[dict[str, str]]:
    """The legal bodies behind it. Their numbers are theirs: a dozen structures may name one SIRET."""
    for institution in entries(told.get("institutions")):
        inner = institution.get("structure")
        code = entry(institution.get("code"))
        kept = {
            "id": text(institution.get("id")) or text(inner) or text(entry(inner).get("id")),
            "siret": text(institution.get("siret")),
            "label": next(iter(spoken(institution.get("label")).values()), "")
                     or next(iter(spoken(entry(inner).get("label")).values()), ""),
            "acronym": text(institution.get("acronym")),
            "role": text(institution.get("type")) or text(institution.get("relationType")),
            "unit": " ".join(filter(None, (text(code.get("type")), text(code.get("number"))))),
        }
        yield {name: value for name, value in kept.items() if value}


def _domains(told: Json) -> Iterator[dict[str, Any]]:
    for domain in (*entries(told.get("activities")), *entries(told.get("domains"))):
        if label := spoken(domain.get("label")):
            yield {"type": text(domain.get("type")), "code": text(domain.get("code")), "label": label}
