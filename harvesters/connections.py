"""Connections that lead where they were checked to lead, and end when their time is over."""

import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from ssl import SSLContext
from typing import Any

import httpcore
from httpcore import NetworkBackend, NetworkStream

from harvesters.addresses import Resolve, permitted
from harvesters.budget import Budget

# Servers that send head and body apart wait for the acknowledgement of the head, which systems like to put off: on a
# connection that is kept, each answer would take 40 ms more.
_QUICK: int | None = getattr(socket, "TCP_QUICKACK", None)


class UnknownHost(Exception):
    """The host's name leads to no address."""


class CheckedConnections(NetworkBackend):
    """Resolves a name once, checks the addresses and connects to the very ones that were checked.

    A name that changes its address between check and connection (DNS rebinding) therefore gains nothing. A connection
    that is used again still leads where it led.
    """

    def __init__(self, allow: Sequence[str], resolve: Resolve, budget: Budget) -> None:
        self._allow = allow
        self._resolve = resolve
        self._budget = budget
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[Any] | None = None) -> NetworkStream:
        """Connect to the first of the host's permitted addresses that answers."""
        failure: Exception = UnknownHost(host)
        for address in permitted(host, port, self._addresses(host, port), self._allow):
            try:
                return self._connected(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                self._budget.cut(None)
                failure = failed
        raise failure

    def _connected(self, address: str, port: int, timeout: float | None, local_address: str | None,
                   socket_options: Iterable[Any] | None) -> NetworkStream:
        patience = self._budget.cut(timeout)
        stream = self._budget.attend(
            lambda: self._sockets.connect_tcp(address, port, patience, local_address, socket_options), _hang_up)
        return _BudgetedStream(stream, self._budget)

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """The resolver's answer, waited for no longer than the budget allows: getaddrinfo has no time-out."""
        try:
            answer = self._budget.attend(lambda: self._resolve(host, port))
        except (OSError, UnicodeError) as unknown:
            raise UnknownHost(host) from unknown
        if not answer:
            raise UnknownHost(host)
        return answer


class _BudgetedStream(NetworkStream):
    """A stream whose every wait is cut by the budget: a server that drips bytes cannot hold it."""

    def __init__(self, stream: NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._budget.take(self._budget.watch(timeout, lambda step: self._stream.read(max_bytes, step)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._budget.cut(timeout))
        if _QUICK is not None:
            with suppress(OSError):  # A connection that is gone is told by the next read.
                self._stream.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, _QUICK, 1)

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> NetworkStream:
        try:
            patience = self._budget.cut(timeout)
        except BaseException:
            self.close()  # The pool does not know the connection yet.
            raise
        secured = self._budget.attend(lambda: self._stream.start_tls(ssl_context, server_hostname, patience), _hang_up)
        return _BudgetedStream(secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _hang_up(late: NetworkStream) -> None:
    late.close()
