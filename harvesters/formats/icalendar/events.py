"""The events of a document: all versions and changed dates of one UID are one event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from harvesters.formats.icalendar.lines import Component

_LONGEST_NUMBER: Final = 9
_HIDDEN: Final = frozenset({"PRIVATE", "CONFIDENTIAL"})
_STAMP: Final = re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Version:
    """One VEVENT, in its VCALENDAR."""

    told: Component
    calendar: Component

    @property
    def instance(self) -> str:
        """Which date of a recurring event this one changes; empty for the event itself."""
        return self.told.value("RECURRENCE-ID")

    @property
    def withdrawn(self) -> bool:
        """Whether it is called off, or no longer public."""
        return (self.told.value("STATUS").upper() == "CANCELLED"
                or self.calendar.value("METHOD").upper() == "CANCEL"
                or self.told.value("CLASS").upper() in _HIDDEN)

    @property
    def rank(self) -> tuple[int, str]:
        """What is later: the version that stands of several of the same date."""
        number = self.told.value("SEQUENCE")
        sequence = int(number) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else 0
        return sequence, self.changed

    @property
    def changed(self) -> str:
        """When it was changed last, as iCalendar writes it."""
        stamp = self.told.value("LAST-MODIFIED")
        return stamp if _STAMP.fullmatch(stamp) else ""


@dataclass(frozen=True, slots=True)
class Event:
    """What a calendar says under one UID: the event itself first, then the dates of it that are otherwise.

    `more` is how many of them are no changes of a date, but further dates under the same UID.
    """

    key: str
    versions: tuple[Version, ...]
    more: int = 0

    @property
    def withdrawn(self) -> bool:
        """Whether nothing of it takes place."""
        itself = [version for version in self.versions if not version.instance]
        return all(version.withdrawn for version in itself or self.versions)

    @property
    def changed(self) -> str:
        """When any part of it was changed last."""
        return max(version.changed for version in self.versions)


def key_of(told: Component) -> str:
    """The UID, else a key of what changes least; empty for what has neither a start nor a title."""
    uid = " ".join(told.value("UID").split())
    if uid:
        return uid
    words = "|".join((told.value("DTSTART"), told.value("SUMMARY")))
    return f"sans-uid-{blake2b(words.encode(), digest_size=8).hexdigest()}" if words.strip("|") else ""


def events_of(versions: Iterable[Version]) -> Iterator[Event]:
    """One event for each UID, in the order of the document."""
    groups: dict[str, list[Version]] = {}
    for version in versions:
        groups.setdefault(key_of(version.told), []).append(version)
    for key, group in groups.items():
        itself, further = _itself([version for version in group if not version.instance])
        changed = _latest(version for version in group if version.instance)
        yield Event(key, (*itself, *further, *changed), len(further))


def _itself(versions: list[Version]) -> tuple[list[Version], list[Version]]:
    """The version that stands, and what stands beside it: versions of the same rank that begin at another time."""
    if not versions:
        return [], []
    sequence = max(version.rank for version in versions)[0]
    starts: dict[str, Version] = {}
    for version in versions:
        start = version.told.value("DTSTART")
        if version.rank[0] == sequence and (start not in starts or version.rank > starts[start].rank):
            starts[start] = version
    first, *others = starts.values()
    return [first], others


def _latest(versions: Iterable[Version]) -> list[Version]:
    """Of each changed date the version that stands, by date."""
    latest: dict[str, Version] = {}
    for version in versions:
        if version.instance not in latest or version.rank > latest[version.instance].rank:
            latest[version.instance] = version
    return [latest[instance] for instance in sorted(latest)]
