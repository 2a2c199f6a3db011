"""A page made from the ledger as an answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link, answer, entity_tag, unchanged
from api.catalogue_view import SCOPE_KEY, View
from api.last_modified import LastModified
from api.negotiate import HTML
from api.pages.elapsed import ago, lasted, moment, now_of
from api.pages.rendering import pages_of
from api.pages.strings import Words
from api.pages.workbench.naming import named
from api.problems import language_of
from api.workbench.ledger_room import LedgerView


def ledger_page(request: Request, view: LedgerView, template: str, context: Callable[[], dict[str, Any]],
                links: Sequence[Link] = (), variant: str = "", *, headers: Mapping[str, str] | None = None,
                modified: LastModified | None = None) -> Response:
    """The page, or 304; what it says of elapsed time holds for a minute.

    `variant` is what else it hangs on. Templates may use `ago`, `moment` and `lasted` for instants.
    """
    language, now = language_of(request), now_of(request)
    generation: View | None = request.scope.get(SCOPE_KEY)
    tag = entity_tag(request, view, HTML, f"{language} {now:%Y-%m-%dT%H:%M} {variant} "
                                          f"{generation.generation if generation else ''}")
    held = unchanged(request, tag, headers, modified)
    if held is not None:
        return held
    words = Words(language)
    body = pages_of(request).render(
        request, template, ago=lambda lexical: ago(lexical, now, words), moment=lambda lexical: moment(lexical, words),
        lasted=lambda start, end: lasted(start, end, words), named=lambda value: named(value, language), **context())
    return answer(body, HTML, tag, language=language, links=links, headers=headers, modified=modified)
