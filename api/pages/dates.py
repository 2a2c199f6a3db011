"""Dates and durations as one writes them in French and English."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}
_SHORT_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "fr": ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_UNITS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "fr": (("an", "ans"), ("mois", "mois"), ("semaine", "semaines"), ("jour", "jours"), ("heure", "heures"),
           ("minute", "minutes")),
    "en": (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days"), ("hour", "hours"),
           ("minute", "minutes")),
}
_MOMENT: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?)?")
_DURATION: Final = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+(?:\.\d+)?S)?)?")


def spoken(lexical: str, language: str) -> str:
    """A date of any precision in words; what is no date comes back as it is. Hours are left out."""
    found = _MOMENT.match(lexical)
    if not found:
        return lexical
    year, month, day = found.group(1, 2, 3)
    if month is None or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[language][int(month) - 1]
    if day is None:
        return f"{name} {year}"
    return f"{_day(int(day), language)} {name} {year}"


def period(start: str, end: str, language: str) -> str:
    """From `start` to `end`, what they share said once: `14 et 15 janvier 2027`."""
    if not end or end[:10] == start[:10]:
        return spoken(start, language)
    if not start:
        return spoken(end, language)
    first, last = spoken(start, language).split(" "), spoken(end, language).split(" ")
    if len(first) != len(last):
        return f"{' '.join(first)} – {' '.join(last)}"
    while first and first[-1] == last[len(first) - 1]:
        first.pop()
    near = len(first) == 1 and len(start) >= 10 and _days_between(start, end) == 1
    joint = {"fr": "et", "en": "and"}[language] if near else "–"
    return f"{' '.join(first)} {joint} {' '.join(last)}"


def hours(start: str, end: str, language: str) -> str:
    """The hours of what begins and ends on one day, as they are on the spot: `14 h – 16 h 30`; else nothing."""
    first, last = _MOMENT.match(start), _MOMENT.match(end)
    if not first or first[4] is None or (end and end[:10] != start[:10]):
        return ""
    told = [f"{int(one[4])} h {one[5]}".removesuffix(" 00").replace(" ", "\N{NO-BREAK SPACE}")
            if language == "fr" else f"{one[4]}:{one[5]}" for one in (first, last) if one and one[4]]
    return " – ".join(dict.fromkeys(told)) + (" UTC" if start.endswith("Z") else "")


def short_day(lexical: str, language: str) -> tuple[str, str]:
    """Day and abbreviated month for a calendar leaf; empty strings for what the date does not say."""
    found = _MOMENT.match(lexical)
    if not found or not found[2] or not 1 <= int(found[2]) <= 12:
        return "", found[1] if found else ""
    return (str(int(found[3])) if found[3] else ""), _SHORT_MONTHS[language][int(found[2]) - 1]


def spoken_duration(lexical: str, language: str) -> str:
    """An xsd:duration in words; what is none, or says nothing, comes back as it is."""
    found = _DURATION.fullmatch(lexical)
    if not found or not any(found.groups()):
        return lexical
    parts = [
        f"{int(amount)} {names[int(amount) > 1]}"
        for amount, names in zip(found.groups(), _UNITS[language], strict=True) if amount and int(amount)
    ]
    return " ".join(parts) or lexical


def _day(day: int, language: str) -> str:
    return "1er" if day == 1 and language == "fr" else str(day)


def _days_between(start: str, end: str) -> int:
    try:
        return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
    except ValueError:
        return -1
