"""JSON-LD documents made of stored objects; the context is always in them, so that nothing must be fetched."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import orjson

from ontology.context import CONTEXT_FILE
from ontology.terms import HYDRA


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context, read once."""
    told: dict[str, Any] = orjson.loads(CONTEXT_FILE.read_bytes())["@context"]
    return told


@cache
def _context_bytes() -> bytes:
    return orjson.dumps(context())


def with_context(jsonld: bytes) -> bytes:
    """A stored object with the whole context."""
    return b'{"@context":%b,%b' % (_context_bytes(), jsonld[1:])


def collection(address: str, total: int, objects: Iterable[bytes]) -> bytes:
    """Stored objects as members of one Hydra collection, which says how many there are in all."""
    return b"".join((
        b'{"@context":[', _context_bytes(), b",", orjson.dumps({"hydra": HYDRA.iri}), b'],"id":',
        orjson.dumps(address), b',"type":"hydra:Collection","hydra:totalItems":%d,"hydra:member":[' % total,
        b",".join(objects), b"]}",
    ))


def embedded(jsonld: bytes) -> dict[str, Any]:
    """A stored object with only those terms of the context that it uses, for embedding in a page."""
    document: dict[str, Any] = orjson.loads(jsonld)
    words = _words(document)
    terms = {name: told for name, told in context().items() if name in words and isinstance(told, dict)}
    named = [*words, *(told[key] for told in terms.values() for key in ("@id", "@type") if key in told)]
    needed = {*terms, *(name.partition(":")[0] for name in named), "@version", "id", "type"}
    return {"@context": {name: told for name, told in context().items() if name in needed}, **document}


def _words(value: object) -> set[str]:
    """Every key of a document, and the values of its types."""
    if isinstance(value, list):
        return set().union(*map(_words, value))
    if not isinstance(value, dict):
        return set()
    types = {one for key in ("type", "@type") for one in _listed(value.get(key))}
    return types.union(value, *(_words(inner) for inner in value.values()))


def _listed(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
