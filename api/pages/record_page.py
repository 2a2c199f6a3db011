"""The page of a record: what to do first, then what it says, then where that comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
from fastapi import Request
from fastapi.responses import Response
from markupsafe import Markup

from api.also_described import also_described
from api.answer import Link
from api.catalogue_view import View
from api.coming import today_of
from api.linked.around import Around
from api.linked.record_thing import complete
from api.linked_json import embedded
from api.negotiate import HTML, JSON, JSONLD, NTRIPLES, RDFXML, TURTLE
from api.page_health import unreachable_pages, variant_of
from api.pages.facts import equivalents_of, facts_of, identifiers_of, relations_of
from api.pages.page_answer import page_answer
from api.pages.rendering import safe_href
from api.pages.said import Said, Speaker
from api.pages.sessions import sessions_of, split
from api.pages.strings import Words
from api.problems import language_of
from api.records import record_links
from api.search_request import search_address
from api.values import in_language
from catalogue.links import Unreachable
from ontology.kinds import KINDS
from search.periods import days_of
from search.query import SearchQuery, StoredRecord
from search.tree import Node, lexical, links, parts, values

_FORMS: Final = ((JSONLD, "JSON-LD"), (TURTLE, "Turtle"), (RDFXML, "RDF/XML"), (NTRIPLES, "N-Triples"), (JSON, "JSON"))
# Where the first action of a record leads: the first of these that it has.
_DOORS: Final = ("landingPage", "homepage", "endpointURL", "endpointDescription")
_MORE_DOORS: Final = (("codeRepository", "record.code"), ("termsOfService", "record.terms"))
# Who stands under the title: the first of these that is known.
_BYLINE: Final = ("provider", "organizer", "publisher", "parent", "creator")
# So many sessions or dates to come are in view, the later ones folded.
_NEXT: Final = 12
_ACTS: Final = {"course": "record.act_course", "event": "record.act_event", "dataset": "record.act_data"}


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Since when a record is no more on line, and by which run."""

    since: str
    run: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it does and where it leads."""

    label: str
    href: str


def record_page(request: Request, view: View, stored: StoredRecord, around: Around) -> Response:
    """A record as a page; it changes with its description, the generation, the day, and with what answers of its pages.
    """
    dead = unreachable_pages(request, stored)
    said = around.in_generation(request, today_of(request), *(one.since for one in dead))
    return page_answer(request, view, "record.html", lambda: record_context(request, view, stored, dead, said.links),
                       said.links, variant_of(dead, view.claims), headers=said.headers, modified=said.modified)


def record_context(request: Request, view: View, stored: StoredRecord, dead: Sequence[Unreachable],
                   signposts: Sequence[Link], withdrawn: Withdrawn | None = None) -> dict[str, Any]:
    """What the template of a record shows; `withdrawn` says that it is no more on line."""
    words = Words(language_of(request))
    speaker = Speaker(view, words)
    tree: Node = orjson.loads(stored.jsonld)
    coming, past = split(sessions_of(tree, speaker), today_of(request))
    kind = KINDS[stored.kind]
    text, text_language = in_language(tree, "description", words.language)
    title = speaker.title_of(tree)
    relations = relations_of(tree, speaker)
    addresses = record_links(view, stored)
    source = view.source(stored.source)
    return {
        "record": stored,
        "path": addresses[HTML.suffix],
        "source_title": speaker.source_title(source) if source else Said(""),
        "licence": speaker.licence(stored.licence),
        "kind_label": kind.fr if words.language == "fr" else kind.en,
        "title": title if title.text else Said(stored.key),
        "byline": next(filter(None, (speaker.values_of(tree, name) for name in _BYLINE)), []),
        "changed": changed_on(tree, stored.changed),
        "unreachable": [(one.url, one.since, one.fr if words.language == "fr" else one.en) for one in dead],
        "actions": _actions(tree, stored.kind, words),
        "coming": coming[:_NEXT], "later": coming[_NEXT:], "past": past,
        "has_sessions": stored.kind == "course" or bool(coming or past),
        "text": text, "text_language": text_language,
        "facts": facts_of(tree, speaker),
        "relations": relations,
        "also": [(*speaker.whose(one.record), one.claim) for one in also_described(view, stored.iri)],
        "around": _around(view, stored, words),
        "identifiers": identifiers_of(tree, speaker),
        "equivalents": equivalents_of(tree, speaker),
        "forms": [Action(label, addresses[form.suffix]) for form, label in _FORMS],
        "embedded": script_data(embedded(complete(view, stored))),
        "signposts": signposts,
        "withdrawn": withdrawn,
    }


def changed_on(tree: Node, told: str) -> str:
    """When the description last changed, as it says or as its source told; empty if neither is a date."""
    dates = [lexical(value) for value in values(tree, "modified")]
    # Some sources write 20260901, which would be read as a year.
    return max((one for one in (*dates, told) if one[4:5] in ("", "-") and days_of(one)), default="")


def script_data(document: object) -> Markup:
    """JSON for a script element: what could end the element or open a comment is escaped."""
    text = orjson.dumps(document).decode()
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Every sign that HTML could take for markup has just been replaced.
    return Markup(text)  # noqa: S704


def _actions(tree: Node, kind: str, words: Words) -> list[Action]:
    """What a person can do: go to the site first, then the contact, the code, the terms."""
    found = []
    door = next((iri for name in _DOORS for iri in links(tree, name) if safe_href(iri)), "")
    if door:
        found.append(Action(words(_ACTS.get(kind, "record.act_other")), door))
    for part in (*parts(tree, "contact"), *(one for who in parts(tree, "provider") for one in parts(who, "contact"))):
        found += [Action(words("record.contact"), iri)
                  for iri in (*links(part, "email"), *links(part, "contactUrl"))[:1] if safe_href(iri)]
    found += [Action(words(label), iri) for name, label in _MORE_DOORS for iri in links(tree, name) if safe_href(iri)]
    return list({action.href: action for action in reversed(found)}.values())[::-1]


def _around(view: View, stored: StoredRecord, words: Words) -> list[tuple[str, str, str]]:
    """Searches for what uses a tool: kind, text, address."""
    if stored.kind != "tool":
        return []
    local = stored.iri.rpartition("/")[2]
    found = view.search(SearchQuery(filters={"tool": (local,)}, size=0, facets=("type",)))
    return [
        (one.code, words("record.around_search", n=one.count, kind=_name(one.code, words)),
         search_address({"tool": (local,), "type": (one.code,)}))
        for one in found.facets["type"]
    ]


def _name(kind: str, words: Words) -> str:
    return KINDS[kind].fr if words.language == "fr" else KINDS[kind].en
