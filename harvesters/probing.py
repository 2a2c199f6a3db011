"""Asking many pages whether they answer: several hosts at a time, each of them one page after the other."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final
from urllib.parse import urlsplit

from catalogue.links import Outcome
from harvesters.fetch import Fetcher, FetchFailed, Limits
from harvesters.hosts import Hosts

# A page is asked once: whoever misses it today asks again tomorrow.
PATIENCE: Final = Limits(seconds=25.0, connect=8.0, read=12.0, tries=1, size=1 << 20, wire=2 << 20)
TOGETHER: Final = 8
_GAP: Final = 0.5
# After so many pages of a host in a row with one and the same fault, the others are not asked.
_ENOUGH: Final = 3
# Faults that are the whole host's, whatever was asked of it: no name, no connection, no valid certificate, private.
_WHOLE_HOST: Final = frozenset({"MLG-N002", "MLG-N003", "MLG-N004", "MLG-N014"})
# Faults that a host in trouble has too: its other pages wait for their next turn.
_TROUBLED: Final = frozenset({"MLG-N123", "MLG-N124", "MLG-N125", "MLG-N126", "MLG-N128", "MLG-N129"})
_PLACE: Final = re.compile(r"[\w.-]+\w(?::\d+)?")
_STOPPED: Final = "MLG-N018"
_BROKEN: Final = "MLG-N129"


@dataclass(frozen=True, slots=True)
class Target:
    """A page to ask; `allow` names the private `host:port` pairs that its sources may reach."""

    url: str
    allow: tuple[str, ...] = ()


def probe_all(targets: Iterable[Target], *, together: int = TOGETHER, limits: Limits = PATIENCE,
              hosts: Hosts | None = None) -> Iterator[Outcome]:
    """What each page answers, as the answers come; pages of a host in trouble may be left for another time."""
    groups = _by_host(targets)
    shared = hosts or Hosts(_GAP)
    fetchers = [Fetcher(hosts=shared, allow=group[0].allow, limits=limits) for group in groups]
    found: SimpleQueue[Outcome | None] = SimpleQueue()
    pool = ThreadPoolExecutor(together, thread_name_prefix="probing")
    try:
        asked = [pool.submit(_ask_host, fetcher, group, found) for fetcher, group in zip(fetchers, groups, strict=True)]
        busy = len(asked)
        while busy:
            outcome = found.get()
            if outcome is None:
                busy -= 1
            else:
                yield outcome
        for host in asked:
            host.result()
    finally:
        for fetcher in fetchers:
            fetcher.stop()
        pool.shutdown(cancel_futures=True)


def _by_host(targets: Iterable[Target]) -> list[list[Target]]:
    """The pages of each host, the host with most pages first, so that none is left to be asked alone at the end."""
    groups: dict[tuple[str, tuple[str, ...]], list[Target]] = {}
    for target in targets:
        with suppress(ValueError):
            groups.setdefault((urlsplit(target.url).netloc.lower(), target.allow), []).append(target)
    return sorted(groups.values(), key=len, reverse=True)


def _ask_host(fetcher: Fetcher, group: Sequence[Target], found: SimpleQueue[Outcome | None]) -> None:
    """Ask the pages of one host; `found` gets None at the end, however that comes."""
    alike, before = 0, ""
    try:
        with fetcher:
            for number, target in enumerate(group, 1):
                answer = _ask(fetcher, target.url)
                if answer is None:
                    return
                found.put(answer.outcome)
                alike = alike + 1 if answer.outcome.code == before else 1
                before = answer.outcome.code
                if alike >= _ENOUGH and before in _TROUBLED:
                    for other in group[number:] if answer.whole_host else ():
                        found.put(replace(answer.outcome, url=other.url))
                    return
    finally:
        found.put(None)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a page answered; `whole_host` when every page of its host would have."""

    outcome: Outcome
    whole_host: bool = False


def _ask(fetcher: Fetcher, url: str) -> _Answer | None:
    """Whether a page answers; None when the check was ended meanwhile."""
    try:
        return _Answer(_answered(url, fetcher.probe(url)))
    except FetchFailed as fault:
        if fault.code == _STOPPED:
            return None
        if fault.status:
            return _Answer(_answered(url, fault.status))
        code = _reasons()["faults"].get(fault.code, _BROKEN)
        outcome = _missed(url, 0, code) if code else Outcome(url, None)
        return _Answer(outcome, fault.code in _WHOLE_HOST and _names(fault, url))


def _names(fault: FetchFailed, url: str) -> bool:
    """Whether a fault is about the host of the page, not about one that it redirects to."""
    place = urlsplit(url)
    return not {place.hostname, place.netloc.lower()}.isdisjoint(_PLACE.findall(fault.en))


def _answered(url: str, status: int) -> Outcome:
    """A page that answers that robots, or strangers, are not served may well be there."""
    if status < 400:
        return Outcome(url, True, status)
    if status in _reasons()["undecided"]:
        return Outcome(url, None, status)
    return _missed(url, status, "MLG-N121" if status in (404, 410) else "MLG-N122")


def _missed(url: str, status: int, code: str) -> Outcome:
    told = _reasons()["words"][code]
    return Outcome(url, False, status, code, told["fr"].format(status=status), told["en"].format(status=status))


@cache
def _reasons() -> Mapping[str, Any]:
    """Which faults of a fetch are misses of a page, and why in a few words."""
    return tomllib.loads(Path(__file__).with_name("misses.toml").read_text("utf-8"))
