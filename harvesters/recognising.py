"""Knowing a document: its format, and what it says of itself that a declaration needs. Runs in a confined process."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from harvesters.columns import Columns, json_columns, portal_columns, table_columns
from harvesters.formats import FORMATS
from harvesters.guessing import columns_of, guess_kind, guess_language, guess_map, known_names, settled_kind
from harvesters.licences import addresses_in
from harvesters.record import Document
from harvesters.sniffing import looks_like
from harvesters.text import clean
from ontology.concepts import load_concepts

START: Final = 1 << 16
_JSON: Final = "json"
# What only wraps others comes after them: JSON of any kind, tables, pages that have something in them.
_GENERAL: Final = ("feed", "schema-org", "rdf", "dcat", "table", _JSON)
_TITLES: Final[Mapping[str, str]] = {
    "feed": r"<title[^>]*>(?:\s*<!\[CDATA\[)?(.*?)(?:\]\]>\s*)?</title>",
    "icalendar": r"^X-WR-CALNAME[^:\r\n]*:([^\r\n]*)",
    "oai-pmh": r"<repositoryName>(.*?)</repositoryName>", "schema-org": r"<title[^>]*>(.*?)</title>",
}
_LANGUAGE: Final = re.compile(
    r"<html[^>]*\slang=[\"']([A-Za-z]{2})\b|<language>\s*([a-z]{2})\b|\sxml:lang=[\"']([a-z]{2})\b")
_LICENCE: Final = re.compile(r"\"licen[cs]e\w*\"\s*:\s*\"([^\"\\]{2,200})\"", re.IGNORECASE)
_LONGEST_TITLE: Final = 150

_COLUMNS: Final[Mapping[str, Callable[[Document], Columns]]] = {
    _JSON: json_columns, "opendatasoft": portal_columns,
    "table": lambda document: table_columns(document, known_names()),
}


def look(path: str, url: str, media_type: str, status: int, form: str, kind: str) -> dict[str, Any]:
    """The formats of a document, the most specific first, and what its declaration may say; `form` and `kind` are told.

    Raises:
        UnreadableDocument: it is of a format whose columns are to be mapped, and these cannot be read.
    """
    document = Document(Path(path), url, media_type, status)
    with document.path.open("rb") as handle:
        start = handle.read(START)
    formats = [form] if form else recognised(start, media_type)
    if not formats:
        return {"formats": [], "looks": looks_like(start)}
    text = start.decode("utf-8", "replace")
    title = _title(text, formats[0])
    told: dict[str, Any] = {"formats": formats, "looks": looks_like(start), "title": title,
                            "language": _language(text), "licences": sorted(_licences(text))}
    columns = _COLUMNS[formats[0]](document) if formats[0] in _COLUMNS else Columns()
    return told | _guess(columns, kind or settled_kind(formats[0]), (title, *_words_of(url)))


def recognised(start: bytes, media_type: str) -> list[str]:
    """The formats that a document may be of by its first bytes, the most specific first."""
    found = [name for name, form in FORMATS.items() if _is(form.recognise, start, media_type)]
    if not found and looks_like(start) == _JSON:
        found = [_JSON]
    return sorted(found, key=lambda name: (_GENERAL.index(name) + 1 if name in _GENERAL else 0, name))


def _is(recognise: Callable[[bytes, str], bool], start: bytes, media_type: str) -> bool:
    try:
        return recognise(start, media_type)
    except Exception:  # One recogniser that stumbles must not hide the others.
        return False


def _guess(columns: Columns, kind: str, texts: tuple[str, ...]) -> dict[str, Any]:
    if not columns.columns:
        return {"kind": kind}
    guessed = kind or guess_kind(texts, columns.columns)
    mapped = guess_map(columns.columns, guessed)
    used = set(columns_of(mapped))
    return {"kind": guessed, "map": mapped, "options": dict(columns.options),
            "columns_language": guess_language(columns.columns),
            "unmapped": [column.name for column in columns.columns if column.name not in used]}


def _title(text: str, form: str) -> str:
    pattern = _TITLES.get(form)
    found = re.search(pattern, text, re.DOTALL | re.IGNORECASE | re.MULTILINE) if pattern else None
    words = " ".join(clean(unescape(found[1])).split()) if found else ""
    return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rpartition(" ")[0] + " …"


def _language(text: str) -> str:
    found = _LANGUAGE.search(text)
    return next(filter(None, found.groups()), "").lower() if found else ""


def _licences(text: str) -> Iterator[str]:
    """The codes of the licences that a document names, by address or in a field of JSON."""
    concepts = load_concepts()
    found = {concepts.known("licence", name) for name in (*addresses_in(text), *_LICENCE.findall(text))}
    for iri in filter(None, found):
        concept = concepts.get(iri)
        if concept is not None and concept.code != "notspecified":
            yield concept.code


def _words_of(url: str) -> tuple[str, ...]:
    """The last names of an address, which often say what is there."""
    return tuple(reversed(re.split(r"[/.]", unquote(urlsplit(url).path))[-4:]))
