"""The page of one source for those who read its records."""

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.catalogue_view import View
from api.negotiate import JSON
from api.pages.page_answer import page_answer
from api.pages.said import Speaker
from api.pages.strings import Words
from api.problems import language_of
from catalogue.generation import SourceSummary


def source_page(request: Request, view: View, name: str, source: SourceSummary) -> Response:
    """One source as a page."""
    speaker = Speaker(view, Words(language_of(request)))
    return page_answer(
        request, view, "source.html",
        lambda: {"name": name, "source": source, "title": speaker.source_title(source),
                 "licence": speaker.licence(source.licence)},
        [Link(f"/id/source/{name}.json", "alternate", JSON.media_type)])
