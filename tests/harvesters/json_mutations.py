"""Documents as a broken source might give them: a value replaced, moved, wrapped or taken away at any place."""

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson

from harvesters.record import Excluded, Raw, UnreadableDocument
from tests.harvesters.records import describe, read, triples

_JUNK: list[Any] = [
    None, True, False, 0, -1, 2**63, 1e300, 0.1, "", " ", "\x00", "<b>", "{", "[1]", '{"a": [null]}', "&quot;",
    "x" * 10_000, "\u202eabc", "https://[x", "http://a b/", "mailto:x@y.example", "999999", "2024-13-45", "٣", [], {},
    [[]], [None], [{}], {"": ""}, {"a": {"b": {"c": None}}}, {"fr": None}, {"@id": 3}, {"id": []}, ["a", 1, None],
]


def mutated(document: Any, seed: int, times: int = 3) -> Any:
    """A copy of a JSON document with some of its values changed."""
    random, changed = Random(seed), copy.deepcopy(document)  # noqa: S311  not for secrets
    for _ in range(times):
        if not (places := _places(changed)):
            break
        holder, key = random.choice(places)
        match random.randrange(5):
            case 0:
                holder[key] = [holder[key]]
            case 1:
                holder[key] = {"en": holder[key]}
            case 2 if isinstance(holder, dict):
                del holder[key]
            case _:
                holder[key] = copy.deepcopy(random.choice(_JUNK))
    return changed


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a value that can be changed: its holder, and the name or position in it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, _ in inside]
    for holder, key in list(found):
        found.extend(_places(holder[key]))
    return found


def survive(form: str, document: Path, url: str, folder: Path, seeds: range) -> int:
    """Read and map a document damaged once for each seed; returns how many records were described.

    Nothing but `UnreadableDocument` and `Excluded` may be raised, and the same payload says the same twice.
    """
    content, described = orjson.loads(document.read_bytes()), 0
    for raw in _raws(form, content, url, folder, seeds):
        try:
            first, second = describe(form, raw), describe(form, raw)
        except Excluded:
            continue
        assert first.serialize() == second.serialize()
        assert triples(first)
        described += 1
    return described


def _raws(form: str, content: Any, url: str, folder: Path, seeds: range) -> Iterator[Raw]:
    path = folder / "damaged.json"
    for seed in seeds:
        path.write_bytes(orjson.dumps(mutated(content, seed)))
        try:
            yield from (item for item in read(form, path, url) if isinstance(item, Raw))
        except UnreadableDocument:
            continue
