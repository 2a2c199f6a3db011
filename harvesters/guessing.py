"""Guessing what columns mean, by their names in French and English and by what stands in them.

What is guessed is a proposal that a curator reads before anything is harvested.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from harvesters.columns import Column
from harvesters.dates import EPOCH_MILLISECONDS, read_date
from harvesters.ways import SCHEMES
from harvesters.weblinks import web_iri
from ontology.concepts import load_concepts
from ontology.folding import fold

Guess = dict[str, Any]

_HOMES: Final = frozenset({"organization", "hub", "network", "infrastructure", "tool"})
_SEPARATORS: Final = ("|", ";", ",")
_SEVERAL: Final = frozenset({"keyword", "topic", "audience", "equipment", "discipline", "language", "toolFamily",
                             "mode", "level"})
_DATES: Final = frozenset({"startDate", "endDate", "modified", "issued"})
_FORMS: Final = ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d",
                 EPOCH_MILLISECONDS)
_MILLISECONDS: Final = 12
# Objects that only wrap the fields of an item.
_WRAPPERS: Final = frozenset({"attributes", "fields", "properties", "record", "data", "item", "tags"})
_LANGUAGES: Final = frozenset({"fr", "en", "de", "es", "it"})
# One column called "equipements" does not make records of equipment.
_ENOUGH: Final = 2
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A column that plays a role; `lang` where its name says the language."""

    column: Column
    lang: str = ""


def guess_map(columns: Sequence[Column], kind: str) -> Guess:
    """The `[map]` of a table of records of a kind, as a tree of TOML values, by term."""
    found = _roles(columns)
    key, title = _key(columns, found), _title(columns, found)
    made: Guess = {"key": key.name} if key else {}
    if title:
        made["title"] = [_text(one) for one in title] if len(title) > 1 else _text(title[0])
    for role in ("altLabel", "description"):
        if role in found:
            made[role] = _text(found[role])
    if "page" in found and any(map(web_iri, found["page"].column.values)):
        made["homepage" if kind in _HOMES else "landingPage"] = found["page"].column.name
    for role in ("topic", "keyword", "language", "licence", "audience", "level", "mode", "equipment", "discipline",
                 "toolFamily"):
        if role in found:
            _put(made, *_concepts(role, found[role].column))
    for role in ("modified", "issued", "duration", "free"):
        if role in found:
            _put(made, role, _dated(role, found[role].column))
    provider = _words()["providers"].get(kind)
    if provider and "provider" in found:
        made[provider] = found["provider"].column.name
    if "price" in found:
        made["offers"] = _offer(found["price"].column)
    if "email" in found:
        made["contact"] = {"part": {"email": found["email"].column.name}}
    return made | _territory(found) | _occasion(found, kind)


def guess_kind(texts: Iterable[str], columns: Sequence[Column]) -> str:
    """The kind of record that a title or an address speaks of, or else several columns; empty if none does."""
    titled = list(filter(None, map(_kind_of, _split(" ".join(texts)))))
    spoken = Counter(filter(None, map(_kind_of, _split(" ".join(column.name for column in columns)))))
    [(often, times)] = spoken.most_common(1) or [("", 0)]
    if titled or times >= _ENOUGH:
        return titled[0] if titled else often
    return "event" if {"startDate", "endDate"} <= _roles(columns).keys() else ""


def _kind_of(word: str) -> str:
    return next((kind for kind, known in _words()["kinds"].items() if fold(word) in known.split()), "")


def settled_kind(form: str) -> str:
    """The kind that all records of a format have; empty for most."""
    return str(_words()["formats"].get(form, ""))


def guess_language(columns: Sequence[Column]) -> str:
    """`fr` or `en`, by the words that the columns have for what both languages have a word for; empty if none."""
    names = {fold(column.name) for column in columns} - set(_words()["shared"].split())
    french, english = (sum(fold(word) in names for role in _words()["roles"].values() for word in role[lang].split())
                       for lang in ("fr", "en"))
    return "fr" if french > english else "en" if english > french else ""


def known_names() -> frozenset[str]:
    """Every name of a column that is known, folded."""
    return frozenset(_names())


def columns_of(guess: object) -> Iterator[str]:
    """The columns that a map, or a part of one, reads."""
    if isinstance(guess, str):
        yield guess
    elif isinstance(guess, list):
        for one in guess:
            yield from columns_of(one)
    elif isinstance(guess, dict):
        for name, value in guess.items():
            if name not in ("lang", "split", "date", "number", "const"):
                yield from columns_of(value)


def _roles(columns: Sequence[Column]) -> dict[str, _Found]:
    """The column of each role, by the order of the words of the role."""
    best: dict[str, tuple[int, _Found]] = {}
    for column in columns:
        if not column.values:
            continue
        for name, lang in _called(column.name):
            role, rank = _names().get(fold(name), ("", 0))
            if role and (role not in best or rank < best[role][0]):
                best[role] = rank, _Found(column, lang)
            if role:
                break
    found = {role: one for role, (_, one) in best.items()}
    points = [_Found(column) for column in columns if column.point]
    return found | {"point": points[0]} if points else found


def _called(name: str) -> Iterator[tuple[str, str]]:
    """A name as it is, without its language (`titre_fr`), without the object that wraps it (`fields.titre`)."""
    yield name, ""
    head, _, last = name.rpartition(".")
    bare = last if head and set(head.lower().split(".")) <= _WRAPPERS else name
    words = _WORD.findall(bare)
    if len(words) > 1 and words[-1].lower() in _LANGUAGES:
        yield " ".join(words[:-1]), words[-1].lower()
    yield bare, ""


