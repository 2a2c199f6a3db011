"""What the producer of a source would change: at which place, from which value to which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from catalogue.causes import Cause, Example
from catalogue.readings import ReadAs
from harvesters.mending.date_forms import readings
from harvesters.personal import without_personal_addresses
from harvesters.quantities import decimal
from harvesters.weblinks import web_iri

_WEB: Final = re.compile(r"[\s<>\"{}|\\^`\[\]]+")
_DATES: Final = frozenset({"MLG-D001", "MLG-R111", "MLG-R112", "MLG-R113", "MLG-R114", "MLG-R115"})
_ORDER: Final = "MLG-R116"
_UNKNOWN: Final = frozenset({"MLG-C001", "MLG-M001", "MLG-M007"})
_NEAREST_FR: Final = re.compile(r"le plus proche est « (.+?) »\.$")
_NEAREST_EN: Final = re.compile(r"nearest known name is “(.+?)”\.$")
_LONGEST: Final = 160
_PERIODS: Final = (("startDate", "endDate"), ("temporalStart", "temporalEnd"))


@dataclass(frozen=True, slots=True)
class Correction:
    """One value at one place of the source: the column or element, what stands there, what should."""

    place: str
    title: str
    where: str
    received: str
    fr: str
    en: str


def corrections(cause: Cause) -> list[Correction]:
    """What to change for each example of a cause, without anybody's own address."""
    return [_correction(cause, example) for example in cause.examples]


def _correction(cause: Cause, example: Example) -> Correction:
    fields = [one for one in example.read_as if one.path == cause.path] or list(example.read_as[:1])
    where = next((one.where for one in fields if one.where), "")
    received = next((one.received for one in fields if one.received), "")
    if not received and not (example.iri and example.value.startswith(example.iri)):
        received = example.value
    fr, en = _wanted(cause, example, received) if received or not where else ("à remplir", "to be filled in")
    if cause.code == _ORDER:
        where, received = _period(example)
        fr, en = _ordered(example)
    return Correction(example.place, _plain(example.title), where, _plain(received), _plain(fr), _plain(en))


def _wanted(cause: Cause, example: Example, received: str) -> tuple[str, str]:
    """What should stand there, as exactly as the value lets one tell."""
    if cause.code in _DATES:
        days = sorted(readings(received))
        if days:
            return f"écrire {' ou '.join(days)}", f"write {' or '.join(days)}"
        return "écrire la date AAAA-MM-JJ", "write the date YYYY-MM-DD"
    if cause.code == "MLG-I001" and (address := web_iri(_WEB.sub("", received))):
        return f"écrire {address}", f"write {address}"
    if cause.code == "MLG-M003":
        numbers = sorted({number for style in ("fr", "en") if (number := decimal(received, style))})
        if numbers:
            return f"écrire {' ou '.join(numbers)}", f"write {' or '.join(numbers)}"
    if cause.code in _UNKNOWN:
        return _known(example)
    if not received and cause.fr == example.fr:  # The rule says it all.
        return "", ""
    return _sentence(example.fr, example.place), _sentence(example.en, example.place)


def _known(example: Example) -> tuple[str, str]:
    """The known word that is nearest, or the known words."""
    near_fr, near_en = _NEAREST_FR.search(example.fr), _NEAREST_EN.search(example.en)
    if near_fr and near_en:
        return f"écrire « {near_fr[1]} »", f"write “{near_en[1]}”"
    fr, en = (text.rpartition(sign)[2].rstrip(".") for text, sign in ((example.fr, " ; "), (example.en, "; ")))
    return fr, en


def _ordered(example: Example) -> tuple[str, str]:
    """The other reading of both dates where it is in order, else the two dates the other way round."""
    start, end = _dates(example)
    if start and end:
        pairs = sorted((first, last) for first in readings(start.received) for last in readings(end.received)
                       if first <= last)
        if pairs:
            first, last = pairs[0]
            return (f"écrire {first} et {last} si le mois vient avant le jour, sinon échanger les deux dates",
                    f"write {first} and {last} if the month comes before the day, else swap the two dates")
    return ("corriger l'une des deux dates : elles sont peut-être inversées",
            "correct one of the two dates: they may be swapped")


def _period(example: Example) -> tuple[str, str]:
    both = [one for one in _dates(example) if one]
    return (" / ".join(dict.fromkeys(one.where for one in both if one.where)),
            " → ".join(one.received or one.read for one in both))


def _dates(example: Example) -> tuple[ReadAs | None, ReadAs | None]:
    by_path = {one.path: one for one in reversed(example.read_as)}
    names = next((pair for pair in _PERIODS if pair[1] in by_path), _PERIODS[0])
    return by_path.get(names[0]), by_path.get(names[1])


def _sentence(text: str, place: str) -> str:
    """The sentence of a finding as the end of another."""
    told = text.removeprefix(f"{place} : ").removeprefix(f"{place}: ").rstrip(".")
    return told[:1].lower() + told[1:] if told[1:2].islower() or told[1:2] == " " else told


def _plain(text: str) -> str:
    told = without_personal_addresses(" ".join(text.split()))
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
