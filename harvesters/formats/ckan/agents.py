"""Who publishes a package and whom to write to, without what may be a person's."""

from __future__ import annotations

from typing import Any

from harvesters.formats.json_values import Json, by_language, entries, entry, first, said, text
from harvesters.weblinks import role_mailbox, web_iri

_DKAN_GROUP = "group/"


def publisher_of(whole: Json) -> dict[str, Any]:
    """The publisher that the schema or the extras name, else the organisation of the portal, else DKAN's group."""
    if text(whole.get("publisher_name")):
        return _agent({"name": whole["publisher_name"], "url": whole.get("publisher_url"),
                       "uri": whole.get("publisher_uri")})
    if named := _agent(entry(whole.get("publisher"))) or said({"name": by_language(text(whole.get("publisher")))}):
        return named
    if named := _agent(entry(whole.get("organization"))):
        return named
    return next((_agent(one) for one in entries(whole.get("groups"))
                 if text(one.get("name")).startswith(_DKAN_GROUP)), {})


def creators_of(whole: Json) -> list[dict[str, Any]]:
    """The creators that are said to be organisations: of those without a type, most are persons."""
    return [made for one in entries(whole.get("creator")) if text(one.get("type")) and (made := _agent(one))]


def contacts_of(whole: Json) -> list[dict[str, Any]]:
    """Role mailboxes and pages, each once; a name stands only beside a role mailbox."""
    given = [
        *entries(whole.get("contact")),
        {"name": whole.get("contact_name"), "email": whole.get("contact_email"), "url": whole.get("contact_url")},
        {"name": whole.get("maintainer"), "email": whole.get("maintainer_email")},
        {"name": whole.get("author"), "email": whole.get("author_email")},
        {"email": entry(whole.get("publisher")).get("mbox")},
    ]
    made: dict[str, dict[str, Any]] = {}
    for one in given:
        mail = role_mailbox(text(one.get("email"))) or ""
        page = text(one.get("url"))
        if mail or (page and web_iri(page)):
            name = by_language(one.get("name_translated") or one.get("name")) if mail else {}
            made.setdefault(mail or page, said({"mail": mail, "page": page, "name": name}))
    return list(made.values())


def _agent(one: Json) -> dict[str, Any]:
    """An organisation; nothing where it has no name."""
    name = by_language(one.get("name_translated") or one.get("title") or one.get("display_name") or one.get("name"))
    uri = first((one.get("uri"), one.get("identifier")))
    return said({"name": name, "url": text(one.get("url")), "uri": uri if web_iri(uri) else ""}) if name else {}
