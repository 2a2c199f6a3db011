"""Numbers, durations and points as sources write them, in the lexical forms of XML Schema and WKT."""

import re
from collections.abc import Mapping

import orjson

_CURRENCY = re.compile(r"€|\$|£|\b(?:eur|euros?|usd|gbp|chf|aud)\b", re.IGNORECASE)
_FREE = frozenset({"gratuit", "gratuite", "free", "free of charge"})
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_ONE_COMMA = re.compile(r"\d+,\d{1,2}", re.ASCII)
_GROUPED = {"fr": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII),
            "en": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)}
_ISO_DURATION = re.compile(
    r"P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,9})\s*h\s*(\d{1,2})(?:\s*min?)?", re.IGNORECASE | re.ASCII)
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*([a-z]+)\.?", re.IGNORECASE | re.ASCII)
_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("min", "mn", "minute", "minutes"), "M"),
    **dict.fromkeys(("h", "hr", "hrs", "heure", "heures", "hour", "hours"), "H"),
    **dict.fromkeys(("j", "jour", "jours", "d", "day", "days"), "D"),
    **dict.fromkeys(("semaine", "semaines", "week", "weeks"), "W"),
}
# A lone `48,117` is one number with a decimal comma, not two.
_DOTTED = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)", re.ASCII)
_COMMAS = re.compile(r"([+-]?\d+,\d+)\s*[,;\s]\s*([+-]?\d+,\d+)", re.ASCII)
_WKT_POINT = re.compile(r"POINT\s*\(\s*([+-]?\d+(?:\.\d+)?)\s+([+-]?\d+(?:\.\d+)?)\s*\)",
                        re.IGNORECASE | re.ASCII)


def decimal(value: str, style: str = "") -> str | None:
    """An xsd:decimal. `style` is `fr` (1.250,50) or `en` (1,250.50); without it `1,250` is unclear: None."""
    if value.strip().lower() in _FREE:
        return "0"
    text = re.sub(r"\s", "", _CURRENCY.sub("", value))
    if style == "fr":
        if _GROUPED["fr"].fullmatch(text):
            text = text.replace(".", "")
        text = text.replace(",", ".")
    elif style == "en" and _GROUPED["en"].fullmatch(text):
        text = text.replace(",", "")
    elif not style and _ONE_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    return text if _PLAIN.fullmatch(text) else None


def integer(value: str) -> int | None:
    """A whole number of at most 18 digits, or None."""
    text = re.sub(r"\s", "", value)
    return int(text) if len(text) <= 18 and re.fullmatch(r"[+-]?\d+", text, re.ASCII) else None


def duration(value: str) -> str | None:
    """An xsd:duration from ISO 8601 or from one amount with its unit (`14 h`, `1h30`, `2 jours`), or None."""
    text = value.strip()
    if _ISO_DURATION.fullmatch(text):
        return text
    if (clock := _CLOCK.fullmatch(text)) and int(clock[2]) < 60:
        return f"PT{clock[1]}H{int(clock[2])}M"
    amount = _AMOUNT.fullmatch(text)
    unit = _UNITS.get(amount[2].lower()) if amount else None
    if amount is None or unit is None:
        return None
    return _duration(amount[1].replace(",", "."), unit)


def point(latitude: str, longitude: str) -> str | None:
    """A WKT point (longitude first) from two numbers in degrees, or None where they are no place on Earth."""
    lat, lon = latitude.strip().replace(",", "."), longitude.strip().replace(",", ".")
    if not (_PLAIN.fullmatch(lat) and _PLAIN.fullmatch(lon)):
        return None
    if abs(float(lat)) > 90 or abs(float(lon)) > 180:
        return None
    return f"POINT({lon.lstrip('+')} {lat.lstrip('+')})"


def point_of(value: str) -> str | None:
    """A WKT point from one cell: `48.11, -1.68` (latitude first), WKT, or a GeoJSON point."""
    text = value.strip()
    if text.startswith("{"):
        return _geojson_point(text)
    if match := _WKT_POINT.fullmatch(text):
        return point(match[2], match[1])
    match = _COMMAS.fullmatch(text)
    if match is None and ("." in text or ";" in text):
        match = _DOTTED.fullmatch(text)
    return point(match[1], match[2]) if match else None


def _duration(number: str, unit: str) -> str | None:
    whole, _, fraction = number.partition(".")
    if fraction.strip("0"):
        minutes = round(float(number) * 60)
        return f"PT{minutes // 60}H{minutes % 60}M" if unit == "H" else None
    match unit:
        case "D":
            return f"P{whole}D"
        case "W":
            return f"P{int(whole) * 7}D"
        case _:
            return f"PT{whole}{unit}"


def _geojson_point(text: str) -> str | None:
    try:
        shape = orjson.loads(text)
        longitude, latitude = shape["coordinates"][:2]
    except (ValueError, KeyError, TypeError):
        return None
    return point(str(latitude), str(longitude)) if shape.get("type") == "Point" else None
