"""One entry of a feed, reduced to the fields that are read and free of personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import urljoin

import orjson

from harvesters.dates import read_date
from harvesters.formats.languages import main_language
from harvesters.personal import without_personal_addresses
from harvesters.quantities import point
from harvesters.text import clean

Json = Mapping[str, Any]

# The modules for events: mod_event of RSS 1.0 and xCalendar.
_STARTS: Final = ("ev_startdate", "xcal_dtstart")
_ENDS: Final = ("ev_enddate", "xcal_dtend")
_PLACES: Final = ("ev_location", "xcal_location", "location")
_POSITIONS: Final = (("geo_lat", "geo_long"), ("latitude", "longitude"))
# Some agendas write a period where the date of publication should stand; a publication is no period.
_PERIOD: Final = re.compile(r"(\w{3}, .{10,40}?)\s+-\s+(\w{3}, .{10,40})")
# What WordPress adds to every text.
_FOOTER: Final = re.compile(
    r"\n?^(?:The post .{0,500} appeared first on .{0,200}|"
    r"(?:L[’']article|Cet article) .{0,500} est apparu en premier sur .{0,200})$", re.MULTILINE)
_TEXTUAL: Final = ("text/plain", "text/html", "application/xhtml", "application/xml")
_MOST_WORDS: Final = 50


@dataclass(frozen=True, slots=True)
class Names:
    """The elements in which a source says when and where an event is, beside those of the modules."""

    start: str = ""
    end: str = ""
    place: str = ""


def key_of(entry: Json) -> str:
    """The id, else the link, else a key of its title and text; empty for an entry without any of these."""
    key = " ".join((_text(entry, "id") or _text(entry, "link")).split())
    if key:
        return key
    words = "|".join((_text(entry, "title"), _text(_summary(entry), "value")))
    return f"sans-id-{blake2b(words.encode('utf-8', 'replace'), digest_size=8).hexdigest()}" if words != "|" else ""


def changed_of(entry: Json) -> str:
    """When the feed says that an entry was changed or published."""
    return _moment(entry, "updated") or ("" if any(_period(entry)) else _moment(entry, "published"))


def payload_of(entry: Json, names: Names, head: Json, base: str) -> bytes:
    """The canonical bytes of an entry: what is read of it, with its texts as plain text."""
    title, summary = _text(entry, "title"), _text(_summary(entry), "value")
    begins, ends = _period(entry)
    kept = {
        "id": _text(entry, "id"),
        "title": clean(title),
        "text": _FOOTER.sub("", without_personal_addresses(clean(summary))).strip(),
        "language": _language(entry, head),
        "link": _link(entry, base),
        "issued": "" if begins else _moment(entry, "published"),
        "modified": _moment(entry, "updated"),
        "start": begins or _first(entry, names.start.casefold(), *_STARTS),
        "end": ends or _first(entry, names.end.casefold(), *_ENDS),
        "place": without_personal_addresses(clean(_first(entry, names.place.casefold(), *_PLACES))),
        "wkt": _position(entry),
        "words": list(dict.fromkeys(_words(entry)))[:_MOST_WORDS],
        "licence": _licence(entry, head),
    }
    told = {name: value for name, value in kept.items() if value}
    return orjson.dumps(_sound(told), option=orjson.OPT_SORT_KEYS)


def _sound(value: Any) -> Any:
    """The same without lone surrogates, which are no text."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return [_sound(item) for item in value]
        case dict():
            return {name: _sound(item) for name, item in value.items()}
        case _:
            return value


def _text(entry: Json, name: str) -> str:
    # A feedparser entry answers to names that it does not have; a plain mapping does not.
    value = entry.get(name)
    return value.strip() if isinstance(value, str) else ""


def _first(entry: Json, *names: str) -> str:
    return next((text for name in names if name and (text := _text(entry, name))), "")


def _summary(entry: Json) -> Json:
    """The whole content where a feed gives it, else the summary: its value and its language."""
    for content in entry.get("content") or ():
        if isinstance(content, dict) and str(content.get("type")).startswith(_TEXTUAL):
            return content
    detail = entry.get("summary_detail")
    return detail if isinstance(detail, dict) else {}


def _language(entry: Json, head: Json) -> str:
    for told in (entry.get("title_detail"), _summary(entry), entry, head):
        tag = told.get("language") if isinstance(told, dict) else None
        if isinstance(tag, str) and (language := main_language(tag)):
            return language
    return ""


def _link(entry: Json, base: str) -> str:
    """The address of the page of an entry; an id that is no web address (`urn:…`, `item-7`) leads nowhere."""
    links = [(link.get("href"), base) for link in entry.get("links") or ()
             if isinstance(link, dict) and link.get("rel") == "alternate"]
    link = _text(entry, "link")
    # feedparser takes an id for a link where there is no other.
    for written, against in (*links, (link, "" if link == _text(entry, "id") else base)):
        try:
            address = urljoin(against, written) if isinstance(written, str) and written else ""
        except ValueError:
            continue
        if address.startswith(("https://", "http://")):
            return address
    return ""


def _moment(entry: Json, name: str) -> str:
    """A moment as it was written where that can be read, else as feedparser read it (in UTC)."""
    read = read_date(_text(entry, name))
    if read:
        return read.lexical
    parsed = entry.get(f"{name}_parsed")
    if not isinstance(parsed, tuple) or len(parsed) < 6:
        return ""
    year, month, day, hour, minute, second = parsed[:6]
    read = read_date(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    return read.lexical if read else ""


def _period(entry: Json) -> tuple[str, str]:
    """The period that stands in place of the date of publication, if it is one."""
    found = _PERIOD.fullmatch(_text(entry, "published"))
    begins, ends = (read_date(found[1]), read_date(found[2])) if found else (None, None)
    return (begins.lexical, ends.lexical) if begins and ends else ("", "")


def _position(entry: Json) -> str:
    """The WKT of a point: of GeoRSS, of W3C geo, or of elements of that name."""
    where = entry.get("where")
    if isinstance(where, dict) and where.get("type") == "Point":
        coordinates = where.get("coordinates")
        if isinstance(coordinates, tuple | list) and len(coordinates) >= 2:
            return point(str(coordinates[1]), str(coordinates[0])) or ""
    return next((wkt for latitude, longitude in _POSITIONS
                 if (wkt := point(_text(entry, latitude), _text(entry, longitude)))), "")


def _words(entry: Json) -> Iterator[str]:
    for tag in entry.get("tags") or ():
        if isinstance(tag, dict) and (word := clean(_text(tag, "label") or _text(tag, "term"))):
            yield word


def _licence(entry: Json, head: Json) -> str:
    for told in (entry, head):
        for link in told.get("links") or ():
            if isinstance(link, dict) and link.get("rel") == "license" and _text(link, "href"):
                return _text(link, "href")
        if licence := _first(told, "license", "cc_license", "creativecommons_license"):
            return licence
    return ""
