"""A text for the producer of a source: what could not be published, where it stands, what would be enough."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from catalogue.causes import Cause
from harvesters.mending.producer import Correction, corrections

_WORDING: Final = Path(__file__).with_name("letter.toml")
# Fetching and reading: what went wrong there names files and hosts of ours.
_OURS: Final = ("MLG-F", "MLG-N0", "MLG-U")
_MONTHS: Final = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")}
# Readers name places in English, as findings are kept.
_PLACES: Final = {"row": "ligne", "line": "ligne", "sheet": "feuille", "item": "élément", "record": "fiche",
                  "page": "page", "element": "élément"}
_PLACE: Final = re.compile(rf"\b({'|'.join(_PLACES)})(?= [\w“])")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a letter is about: the source's title and address, the day it was read, how many records that gave."""

    title: str
    url: str
    day: date
    listed: int
    refused: int


def letter(reading: Reading, causes: Sequence[Cause], lang: str) -> str:
    """The text, in `fr` or `en`, without jargon and without anybody's own address; empty when nothing is to be said."""
    told = [(cause, said) for cause in causes if (said := _said(cause, lang))]
    if not told:
        return ""
    lines = [_subject(reading, lang), "", "Bonjour," if lang == "fr" else "Dear colleagues,", "",
             _opening(reading, lang), ""]
    for number, (cause, said) in enumerate(told, start=1):
        lines += [f"{number}. {said} ({_records(cause.count, lang)})", *_places(cause, lang), ""]
    return "\n".join([*lines, *_closing(lang)]) + "\n"


def _said(cause: Cause, lang: str) -> str:
    """The rule in words for people who know their data and not our declaration; empty for what is our own affair."""
    if cause.code.startswith(_OURS):
        return ""
    wording = _wordings().get(cause.code)
    rule = wording[lang] if wording else (cause.fr if lang == "fr" else cause.en)
    return rule.rstrip(".")


@cache
def _wordings() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_WORDING.read_text("utf-8"))


def _subject(reading: Reading, lang: str) -> str:
    count = reading.refused or reading.listed
    if lang == "fr":
        what = "corriger" if reading.refused else "compléter"
        return f"Objet : « {reading.title} », {_records(count, lang)} à {what}"
    return f"Subject: “{reading.title}”, {_records(count, lang)} to {'correct' if reading.refused else 'complete'}"


def _opening(reading: Reading, lang: str) -> str:
    day, month = reading.day.day, _MONTHS[lang][reading.day.month - 1]
    where = f" ({reading.url})" if reading.url else ""
    if lang == "fr":
        trouble = (f"dont {reading.refused} que nous n'avons pas pu publier" if reading.refused
                   else "qui pourraient être plus complètes")
        return (f"Nous lisons « {reading.title} »{where} pour le catalogue Maillage. Le {'1er' if day == 1 else day} "
                f"{month} {reading.day.year}, nous y avons trouvé {_records(reading.listed, lang)}, {trouble}. Voici "
                "pourquoi, et ce qu'il suffirait de changer.")
    trouble = (f"{reading.refused} of which we could not publish" if reading.refused
               else "which could be more complete")
    return (f"We read “{reading.title}”{where} for the catalogue Maillage. On {day} {month} {reading.day.year} we "
            f"found {_records(reading.listed, lang)} there, {trouble}. Here is why, and what would be enough to "
            "change.")


def _places(cause: Cause, lang: str) -> Iterator[str]:
    for one in corrections(cause):
        yield f"   - {_correction(one, lang)}"
    left = cause.count - len(cause.examples)
    if left:
        yield f"   - et {_records(left, lang)} de plus" if lang == "fr" else f"   - and {_records(left, lang)} more"


def _correction(one: Correction, lang: str) -> str:
    opened, closed, colon = ("« ", " »", " : ") if lang == "fr" else ("“", "”", ": ")
    place = _PLACE.sub(lambda found: _PLACES[found[0]], one.place) if lang == "fr" else one.place
    told = f"{place}, {opened}{one.title}{closed}" if one.title else place
    standing = f"{opened}{one.received}{closed}" if one.received else ""
    field = " ".join(part for part in (one.where, standing) if part)
    wanted = one.fr if lang == "fr" else one.en
    return colon.join(part for part in (told, field, wanted) if part)


def _records(count: int, lang: str) -> str:
    if lang == "fr":
        return f"{count} fiche{'s' * (count > 1)}"
    return f"{count} record{'s' * (count != 1)}"


def _closing(lang: str) -> list[str]:
    if lang == "fr":
        return ["Une fois corrigées, ces fiches seront publiées à la prochaine lecture, sans autre démarche.",
                "Merci de votre aide ; nous restons à votre disposition pour toute question.", "", "Cordialement,"]
    return ["Once corrected, these records will be published at the next reading; nothing else is needed.",
            "Thank you for your help; we are glad to answer any question.", "", "Kind regards,"]
