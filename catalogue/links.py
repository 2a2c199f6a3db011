"""The pages that live records lead to, and what is kept of them: whether they answer, and since when they do not.

One miss is no verdict: a page is unreachable once it was missed on two days in a row of checks, or said to be gone.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from catalogue.ledger import Ledger
from ontology.terms import DCAT, FOAF, SCHEMA

USUAL: Final = timedelta(days=7)
AGAIN: Final = timedelta(days=1)
# A timer that fires each day at three must not find yesterday's check a few seconds too young.
_EARLY: Final = 0.1
_OWN: Final = (FOAF.homepage, SCHEMA.codeRepository)
_ANYWHERE: Final = (DCAT.landingPage, SCHEMA.url)  # The page of a session is one of the record.

_STATEMENT: Final = re.compile(rb"<[^>#]*(#[^>]*)?> <[^>]+> <(https?://[^>]+)> \.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a live record leads to."""

    url: str
    iri: str
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check of a page found. `reached` is None where nothing can be said, such as where robots may not look.

    `status` is the HTTP status, 0 for no answer; `code`, `fr` and `en` say why it was missed.
    """

    url: str
    reached: bool | None
    status: int = 0
    code: str = ""
    fr: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A page that does not answer: since when, when that was seen last, and why."""

    url: str
    since: str
    checked: str
    status: int
    code: str
    fr: str
    en: str


def page_of(url: str) -> str:
    """The page of an address: what stands behind `#` is a place within it."""
    return url.partition("#")[0]


def pages(ledger: Ledger, source: str | None = None) -> Iterator[Page]:
    """The pages of every live record, by source and record."""
    rows = ledger.sql.execute(
        "SELECT r.iri, s.name, r.description FROM item i JOIN reading r ON r.id = i.live JOIN source s "
        "ON s.id = i.source WHERE ? IS NULL OR s.name = ? ORDER BY s.name, r.iri", (source, source))
    for iri, name, description in rows:
        for url in dict.fromkeys(own_pages(description)):
            yield Page(url, iri, name)


def own_pages(description: bytes) -> Iterator[str]:
    """The pages that a description, in N-Triples, leads to."""
    for predicate in (*_ANYWHERE, *_OWN):
        said = f" {predicate} <http".encode()
        at = description.find(said)
        while at >= 0:
            # A text may hold what looks like a statement: only whole lines are some.
            found = _STATEMENT.match(description, description.rfind(b"\n", 0, at) + 1)
            if found and not (found[1] and predicate in _OWN):
                yield page_of(found[2].decode())
            at = description.find(said, at + 1)


def due(sql: sqlite3.Connection, urls: Iterable[str], now: datetime | None) -> list[str]:
    """Those of the pages whose turn it is at a moment, the longest unchecked first: missed ones daily, others weekly.

    Without a moment it is the turn of all.
    """
    known = {url: (checked, misses) for url, checked, misses in sql.execute("SELECT url, checked, misses FROM link")}
    waiting = []
    for url in urls:
        checked, misses = known.get(url, ("", 0))
        wait = (AGAIN if misses else USUAL) * (1 - _EARLY)
        if now is None or not checked or datetime.fromisoformat(checked) + wait <= now:
            waiting.append((checked, url))
    return [url for _, url in sorted(waiting)]


def remember(sql: sqlite3.Connection, outcomes: Iterable[Outcome], now: datetime) -> None:
    """Keep what checks found, in one transaction. Where nothing can be said, only that somebody looked."""
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    sql.execute("BEGIN IMMEDIATE")
    try:
        for outcome in outcomes:
            told = {"url": outcome.url, "at": at, "status": outcome.status,
                    "fr": f"{outcome.code} {outcome.fr}", "en": f"{outcome.code} {outcome.en}"}
            sql.execute(_KEPT[outcome.reached], told)
    except BaseException:
        sql.execute("ROLLBACK")
        raise
    sql.execute("COMMIT")


# A second miss of one day says no more than the first.
_KEPT: Final[Mapping[bool | None, str]] = {
    True: "INSERT INTO link VALUES (:url, :at, :status, 0, '', '', '') ON CONFLICT (url) DO UPDATE SET "
          "checked = :at, status = :status, misses = 0, since = '', reason_fr = '', reason_en = ''",
    False: "INSERT INTO link VALUES (:url, :at, :status, 1, :at, :fr, :en) ON CONFLICT (url) DO UPDATE SET "
           "misses = misses + (misses = 0 OR substr(checked, 1, 10) <> substr(:at, 1, 10)), checked = :at, "
           "status = :status, since = CASE since WHEN '' THEN :at ELSE since END, reason_fr = :fr, reason_en = :en",
    None: "INSERT INTO link VALUES (:url, :at, :status, 0, '', '', '') ON CONFLICT (url) DO UPDATE SET checked = :at",
}


def unreachable(sql: sqlite3.Connection) -> dict[str, Unreachable]:
    """Every page that is known not to answer, by address."""
    rows = sql.execute("SELECT url, since, checked, status, reason_fr, reason_en FROM link "
                       "WHERE misses > 1 OR (misses = 1 AND status = 410) ORDER BY since, url")
    return {row[0]: _unreachable(*row) for row in rows}


def _unreachable(url: str, since: str, checked: str, status: int, told_fr: str, told_en: str) -> Unreachable:
    code, _, french = told_fr.partition(" ")
    return Unreachable(url, since, checked, status, code, french, told_en.partition(" ")[2])
