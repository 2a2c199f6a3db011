"""Dates as sources write them, with the precision they have."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

EPOCH_MILLISECONDS = "epoch-ms"

_TIME = r"(?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d)(?P<f>[.,]\d+)?)?"
_ZONE = r"\s?(?P<z>[zZ]|[+-]\d\d(?::?\d\d)?)?"
_ISO = re.compile(rf"(?P<Y>\d{{4}})(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:[Tt ]{_TIME})?{_ZONE})?)?", re.ASCII)
_COMPACT = re.compile(
    r"(?P<Y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:[Tt](?P<H>\d\d)(?P<M>\d\d)(?:(?P<S>\d\d)(?P<f>\.\d+)?)?(?P<z>[zZ]|[+-]\d{4})?)?",
    re.ASCII)
_SLASHED = re.compile(r"(?P<a>\d\d?)(?P<separator>[-/.])(?P<b>\d\d?)(?P=separator)(?P<Y>\d{4})", re.ASCII)
_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d\d? [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? \S+", re.ASCII)
_FARTHEST_ZONE = timedelta(hours=14)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A lexical form that is valid for `datatype`: gYear, gYearMonth, date or dateTime of XML Schema."""

    lexical: str
    datatype: str


def read_date(value: str, form: str = "") -> ReadDate | None:
    """What `value` says of a date, no more: `20170900` is September 2017, `12-07-2016` could be two days.

    `form` is the strptime format that the source declares, or `epoch-ms`. An impossible date is None.
    """
    text = value.strip()
    try:
        if form:
            declared = _from_epoch(text) if form == EPOCH_MILLISECONDS else _from_form(text, form)
            if declared is not None or form == EPOCH_MILLISECONDS:
                return declared
        if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return _from_parts(match.groupdict())
        if match := _SLASHED.fullmatch(text):
            return _from_slashed(int(match["a"]), int(match["b"]), int(match["Y"]))
        if _MAIL.fullmatch(text):
            return _of_moment(parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None
    return None


def _from_parts(parts: dict[str, str | None]) -> ReadDate | None:
    """A date from its digits; month or day 00 means that it is not known."""
    year, month, day = parts["Y"] or "", parts["m"] or "00", parts["d"] or "00"
    if month == "00" or day == "00":
        return _partial(year, month) if day == "00" and parts["H"] is None else None
    date(int(year), int(month), int(day))
    zone = _zone(parts["z"])
    if parts["H"] is None:
        return ReadDate(f"{year}-{month}-{day}{zone}", "date")
    hour, minute, second = parts["H"], parts["M"] or "00", parts["S"] or "00"
    if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
        return None
    fraction = (parts["f"] or "").replace(",", ".")[:10]
    return ReadDate(f"{year}-{month}-{day}T{hour}:{minute}:{second}{fraction}{zone}", "dateTime")


def _partial(year: str, month: str) -> ReadDate | None:
    if year == "0000":
        return None
    if month == "00":
        return ReadDate(year, "gYear")
    date(int(year), int(month), 1)
    return ReadDate(f"{year}-{month}", "gYearMonth")


def _zone(written: str | None) -> str:
    """`+0000` and `+00` as XML Schema wants them; raises ValueError beyond 14 hours."""
    if not written:
        return ""
    if written in "zZ":
        return "Z"
    digits = written[1:].replace(":", "").ljust(4, "0")
    if int(digits[2:]) > 59 or timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) > _FARTHEST_ZONE:
        raise ValueError(written)
    return f"{written[0]}{digits[:2]}:{digits[2:]}"


def _from_slashed(first: int, second: int, year: int) -> ReadDate | None:
    """Read only where one reading is possible: `25/12/2016` has it, `12/07/2016` has two."""
    if first != second and first <= 12 and second <= 12:
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return ReadDate(date(year, month, day).isoformat(), "date")


def _from_form(text: str, form: str) -> ReadDate | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007  a source's local time stays local
    except ValueError:
        return None
    if any(part in form for part in ("%H", "%I", "%X", "%c", "%T")):
        return _of_moment(moment)
    if any(part in form for part in ("%d", "%x", "%j", "%D", "%F")):
        return ReadDate(moment.date().isoformat(), "date")
    names_month = "%m" in form or "%b" in form.lower()
    return _partial(f"{moment.year:04}", f"{moment.month:02}" if names_month else "00")


def _from_epoch(text: str) -> ReadDate | None:
    return _of_moment(_EPOCH + timedelta(milliseconds=int(text)))


def _of_moment(moment: datetime) -> ReadDate | None:
    """A moment as dateTime; its offset is kept, and where it has none, none is invented."""
    match = _ISO.fullmatch(moment.isoformat())
    return _from_parts(match.groupdict()) if match else None
