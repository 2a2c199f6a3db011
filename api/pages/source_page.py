"""The page of one source for those who read its records."""

from fastapi import Request
from fastapi.responses import Response

from api.catalogue_view import View
from api.linked.around import Around
from api.linked.thing import Thing
from api.pages.page_answer import page_answer
from api.pages.said import Speaker
from api.pages.strings import Words
from api.pages.thing_page import forms_of
from api.problems import language_of
from catalogue.generation import SourceSummary


def source_page(request: Request, view: View, name: str, source: SourceSummary, thing: Thing,
                around: Around) -> Response:
    """One source as a page."""
    speaker = Speaker(view, Words(language_of(request)))
    return page_answer(
        request, view, "source.html",
        lambda: {"name": name, "source": source, "title": speaker.source_title(source), "iri": thing.iri,
                 "licence": speaker.licence(source.licence), "forms": forms_of(thing), "signposts": around.links},
        around.links, headers=around.headers, modified=around.modified)
