"""The sessions of a training, or the dates of an event, as a page lists them."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.coming import is_past
from api.pages.dates import hours, period
from api.pages.facts import price_of
from api.pages.said import Said, Speaker
from api.values import in_language
from search.item import cut, dates_of
from search.tree import Node, lexical, links, parts, values


@dataclass(frozen=True, slots=True)
class Session:
    """One session: when in words, its days as in the data, where, how, for how much, its page, and what is its own."""

    when: str
    hours: str
    start: str
    end: str
    place: Said
    modes: tuple[Said, ...]
    price: str
    href: str
    title: Said
    text: Said


def sessions_of(tree: Node, speaker: Speaker) -> list[Session]:
    """Every session, the earliest first; those without a date come last."""
    found = [_session(part, speaker) for part in (*parts(tree, "session"), *dates_of(tree))]
    return sorted(found, key=lambda session: session.start or session.end or "9999")


def split(sessions: Iterable[Session], today: str) -> tuple[list[Session], list[Session]]:
    """Those that can still be attended on `today`, and those that are over."""
    coming: list[Session] = []
    past: list[Session] = []
    for session in sessions:
        (past if is_past(session.start, session.end, today) else coming).append(session)
    return coming, past


def _session(part: Node, speaker: Speaker) -> Session:
    start, end = (lexical(next(iter(values(part, name)), "")) for name in ("startDate", "endDate"))
    text, text_language = in_language(part, "description", speaker.language)
    places = [place for value in parts(part, "location") if (place := _town(value, speaker)).text]
    return Session(
        when=period(start, end, speaker.language) if start or end else speaker.words("record.open_dates"),
        hours=hours(start, end, speaker.language),
        start=start, end=end,
        place=places[0] if places else Said(""),
        modes=tuple(speaker.values_of(part, "mode")),
        price=price_of(part, speaker),
        href=next(iter((*links(part, "landingPage"), *links(part, "homepage"))), ""),
        title=speaker.title_of(part),
        text=Said(cut(text), text_language),
    )


def _town(place: Node, speaker: Speaker) -> Said:
    """How a place is called in short: the town, else its name."""
    for address in parts(place, "address"):
        for city in values(address, "city"):
            return Said(lexical(city))
    return speaker.title_of(place)
