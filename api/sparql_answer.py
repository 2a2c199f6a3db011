"""Answers of the SPARQL endpoint: whole ones, and long ones that are sent as they come.

A long answer that breaks off is never closed properly: its last chunk does not come, so that every HTTP client tells
it from a whole one. HTTP/1.0 knows no chunks: there, an answer is sent only once it is whole.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from sparql.failure import Broken
from sparql.question import Answer

_LOG = logging.getLogger("maillage.sparql")


async def response_of(request: Request, answer: Answer, headers: Mapping[str, str]) -> Response:
    """The response that carries an answer; raises QueryFailed where HTTP/1.0 must wait for what breaks off."""
    if answer.rest is not None and request.scope.get("http_version") == "1.0":
        try:
            return Response(await answer.whole(), headers=dict(headers), media_type=answer.media_type)
        except Broken as broken:
            raise broken.failed from broken
    if answer.rest is None:
        return Response(answer.body, headers=dict(headers), media_type=answer.media_type)
    return _Streamed(answer, headers)


class _Streamed(Response):
    """The beginning of an answer, then the rest of it."""

    def __init__(self, answer: Answer, headers: Mapping[str, str]) -> None:
        super().__init__(headers=dict(headers), media_type=answer.media_type)
        del self.headers["content-length"]
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        rest = self._answer.rest
        assert rest is not None  # noqa: S101 - whole answers are sent otherwise
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self._answer.body, "more_body": True})
        try:
            async for part in rest:
                await send({"type": "http.response.body", "body": part, "more_body": True})
        except Broken as broken:
            _LOG.info("an answer broke off: %s", broken)
            return  # Without its end: the server hangs up, and the client knows.
        await send({"type": "http.response.body", "body": b"", "more_body": False})
