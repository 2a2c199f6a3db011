"""Declaring and reading JSON with a map in tests."""

from pathlib import Path
from typing import Any

import orjson

from harvesters.formats import FORMATS
from harvesters.record import Document, Fault, Follow, Item, Listing, Raw
from harvesters.source import Source
from tests.harvesters import tabular

MAP = '[map]\nkey = "id"\ntitle = "name"\n'
_HEAD = 'name = "essai"\ntitle.fr = "Essai"\nurl = "https://api.example/items"\nformat = "{}"\nlicence = "LO-OL-2.0"\n'


def declare(folder: Path, body: str = MAP, form: str = "json", kind: str = "tool") -> Source:
    """The source declared by a file of these lines behind the usual ones."""
    return tabular.declare(folder, body, kind, _HEAD.format(form))


def written(folder: Path, content: Any, name: str = "items.json") -> Path:
    """A file of this value as JSON, or of these bytes."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return path


def read(source: Source, path: Path, url: str = "", kind: str = "", status: int = 200) -> list[Item]:
    """Everything that the reader says of a file."""
    document = Document(path, url or f"https://api.example/{path.name}", "application/json", status, kind=kind)
    return list(FORMATS[source.format].read(document, source))


def raws(items: list[Item]) -> list[Raw]:
    """The records."""
    return [item for item in items if isinstance(item, Raw)]


def keys(items: list[Item]) -> list[str]:
    """The keys of the records."""
    return [raw.key for raw in raws(items)]


def faults(items: list[Item]) -> list[tuple[str, str]]:
    """Place and code of each fault."""
    return [(item.place, item.finding.code) for item in items if isinstance(item, Fault)]


def followed(items: list[Item]) -> list[str]:
    """The addresses to follow."""
    return [item.url for item in items if isinstance(item, Follow)]


def expected(items: list[Item]) -> int | None:
    """The total that was announced."""
    return next((item.expected for item in items if isinstance(item, Listing) and item.expected is not None), None)


def incomplete(items: list[Item]) -> list[str]:
    """Why the listing is said to be incomplete."""
    return [item.incomplete for item in items if isinstance(item, Listing) and item.incomplete]


def remarks(items: list[Item]) -> dict[str, str]:
    """The English sentence of each remark, by its code."""
    return {remark.code: remark.en for item in items if isinstance(item, Listing) for remark in item.remarks}
