"""The pages of the sources: all of them, and one."""

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


def sources_page(request: Request, view: View) -> Response:
    """The list of sources as a page."""
    speaker = Speaker(view, Words(language_of(request)))
    sources = [
        (name, source, speaker.source_title(source), speaker.licence(source.licence))
        for name, source in view.manifest.sources.items()
    ]
    return page_answer(request, view, "sources.html", lambda: {"sources": sources},
                       [Link("/sources.json", "alternate", JSON.media_type)])


def source_page(request: Request, view: View, name: str, source: SourceSummary) -> Response:
    """One source as a page."""
    speaker = Speaker(view, Words(language_of(request)))
    return page_answer(
        request, view, "source.html",
        lambda: {"name": name, "source": source, "title": speaker.source_title(source),
                 "licence": speaker.licence(source.licence)},
        [Link(f"/id/source/{name}.json", "alternate", JSON.media_type)])
