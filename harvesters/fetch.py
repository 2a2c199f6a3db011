"""The one way in: a bounded, polite fetch of one document, from the web or from a file, onto disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Self

import httpcore
import httpx

from harvesters import failures
from harvesters.addresses import Resolve, resolve
from harvesters.body import announced, decoded, proven, read_file, store
from harvesters.budget import Budget, Clock, Pause
from harvesters.client import Client, drain
from harvesters.failures import FetchFailed
from harvesters.hosts import Hosts
from harvesters.limits import Limits
from harvesters.locations import local_path
from harvesters.validators import conditions, validators
from ontology.terms import M

__all__ = ["AGENT", "FetchFailed", "Fetched", "Fetcher", "Limits", "Request", "local_path"]

AGENT = f"Maillage (+{M.iri.removesuffix('/ns#')})"

_PARTIAL_CONTENT = 206
_NOT_MODIFIED = 304
# Statuses that say all: no body adds to them.
_PLAIN = frozenset({401, 403, 404, 407, 410, 429})


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for. `etag` and `modified` are the validators that a former answer gave, word for word.

    With `errors`, the body of a 4xx answer is a document too, unless its status says all (401, 403, 404, 410, …).
    """

    url: str
    accept: str = "*/*"
    etag: str = ""
    modified: str = ""
    errors: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document on disk. `url` is where it was found after redirects; `media_type` the server's own words.

    `looks` is what its first bytes look like; `etag` and `modified` are its validators for the next time. Status 304
    means that it is what it was: then nothing is at `path`, and `bytes` and `sha256` are empty. What is not `proven`
    may have been cut without anybody noticing: the server marked no end.
    """

    path: Path
    url: str
    media_type: str
    status: int
    bytes: int
    sha256: str
    etag: str = ""
    modified: str = ""
    looks: str = ""
    proven: bool = True


class Fetcher:
    """Fetches documents within limits, one at a time; `allow` names the private `host:port` pairs it may reach.

    Fetchers that share `hosts` are polite together. Connections are kept between fetches until `close`.
    """

    def __init__(self, *, hosts: Hosts | None = None, allow: Sequence[str] = (), limits: Limits | None = None,
                 resolve: Resolve = resolve, agent: str = AGENT, clock: Clock = monotonic,
                 pause: Pause | None = None) -> None:
        self._limits = limits or Limits()
        self._budget = Budget(self._limits.seconds, self._limits.wire, clock, pause)
        self._client = Client(hosts or Hosts(), allow, self._limits, resolve, agent, self._budget)

    def stop(self) -> None:
        """End the fetch that is under way in another thread, and every later one."""
        self._budget.stop()

    def close(self) -> None:
        """Hang up every connection that is kept open."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def fetch(self, request: Request | str, into: Path) -> Fetched:
        """Put the document of an http(s) or file IRI at `into`.

        Raises:
            FetchFailed: it could not be had whole within the limits; nothing is left at `into`.
        """
        asked = Request(request) if isinstance(request, str) else request
        try:
            if asked.url.startswith("file:"):
                return self._copy(asked.url, into)
            headers = [(b"Accept", asked.accept.encode("latin-1")), *conditions(asked.etag, asked.modified)]
            return self._client.get(asked.url, headers, partial(self._keep, asked, into))
        except BaseException:
            into.unlink(missing_ok=True)
            raise

    def probe(self, url: str) -> int:
        """The status that an http(s) address answers with; a body of any length is left unread.

        Raises:
            FetchFailed: there is no answer, or one that may pass (429, 5xx), or robots may not ask.
        """
        return self._client.get(url, [(b"Accept", b"text/html, */*;q=0.8")], _status)

    def _copy(self, url: str, into: Path) -> Fetched:
        """A copy of a local file: what is read and hashed cannot change under the reader."""
        body = store(read_file(url), into, self._limits)
        return Fetched(into, url, "", 200, body.bytes, body.sha256, looks=body.looks)

    def _keep(self, asked: Request, into: Path, url: httpx.URL, answer: httpcore.Response) -> Fetched:
        headers = httpx.Headers(answer.headers)
        media_type = headers.get("content-type", "")[:200]
        etag, modified = validators(answer)
        if answer.status == _NOT_MODIFIED and conditions(asked.etag, asked.modified):
            drain(answer)
            into.unlink(missing_ok=True)
            return Fetched(into, str(url), media_type, _NOT_MODIFIED, 0, "", etag or asked.etag,
                           modified or asked.modified)
        if not _is_document(answer.status, asked.errors):
            drain(answer)
            raise failures.bad_status(str(url), answer.status)
        if (announced(headers) or 0) > self._limits.size:
            raise failures.too_large(self._limits.size)
        body = store(decoded(answer, headers, self._limits), into, self._limits)
        return Fetched(into, str(url), media_type, answer.status, body.bytes, body.sha256, etag, modified, body.looks,
                       proven(headers))


def _status(_: httpx.URL, answer: httpcore.Response) -> int:
    drain(answer)
    return answer.status


def _is_document(status: int, errors: bool) -> bool:
    whole = 200 <= status < 300 and status != _PARTIAL_CONTENT
    return whole or (errors and 400 <= status < 500 and status not in _PLAIN)
