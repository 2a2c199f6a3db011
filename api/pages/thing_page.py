"""The page of a thing that is no record: a concept, a list of concepts, the catalogue, a graph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import Moment
from api.linked.around import Around
from api.linked.thing import RDF_FORMS, Thing
from api.negotiate import JSON
from api.pages.facts import Fact
from api.pages.page_answer import page_answer
from api.pages.said import Said
from api.pages.strings import Words
from api.problems import language_of

_FORM_NAMES: Final = dict(zip((*RDF_FORMS, JSON), ("JSON-LD", "Turtle", "RDF/XML", "N-Triples", "JSON"), strict=True))


@dataclass(frozen=True, slots=True)
class Group:
    """Some facts under a heading."""

    heading: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page shows: `kind` says what kind of thing it is, `actions` are labels and addresses."""

    kind: str
    title: Said
    lead: Said | None = None
    actions: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()


def thing_page(request: Request, moment: Moment, thing: Thing, sheet: Callable[[Words], Sheet],
               around: Around) -> Response:
    """The page; `sheet` is only made when the client does not hold it already."""
    words = Words(language_of(request))
    return page_answer(request, moment, "thing.html", lambda: {
        "sheet": sheet(words), "thing": thing, "signposts": around.links, "forms": forms_of(thing),
    }, around.links, headers=around.headers, modified=around.modified)


def forms_of(thing: Thing) -> list[tuple[str, str]]:
    """The forms that persons are offered: names and addresses."""
    return [(_FORM_NAMES[form], thing.at(form)) for form in thing.forms if form in _FORM_NAMES]
