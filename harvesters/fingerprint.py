"""What descriptions and projections depend on beside the data: maps, readers, concepts, shapes, index."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import orjson

from harvesters.source import Source

_READ_BY = ("harvesters", "ontology", "shapes")
_SHOWN_BY = ("catalogue", "ontology", "search")


def mapping_fingerprint(source: Source, engine: str) -> bytes:
    """Changes whenever the same payload might read otherwise, so that kept payloads are then mapped anew."""
    told = orjson.dumps([source.format, source.kind, source.language, engine, repr(source.map),
                         sorted(source.options.items())])
    return blake2b(_code_fingerprint(_READ_BY) + told, digest_size=16).digest()


def projection_fingerprint() -> str:
    """Changes whenever graphs or index might be written otherwise: former generations are then not extended."""
    return _code_fingerprint(_SHOWN_BY).hex()


@cache
def _code_fingerprint(rooms: tuple[str, ...]) -> bytes:
    here = Path(__file__).parent.parent
    hashed = blake2b(digest_size=16)
    for room in rooms:
        for file in sorted((here / room).rglob("*")):
            if file.suffix in (".py", ".ttl", ".jsonld", ".rq") and "sources" not in file.parts:
                hashed.update(file.relative_to(here).as_posix().encode() + file.read_bytes())
    return hashed.digest()
