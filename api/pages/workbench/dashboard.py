"""The dashboard: how every source stands, those that need somebody first."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link
from api.catalogue_view import view_of
from api.negotiate import JSON
from api.pages.elapsed import now_of
from api.pages.page_answer import page_answer
from api.pages.said import Said, Speaker
from api.pages.strings import Words
from api.pages.workbench.ledger_page import ledger_page
from api.pages.workbench.sparkline import Sparkline, sparkline
from api.problems import Problem, language_of, told
from api.values import in_language
from api.workbench.asked import page_addresses, portion_asked
from api.workbench.desk import Declared
from api.workbench.ledger_room import room_of
from api.workbench.orders import desk_of
from catalogue.standings import Standing, standings

_LINKS: Final = [Link("/sources.json", "alternate", JSON.media_type)]


@dataclass(frozen=True, slots=True)
class Row:
    """A source as the dashboard shows it; `declared` is `None` where no source file says anything of it."""

    name: str
    title: Said
    standing: Standing
    line: Sparkline | None
    declared: Declared | None


def dashboard(request: Request) -> Response:
    """Every source ever harvested; without a ledger, those of the generation and why there is no more to say."""
    portion = portion_asked(request)
    declared = declared_of(request)
    try:
        with room_of(request).open() as view:
            now = now_of(request)
            every = room_of(request).kept(view, ("standings", now.date()),
                                          lambda: standings(view.ledger, now.date()))
            page = every[portion.offset:portion.offset + portion.size]
            return ledger_page(request, view, "desk.html", lambda: {
                **_context(request, every, declared or {}),
                "rows": [row_of(one, declared, language_of(request)) for one in page],
                "around": page_addresses(request, portion, len(every)),
            }, _LINKS, fingerprint(declared))
    except Problem as problem:
        if problem.status != 503:
            raise
        return _without_ledger(request, problem)


def row_of(standing: Standing, declared: Mapping[str, Declared] | None, language: str) -> Row:
    """A source as the dashboard shows it."""
    source = standing.source
    title = Said(*in_language(source.declaration, "title", language))
    return Row(source.name, title if title.text else Said(source.name), standing, sparkline(standing.live),
               (declared or {}).get(source.name))


def declared_of(request: Request) -> Mapping[str, Declared] | None:
    """The declared sources, where this server knows them."""
    desk = desk_of(request)
    return desk.declared() if desk else None


def fingerprint(declared: Mapping[str, Declared] | None) -> str:
    """What changes whenever the declarations do."""
    return blake2b(repr(declared).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _context(request: Request, every: list[Standing], declared: Mapping[str, Declared]) -> dict[str, Any]:
    language = language_of(request)
    known = {one.source.name for one in every}
    return {
        "needed": sum(one.needs_action for one in every),
        "never": [(name, Said(*in_language({"title": one.title}, "title", language)), one)
                  for name, one in sorted(declared.items()) if name not in known],
        "acts": desk_of(request) is not None,
    }


def _without_ledger(request: Request, problem: Problem) -> Response:
    generation = view_of(request)
    speaker = Speaker(generation, Words(language_of(request)))
    return page_answer(request, generation, "sources.html", lambda: {
        "sources": [(name, source, speaker.source_title(source), speaker.licence(source.licence))
                    for name, source in generation.manifest.sources.items()],
        "missing": told(problem, request)}, _LINKS)
