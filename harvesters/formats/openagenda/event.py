"""What is kept of an event: the fields that are mapped, without pictures, contributors and personal contacts."""

from __future__ import annotations

from typing import Any, Final

import orjson

from harvesters.formats.json_values import Json, by_language, entries, entry, said, text
from harvesters.personal import without_personal_addresses
from harvesters.weblinks import role_mailbox

CANCELLED: Final = 6
PUBLISHED: Final = "2"

_PLACE: Final = ("name", "address", "postalCode", "city", "insee", "countryCode", "region", "department", "latitude",
                 "longitude", "website")


def key_of(event: Json) -> str:
    """The identifier of an event."""
    return text(event.get("uid"))


def changed_of(event: Json) -> str:
    """When the event was last edited."""
    return text(event.get("updatedAt"))


def is_gone(event: Json) -> bool:
    """Whether the event is withdrawn: cancelled, removed from the agenda, or private."""
    return whole(event.get("status")) == CANCELLED or bool(event.get("removed")) or whole(event.get("private")) == 1


def payload(event: Json, agenda: str = "") -> bytes:
    """The canonical bytes of an event; `agenda` is the one that lists it, where it names none that it comes from."""
    kept: dict[str, Any] = {name: _texts(event.get(name)) for name in ("title", "description", "longDescription",
                                                                       "conditions", "keywords")}
    kept |= {name: text(event.get(name)) for name in ("timezone", "onlineAccessLink", "createdAt", "updatedAt")}
    kept |= {name: text(whole(event.get(name))) for name in ("attendanceMode", "status", "state")}
    timings = _timings(event)
    kept |= {"uid": key_of(event), "draft": bool(event.get("draft")), "timings": timings,
             "endsOnly": len(timings) > 1 and not entries(event.get("timings")),
             "location": said({name: text(entry(event.get("location")).get(name)) for name in _PLACE}),
             "agenda": _agenda(entry(event.get("originAgenda")), agenda),
             "age": said({name: whole(entry(event.get("age")).get(name)) for name in ("min", "max")}),
             "accessibility": _accessibility(event.get("accessibility"))}
    kept |= _registration(event.get("registration"))
    return orjson.dumps(said(kept), option=orjson.OPT_SORT_KEYS)


def whole(value: object) -> int | None:
    """A whole number; true is 1, as older answers have it."""
    return int(value) if isinstance(value, int) and abs(value) < 1_000_000 else None


def _texts(value: object) -> dict[str, list[str]]:
    return {tag: [without_personal_addresses(words) for words in found]
            for tag, found in sorted(by_language(value).items())}


def _timings(event: Json) -> list[list[str]]:
    """The beginning and end of every timing; of short answers the first and the last that they tell."""
    told = [_timing(one) for one in entries(event.get("timings"))] or [
        _timing(entry(event.get(name))) for name in ("firstTiming", "lastTiming")]
    if not any(any(one) for one in told[:1]):
        # The next one changes from day to day, so it stands in only where nothing else is said.
        told = [_timing(entry(event.get("nextTiming"))), *told[1:]]
    return [list(one) for one in dict.fromkeys(told) if any(one)]


def _agenda(origin: Json, listing: str) -> dict[str, str]:
    uid = text(origin.get("uid"))
    return said({"uid": uid or listing, "title": text(origin.get("title")) if uid else ""})


def _timing(told: Json) -> tuple[str, str]:
    return text(told.get("begin")), text(told.get("end"))


def _accessibility(value: object) -> list[str]:
    """The codes of the impairments that are provided for."""
    if isinstance(value, dict):
        return sorted(code for code, provided in value.items() if provided is True)
    return sorted(code for code in value if isinstance(code, str)) if isinstance(value, list) else []


def _registration(value: object) -> dict[str, list[str]]:
    """The pages and the role mailboxes where one registers; telephones and people's mailboxes are left out."""
    told = [text(one.get("value")) if isinstance(one, dict) else text(one)
            for one in (value if isinstance(value, list) else [])]
    return {"pages": [one for one in told if one.lower().startswith(("http://", "https://", "www."))],
            "mailboxes": [mailbox for one in told if (mailbox := role_mailbox(one))]}
