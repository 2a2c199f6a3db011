"""A page as an answer: its tag, its language, its links."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.answer import Link, Moment, answer, entity_tag, unchanged
from api.coming import today_of
from api.last_modified import LastModified
from api.negotiate import HTML
from api.pages.rendering import pages_of
from api.problems import language_of


def page_answer(request: Request, view: Moment, template: str, context: Callable[[], dict[str, Any]],
                links: Sequence[Link] = (), variant: str = "", *, headers: Mapping[str, str] | None = None,
                modified: LastModified | None = None) -> Response:
    """The page, or 304; `context` is only made when the client does not hold the page already.

    Pages tell what is to come, so that a page of yesterday is another one; `variant` is whatever else it hangs on.
    """
    language = language_of(request)
    tag = entity_tag(request, view, HTML, f"{language} {today_of(request)} {variant}".rstrip())
    held = unchanged(request, tag, headers, modified)
    if held is not None:
        return held
    body = pages_of(request).render(request, template, **context())
    return answer(body, HTML, tag, language=language, links=links, headers=headers, modified=modified)
