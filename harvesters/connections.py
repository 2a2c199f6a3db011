"""Connections that lead where they were checked to lead, and end when their time is over."""

import threading
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext
from time import monotonic
from typing import Any, TypeVar

import httpcore
from httpcore import NetworkBackend, NetworkStream

from harvesters.addresses import Resolve, permitted

T = TypeVar("T")

# Whoever presses Ctrl-C waits this long for a server that does not answer.
_STEP = 0.5


class TooSlow(Exception):
    """The time allowed for the whole fetch is over."""


class UnknownHost(Exception):
    """The host's name leads to no address."""


class Deadline:
    """The moment at which a fetch ends, whatever it is doing; `stop` ends it at once."""

    def __init__(self, seconds: float, stop: threading.Event | None = None) -> None:
        self._end = monotonic() + seconds
        self._stop = stop or threading.Event()

    def cut(self, timeout: float | None) -> float:
        """`timeout`, cut to what is left; raises TooSlow when nothing is."""
        left = self._end - monotonic()
        if left <= 0 or self._stop.is_set():
            raise TooSlow
        return left if timeout is None else min(left, timeout)

    def watch(self, timeout: float | None, attempt: Callable[[float], T]) -> T:
        """What `attempt` gives within `timeout`, waited for in short steps, so that a stop is noticed."""
        end = monotonic() + self.cut(timeout)
        while True:
            try:
                return attempt(min(_STEP, max(end - monotonic(), 0.001)))
            except httpcore.ReadTimeout:
                if monotonic() >= end:
                    raise
                self.cut(None)


class CheckedConnections(NetworkBackend):
    """Resolves a name once, checks the addresses and connects to the very ones that were checked.

    A name that changes its address between check and connection (DNS rebinding) therefore gains nothing.
    """

    def __init__(self, allow: Sequence[str], resolve: Resolve, deadline: Deadline) -> None:
        self._allow = allow
        self._resolve = resolve
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
                    socket_options: Iterable[Any] | None = None) -> NetworkStream:
        """Connect to the first of the host's permitted addresses that answers."""
        failure: Exception = UnknownHost(host)
        for address in permitted(host, port, self._addresses(host, port), self._allow):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.cut(timeout), local_address, socket_options)
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as failed:
                failure = failed
        raise failure

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """The resolver's answer, waited for no longer than the deadline: getaddrinfo has no time-out."""
        answers: list[Sequence[str] | OSError] = []

        def ask() -> None:
            try:
                answers.append(self._resolve(host, port))
            except (OSError, UnicodeError) as unknown:
                answers.append(OSError(str(unknown)))

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(self._deadline.cut(_STEP))
        answer = answers[0]
        if isinstance(answer, OSError) or not answer:
            raise UnknownHost(host)
        return answer


class _TimedStream(NetworkStream):
    """A stream whose every wait is cut by the deadline: a server that drips bytes cannot hold it."""

    def __init__(self, stream: NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._deadline.watch(timeout, lambda step: self._stream.read(max_bytes, step))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cut(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, ssl_context: SSLContext, server_hostname: str | None = None,
                  timeout: float | None = None) -> NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cut(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
