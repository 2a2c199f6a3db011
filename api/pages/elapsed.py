"""Instants of the ledger as pages tell them: how long ago, when exactly, how long something lasted."""

from datetime import UTC, datetime
from typing import Final

from fastapi import Request

from api.pages.dates import spoken
from api.pages.strings import Words

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_TOLD_IN_DAYS: Final = 14


def now_of(request: Request) -> datetime:
    """The instant at which a request is answered."""
    now: datetime = request.app.state.now()
    return now


def ago(lexical: str, now: datetime, words: Words) -> str:
    """How long ago an ISO 8601 instant was; its date when that was long ago."""
    seconds = int((now - _instant(lexical)).total_seconds())
    if seconds < _MINUTE:
        return words("time.now")
    if seconds < _HOUR:
        return words("time.minutes", n=seconds // _MINUTE)
    if seconds < _DAY:
        return words("time.hours", n=seconds // _HOUR)
    if seconds < _TOLD_IN_DAYS * _DAY:
        return words("time.days", n=seconds // _DAY)
    return spoken(lexical, words.language)


def moment(lexical: str, words: Words) -> str:
    """An instant with its time of day."""
    return words("time.at", date=spoken(lexical, words.language), time=f"{_instant(lexical):%H:%M}")


def lasted(start: str, end: str, words: Words) -> str:
    """How long it was from one instant to another."""
    seconds = int((_instant(end) - _instant(start)).total_seconds())
    minutes, rest = divmod(max(0, seconds), _MINUTE)
    hours, minutes = divmod(minutes, 60)
    if not (hours or minutes):
        return words("time.seconds", n=rest)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def _instant(lexical: str) -> datetime:
    told = datetime.fromisoformat(lexical)
    return told if told.tzinfo else told.replace(tzinfo=UTC)
