"""Dates as DKAN writes them, in the words of its site: `mar, 10/12/2019 - 09:23`, `Tue, 12/10/2019 - 09:23`."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

_DKAN: Final = re.compile(
    r"(?:Date changed\s+)?([a-z]{3})\w*\.?, (\d\d/\d\d/\d{4} - \d\d:\d\d)", re.ASCII | re.IGNORECASE)
_FRENCH: Final = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def iso_date(written: str) -> str:
    """`written` as ISO 8601 where it is DKAN's; its weekday tells the language, hence the order of day and month."""
    found = _DKAN.fullmatch(written)
    if not found:
        return written
    weekday = found[1].lower()
    form = "%d/%m/%Y - %H:%M" if weekday in _FRENCH else "%m/%d/%Y - %H:%M"
    days = _FRENCH if weekday in _FRENCH else _ENGLISH
    try:
        moment = datetime.strptime(found[2], form)  # noqa: DTZ007  a source's local time stays local
    except ValueError:
        return written
    return moment.isoformat() if days[moment.weekday()] == weekday else written