def _key(columns: Sequence[Column], found: Mapping[str, _Found]) -> Column | None:
    """What identifies a row: a column called so, or else the page, or else the name, as long as none is repeated."""
    called = sorted((column for column in columns if _names().get(fold(column.name), ("", 0))[0] == "key"),
                    key=lambda column: _names()[fold(column.name)][1])
    named = [column for column in columns if re.search(r"(?:^|[_ .-])(?:id|uuid|ref)$", column.name, re.IGNORECASE)]
    others = [found[role].column for role in ("page", "title") if role in found]
    return next((column for column in (*called, *named, *others, *columns)
                 if column.unique and not _of_persons(column)), None)


def _title(columns: Sequence[Column], found: Mapping[str, _Found]) -> list[_Found]:
    """The columns of the title, one for each language; else the first that has different words in each row."""
    if "title" not in found:
        wordy = [column for column in columns if len(column.values) > 1 and not _of_persons(column)
                 and sum(" " in value and not value[:1].isdigit() for value in column.values) * 2 > len(column.values)]
        return [_Found(wordy[0])] if wordy else []
    first = found["title"]
    others = [_Found(column, lang) for column in columns for name, lang in _called(column.name)
              if lang and first.lang and lang != first.lang and fold(name) == fold(_bare(first.column.name))]
    return [first, *others]


def _of_persons(column: Column) -> bool:
    return any(fold(word) in _words()["persons"].split() for word in _split(column.name))


def _bare(name: str) -> str:
    return " ".join(_WORD.findall(name.rpartition(".")[2])[:-1])


def _text(found: _Found) -> object:
    return {"from": found.column.name, "lang": found.lang} if found.lang else found.column.name


def _concepts(role: str, column: Column) -> tuple[str, object]:
    """A column of concepts where half of its values are known ones; subjects of one's own are keywords."""
    separator = _separator(column) if role in _SEVERAL else ""
    pieces = {piece.strip() for value in column.values for piece in (value.split(separator) if separator else (value,))}
    known = sum(bool(load_concepts().known(SCHEMES[role], piece)) for piece in pieces) if role in SCHEMES else 0
    guess = {"from": column.name, "split": separator} if separator else column.name
    if role == "keyword" or known * 2 >= len(pieces):
        return role, guess
    return ("keyword", guess) if role == "topic" else ("", None)


def _separator(column: Column) -> str:
    return next((sign for sign in _SEPARATORS if sum(sign in value for value in column.values) * 5
                 >= len(column.values)), "")


def _dated(role: str, column: Column) -> object:
    """A column, with the form of its dates where they need one; None where they cannot be read."""
    if role not in _DATES:
        return column.name
    if all(map(read_date, column.values)):
        return column.name
    form = next((form for form in _FORMS if all(_fits(value, form) for value in column.values)), "")
    return {"from": column.name, "date": form} if form else None


def _fits(value: str, form: str) -> bool:
    """Whether a date is written in a form; a count of milliseconds is no small number."""
    if form == EPOCH_MILLISECONDS:
        return len(value) >= _MILLISECONDS and read_date(value, form) is not None
    try:
        datetime.strptime(value, form)  # noqa: DTZ007  only the form matters
    except ValueError:
        return False
    return True


def _offer(column: Column) -> object:
    price = {"from": column.name, "number": "fr"} if any("," in value for value in column.values) else column.name
    return {"part": {"price": price, "priceCurrency": {"const": "EUR"}}}


def _territory(found: Mapping[str, _Found]) -> Guess:
    """Region and department, where they are those of France."""
    made: Guess = {}
    for role in ("region", "department"):
        if role in found and any(load_concepts().known(role, value) for value in found[role].column.values):
            made[role] = found[role].column.name
    return made


def _occasion(found: Mapping[str, _Found], kind: str) -> Guess:
    """When and where: of the record, or of the session of a training."""
    when: Guess = {}
    for role in ("startDate", "endDate"):
        if role in found and kind in ("course", "event"):
            _put(when, role, _dated(role, found[role].column))
    where = _place(found)
    if kind == "place":
        address, wkt = where.get("address"), where.get("wkt")
        return {name: value for name, value in (("address", address), ("wkt", wkt)) if value}
    located = {"location": {"part": where}} if where else {}
    if kind == "course" and when:
        return {"session": {"part": when | located}}
    return when | located


def _place(found: Mapping[str, _Found]) -> Guess:
    named = {role: found[role].column.name for role in
             ("street", "fullAddress", "postCode", "city", "commune", "country") if role in found}
    made: Guess = {"title": found["venue"].column.name} if "venue" in found else {}
    if named:
        made["address"] = {"part": named}
    if "lat" in found and "lon" in found:
        made["wkt"] = {"lat": found["lat"].column.name, "lon": found["lon"].column.name}
    elif "point" in found:
        made["wkt"] = found["point"].column.name
    return made


def _put(made: Guess, term: str, guess: object) -> None:
    if term and guess is not None:
        made[term] = [made[term], guess] if term in made else guess


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


@cache
def _names() -> Mapping[str, tuple[str, int]]:
    """The role of each known name, folded, and its place among the names of the role."""
    told: dict[str, tuple[str, int]] = {}
    for role, words in _words()["roles"].items():
        both = [word for pair in _alternately(words) for word in pair]
        for rank, word in enumerate((role, *both)):
            told.setdefault(fold(word), (role, rank))
    return told


def _alternately(words: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The words of a role, French and English in turn."""
    french, english = words["fr"].split(), words["en"].split()
    for place in range(max(len(french), len(english))):
        yield tuple(word for lang in (french, english) for word in lang[place:place + 1])


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("guesses.toml").read_text("utf-8"))
