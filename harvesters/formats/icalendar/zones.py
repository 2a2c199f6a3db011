"""Time zones by the names that calendars give them."""

from __future__ import annotations

import warnings
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.tzp import TZP

_LONGEST = 100


@lru_cache(maxsize=1_024)
def known_zone(name: str) -> str:
    """The IANA name (`Europe/Paris`) of a zone under any of its names (of Windows, of a vendor); empty for no zone."""
    if not name or len(name) > _LONGEST:
        return ""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # That a vendor's name was understood is no news.
        try:
            zone = TZP().timezone(name)
        except (ValueError, OSError):  # A name that is a path, or holds what no path may.
            return ""
    return zone.key if isinstance(zone, ZoneInfo) else ""
