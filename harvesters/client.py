"""An HTTP client with manners: it asks each host what robots may do, waits for its turn, and never asks for long."""

import ssl
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from threading import Lock
from typing import TypeVar

import httpcore
import httpx

from harvesters import failures
from harvesters.addresses import Resolve, is_allowed, is_own
from harvesters.body import announced, decoded, first
from harvesters.budget import Budget
from harvesters.connections import CheckedConnections
from harvesters.failures import FetchFailed
from harvesters.hosts import Hosts
from harvesters.limits import Limits
from harvesters.locations import next_hop, origin_of, port_of, web_address
from harvesters.retrying import persist, retry_after
from harvesters.robots import LARGEST, PATH, Rules, read_rules
from harvesters.telling import told
from harvesters.validators import Header

T = TypeVar("T")

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})
_NOT_MODIFIED = 304
_SMALL = 16 << 10
_IDLE = 30.0
# A robots.txt that is not to be found asks for nothing; one that cannot be read may ask for anything.
_NOT_FOUND = frozenset({"MLG-N001", "MLG-N007"})
_UNREAD = frozenset({"MLG-N005", "MLG-N006", "MLG-N008", "MLG-N009", "MLG-N010", "MLG-N011"})


class Client:
    """Gets answers, one at a time, within a budget; connections are kept until `close`."""

    def __init__(self, hosts: Hosts, allow: Sequence[str], limits: Limits, resolve: Resolve, agent: str,
                 budget: Budget) -> None:
        self._hosts = hosts
        self._allow = tuple(allow)
        self._limits = limits
        self._agent = agent.encode("latin-1", "replace")
        self._budget = budget
        self._pool = httpcore.ConnectionPool(
            _trust(), keepalive_expiry=_IDLE, network_backend=CheckedConnections(self._allow, resolve, budget))
        self._asked_to_wait: dict[str, tuple[float, int]] = {}
        self._busy = Lock()
        weakref.finalize(self, self._pool.close)

    def get(self, url: str, headers: Sequence[Header], keep: Callable[[httpx.URL, httpcore.Response], T]) -> T:
        """What `keep` makes of the answer, after redirects, waits and further tries within one budget.

        Raises:
            FetchFailed: there is no such answer.
        """
        with self._busy:
            self._budget.renew()
            with told(web_address(url), self._limits):
                return persist(lambda: self._follow(url, headers, keep, self._admit), self._limits.tries, self._budget)

    def close(self) -> None:
        """Hang up every connection that is kept open."""
        self._pool.close()

    def _follow(self, start: str, headers: Sequence[Header], keep: Callable[[httpx.URL, httpcore.Response], T],
                admit: Callable[[httpx.URL], Rules]) -> T:
        """What `keep` makes of the answer at the end of the redirects, each of which is to be admitted."""
        url = web_address(start)
        for _ in range(self._limits.hops + 1):
            with told(url, self._limits):
                self._wait_as_asked(url)
                rules = admit(url)
                with self._turn(url, rules), self._answer(url, headers) as answer:
                    if answer.status in _PASSING:
                        raise self._passing(url, answer)
                    if answer.status not in _REDIRECTS:
                        return keep(url, answer)
                    drain(answer)
                    url = next_hop(url, httpx.Headers(answer.headers).get("location", ""))
        raise failures.too_many_hops(start, self._limits.hops)

    @contextmanager
    def _turn(self, url: httpx.URL, rules: Rules) -> Iterator[None]:
        """Our turn to ask the host; a curator's own machine needs no pause between requests, unless it asks for one."""
        own = is_own(url.host) and is_allowed(url.host, port_of(url), self._allow)
        gap = max(0.0 if own else self._hosts.gap, rules.delay)
        with self._hosts.host(origin_of(url)).turn(self._budget, gap):
            yield

    @contextmanager
    def _answer(self, url: httpx.URL, headers: Sequence[Header]) -> Iterator[httpcore.Response]:
        limits = self._limits
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        waits = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        sent = [(b"User-Agent", self._agent), (b"Accept-Encoding", b"gzip, deflate"), *headers]
        self._budget.expect_answer()
        with self._pool.stream("GET", target, headers=sent, extensions={"timeout": waits}) as answer:
            yield answer

    def _admit(self, url: httpx.URL) -> Rules:
        """What the host asks of robots, if that admits us to the address."""
        rules = self._hosts.host(origin_of(url)).rules(self._budget, partial(self._ask_rules, url))
        if rules.unknown is not None:
            raise failures.robots_unknown(str(url.join(PATH)), rules.unknown)
        if not rules.admit(str(url)):
            raise failures.robots_forbid(str(url), str(url.join(PATH)))
        return rules

    def _ask_rules(self, url: httpx.URL) -> Rules:
        try:
            return persist(lambda: self._follow(str(url.join(PATH)), (), self._rules, lambda _: Rules()),
                           self._limits.tries, self._budget)
        except FetchFailed as fault:
            if fault.code in _NOT_FOUND:
                return Rules()
            if fault.code in _UNREAD:
                return Rules(unknown=fault)
            raise

    def _rules(self, url: httpx.URL, answer: httpcore.Response) -> Rules:
        if not 200 <= answer.status < 300:
            drain(answer)
            if answer.status >= 500:
                raise failures.bad_status(str(url), answer.status)
            return Rules()
        return read_rules(first(decoded(answer, httpx.Headers(answer.headers), self._limits), LARGEST))

    def _passing(self, url: httpx.URL, answer: httpcore.Response) -> FetchFailed:
        """The fault of a status that may pass."""
        drain(answer)
        wait = retry_after(httpx.Headers(answer.headers), datetime.now(UTC)) or 0.0
        if wait:
            self._asked_to_wait[origin_of(url)] = (self._budget.now() + wait, answer.status)
        if wait >= self._budget.left():
            return failures.come_back(str(url), answer.status, datetime.now(UTC) + timedelta(seconds=wait))
        return failures.passing(str(url), answer.status)

    def _wait_as_asked(self, url: httpx.URL) -> None:
        """Leave a host alone for as long as its last answer asked for, whatever document is next."""
        until, status = self._asked_to_wait.get(origin_of(url), (0.0, 0))
        wait = until - self._budget.now()
        if not status or wait <= 0:
            return
        if wait >= self._budget.left():
            raise failures.come_back(str(url), status, datetime.now(UTC) + timedelta(seconds=wait))
        self._budget.wait(wait)


def drain(answer: httpcore.Response) -> None:
    """Read what is left of a small answer that is not wanted, so that its connection can be used again."""
    length = announced(httpx.Headers(answer.headers))
    if answer.status == _NOT_MODIFIED or (length is not None and length <= _SMALL):
        with suppress(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
            for _ in answer.iter_stream():
                continue


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities of httpx (or of SSL_CERT_FILE), read once."""
    return httpx.create_ssl_context()
