"""What a host asks of robots in its /robots.txt (RFC 9309), as far as it concerns us."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

from harvesters.failures import FetchFailed
from harvesters.sniffing import looks_like

PRODUCT = "Maillage"
PATH = "/robots.txt"
LARGEST = 500 << 10
LONGEST_DELAY = 10.0

_AGENT_LINE = re.compile(r"\s*user[-\s]*agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)
_NAME = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The wishes of one host. `delay` is in seconds; `unknown` is why they could not be had."""

    robots: Protego | None = None
    delay: float = 0.0
    unknown: FetchFailed | None = None

    def admit(self, url: str) -> bool:
        """Whether an address of the host may be fetched."""
        return self.robots is None or self.robots.can_fetch(url, PRODUCT)


def read_rules(content: bytes) -> Rules:
    """The rules of a robots.txt. A web page in its place, as some sites answer to any address, says nothing."""
    start = content[:LARGEST]
    if looks_like(start) == "html":
        return Rules()
    robots = Protego.parse("\n".join(_of_concern(start.decode("utf-8-sig", "replace").splitlines())))
    rate = robots.request_rate(PRODUCT)
    delays = (robots.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    return Rules(robots, min(max(delays), LONGEST_DELAY))


def _of_concern(lines: list[str]) -> Iterator[str]:
    """The lines, with all other robots called the same.

    Protego copies each rule for each robot that it is for: a file of 500 KiB that names 10,000 robots before 10,000
    rules would fill the memory. It also takes "User-agent: m" for a name of ours.
    """
    before = ""
    for line in lines:
        named = _AGENT_LINE.match(line)
        if named:
            line = f"User-agent: {_called(named[1].strip())}"
            if line == before:
                continue
        yield line
        if line.strip():
            before = line


def _called(name: str) -> str:
    if name == "*":
        return name
    product = _NAME.match(name)
    return PRODUCT if product and product[0].lower() == PRODUCT.lower() else "another"
