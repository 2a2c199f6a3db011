"""What a description depends on beside its payload: the map, the readers, the concepts, the shapes."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import orjson

from harvesters.source import Source

_ROOMS = ("harvesters", "ontology", "shapes")


def mapping_fingerprint(source: Source, engine: str) -> bytes:
    """Changes whenever the same payload might read otherwise, so that kept payloads are then mapped anew."""
    told = orjson.dumps([source.format, source.kind, source.language, engine, repr(source.map),
                         sorted(source.options.items())])
    return blake2b(_code_fingerprint() + told, digest_size=16).digest()


@cache
def _code_fingerprint() -> bytes:
    here = Path(__file__).parent.parent
    hashed = blake2b(digest_size=16)
    for room in _ROOMS:
        for file in sorted((here / room).rglob("*")):
            if file.suffix in (".py", ".ttl", ".jsonld", ".rq") and "sources" not in file.parts:
                hashed.update(file.relative_to(here).as_posix().encode() + file.read_bytes())
    return hashed.digest()
