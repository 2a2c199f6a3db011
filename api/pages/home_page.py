"""The home page: the search, what there is by kind, what is coming, where it all comes from."""

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.catalogue_view import View
from api.coming import today_of
from api.pages.highlight import Highlighter
from api.pages.hits import hit_of
from api.pages.page_answer import page_answer
from api.pages.said import Speaker
from api.pages.strings import Words
from api.problems import language_of
from ontology.kinds import KINDS
from search.query import SearchQuery

_SESSIONS: Final = 6
_SOURCES: Final = 8


def home_page(request: Request, view: View) -> Response:
    """The home page."""
    return page_answer(request, view, "home.html", lambda: _context(request, view))


def _context(request: Request, view: View) -> dict[str, Any]:
    words, today = Words(language_of(request)), today_of(request)
    counts = {one.code: one.count for one in view.search(SearchQuery(size=0, facets=("type",))).facets["type"]}
    coming = view.search(SearchQuery(date_from=today, sort="date", size=_SESSIONS, facets=()))
    speaker, highlighter = Speaker(view, words), Highlighter("")
    sources = sorted(view.manifest.sources.items(), key=lambda named: -named[1].records)
    return {
        "tiles": [
            (kind.code, kind.fr if words.language == "fr" else kind.en, counts[kind.code])
            for kind in KINDS.values() if counts.get(kind.code)
        ],
        "total": view.manifest.records,
        "coming": [hit_of(item, speaker, highlighter, today) for item in coming.items],
        "coming_total": coming.total,
        "today": today,
        "sources": [(name, source, speaker.source_title(source)) for name, source in sources[:_SOURCES]],
        "source_count": len(sources),
    }
