"""User and password, given only when a store asks for them, in the way it asks: Digest or Basic."""

from __future__ import annotations

from collections.abc import Generator

import httpx


class AsAsked(httpx.Auth):
    """Answers a store's challenge. Sends nothing before: a public query address never sees the password of the writer.

    One for each address, because challenges are.
    """

    def __init__(self, user: str, password: str) -> None:
        self._known = (user, password)
        self.forget()

    def forget(self) -> None:
        """Wait for another challenge."""
        self._digest = httpx.DigestAuth(*self._known)
        self._basic = httpx.BasicAuth(*self._known)
        self._is_basic = False
        self.has_met = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request, and once more with credentials when it is refused for want of them."""
        self.has_met = True
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        flow = self._digest.auth_flow(request)
        asking = next(flow)
        while True:
            response = yield asking
            try:
                asking = flow.send(response)
            except StopIteration:
                break
        challenges = response.headers.get_list("www-authenticate", split_commas=True)
        if response.status_code == 401 and any(told.strip().lower().startswith("basic") for told in challenges):
            self._is_basic = True
            yield from self._basic.auth_flow(request)
