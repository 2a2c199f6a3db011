"""Requests to a store: only to its configured addresses, within a time and a size; what is cut is no answer."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import cache
from itertools import count
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

import httpx
import orjson

from sparql.formats import TABULAR
from sparql.remote import faults
from sparql.remote.authentication import AsAsked
from sparql.remote.faults import StoreFault
from sparql.remote.store import RemoteStore

FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = TABULAR["json"][0]
# Moving a graph of millions of triples is one request, and may take as long.
SECONDS: Final = 900.0
_CONNECT_SECONDS: Final = 10.0
_LARGEST_ANSWER: Final = 64 << 20
_LARGEST_COMPLAINT: Final = 4 << 10
_TRIES: Final = 3
_PAUSE = 1.0
# Virtuoso takes N-Triples under either name; some stores know only one.
_SERIALISATIONS: Final = ("application/n-triples", "text/turtle")


class Connection:
    """Requests to one store, in one event loop. To be closed."""

    def __init__(self, store: RemoteStore, seconds: float = SECONDS) -> None:
        self.store = store
        self._seconds = seconds
        # The environment may name a proxy, which is not the configured address; its certificates are welcome.
        self._client = httpx.AsyncClient(
            trust_env=False, verify=_trust(), follow_redirects=False,
            timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
            headers={"User-Agent": "maillage", "Accept-Encoding": "identity"})
        self._auths = {url: AsAsked(store.user, store.password)
                       for url in (store.query_url, store.update_url, store.graph_store_url) if store.user}
        self._serialisation = 0
        self.server = ""

    @asynccontextmanager
    async def asking(self, method: str, url: str, *, at: httpx.URL | None = None, content: bytes = b"",
                     headers: Mapping[str, str] | None = None) -> AsyncIterator[httpx.Response]:
        """An answer that is no error, as soon as its head has come; `at` is the address in full.

        Raises:
            StoreFault: there is none, or it breaks off while it is read in the block.
        """
        request = self._client.build_request(method, at or url, content=content or None, headers=headers)
        try:
            response = await self._client.send(request, stream=True, auth=self._auths.get(url))
            try:
                if not response.is_success:
                    told = await _beginning(response)
                    raise faults.refusal(url, response.status_code, told, response.headers.get("location", ""))
                _check_framing(url, response)
                self.server = response.headers.get("server", "").lower()
                yield response
            finally:
                await response.aclose()
        except httpx.TimeoutException as late:
            raise faults.too_slow(url, self._seconds) from late
        except httpx.ConnectError as fault:
            raise faults.unreachable(url, str(fault)) from fault
        except httpx.TransportError as fault:
            raise faults.cut(url, str(fault) or type(fault).__name__) from fault

    async def whole(self, method: str, url: str, *, at: httpx.URL | None = None, content: bytes = b"",
                    headers: Mapping[str, str] | None = None, tries: int = _TRIES) -> bytes:
        """A whole answer. What may pass is tried again: every request but the switch may be repeated.

        Raises:
            StoreFault: there is no such answer.
        """
        for attempt in count(1):
            try:
                async with asyncio.timeout(self._seconds):
                    await self._introduce(url, at)
                    async with self.asking(method, url, at=at, content=content, headers=headers) as response:
                        return await _read(url, response)
            except TimeoutError as late:
                raise faults.too_slow(url, self._seconds) from late
            except StoreFault as fault:
                if fault.lasting or attempt >= tries:
                    raise
                if auth := self._auths.get(url):
                    auth.forget()
            await asyncio.sleep(attempt * _PAUSE)
        raise AssertionError

    async def _introduce(self, url: str, at: httpx.URL | None) -> None:
        """Let the store make its challenge before it is sent anything large: Virtuoso hangs up on a request that it
        does not let in, in the middle of its body."""
        auth = self._auths.get(url)
        if auth is None or auth.has_met or url == self.store.query_url:
            return
        with suppress(StoreFault):
            async with self.asking("GET", url, at=at):
                return

    async def select(self, text: str, *graphs: str) -> list[dict[str, str]]:
        """The values that a SELECT finds in the union of graphs; raises StoreFault."""
        url = self.store.query_url
        content = await self.whole("POST", url, content=query_form(text, graphs, graphs),
                                   headers={"Content-Type": FORM, "Accept": JSON})
        try:
            told: Any = orjson.loads(content)
            return [{name: str(term["value"]) for name, term in row.items()} for row in told["results"]["bindings"]]
        except (ValueError, LookupError, TypeError, AttributeError) as fault:
            raise faults.unreadable(url, "SELECT") from fault

    async def update(self, statements: Sequence[str], *, tries: int = _TRIES) -> None:
        """Have the store carry out an update in one request; raises StoreFault."""
        await self.whole("POST", self.store.update_url, content=" ;\n".join(statements).encode(), tries=tries,
                         headers={"Content-Type": "application/sparql-update"})

    async def put(self, graph: str, content: bytes, *, add: bool = False) -> None:
        """Replace a graph by N-Triples, or add them to it; raises StoreFault."""
        for serialisation in range(self._serialisation, len(_SERIALISATIONS)):
            try:
                await self.whole("POST" if add else "PUT", self.store.graph_store_url, at=self._place(graph),
                                 content=content, headers={"Content-Type": _SERIALISATIONS[serialisation]})
            except faults.Refused as fault:
                if fault.status not in (406, 415) or serialisation + 1 == len(_SERIALISATIONS):
                    raise
            else:
                self._serialisation = serialisation
                return

    async def delete(self, graph: str) -> None:
        """Remove a graph, if it is there; raises StoreFault."""
        try:
            await self.whole("DELETE", self.store.graph_store_url, at=self._place(graph))
        except StoreFault as fault:
            if fault.code != "MLG-Y047":  # 404: it is not there.
                raise

    def _place(self, graph: str) -> httpx.URL:
        """Where a graph is managed: at its own address where that lies in the store (direct identification, Graph
        Store Protocol section 4.1), else at the store's with the graph's IRI (indirect, section 4.2)."""
        url = self.store.graph_store_url
        if graph.startswith(f"{url.rstrip('/')}/"):
            return httpx.URL(graph)
        return httpx.URL(url).copy_add_param("graph", graph)

    async def close(self) -> None:
        """Hang up."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self.close()


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities of httpx (or of SSL_CERT_FILE), read once."""
    return httpx.create_ssl_context()


def query_form(text: str, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> bytes:
    """A query as a form (SPARQL 1.1 Protocol section 2.1.2)."""
    return urlencode([("query", text), *(("default-graph-uri", iri) for iri in default_graphs),
                      *(("named-graph-uri", iri) for iri in named_graphs)]).encode()


def _check_framing(url: str, response: httpx.Response) -> None:
    """Refuse an answer of which nobody could tell whether it is whole."""
    told = response.headers
    if response.status_code != 204 and "content-length" not in told and "transfer-encoding" not in told:
        raise faults.unreadable(url, "no Content-Length")
    if told.get("content-encoding", "identity") != "identity":
        raise faults.unreadable(url, f"Content-Encoding: {told['content-encoding']}")


async def _read(url: str, response: httpx.Response) -> bytes:
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > _LARGEST_ANSWER:
            raise faults.too_large(url, _LARGEST_ANSWER)
    return bytes(content)


async def _beginning(response: httpx.Response) -> str:
    """What an error begins with."""
    content = b""
    async for part in response.aiter_raw():
        content += part
        if len(content) > _LARGEST_COMPLAINT:
            break
    return content[:_LARGEST_COMPLAINT].decode("utf-8", "replace")
