"""What descriptions and projections depend on beside the data: maps, readers, concepts, shapes, index."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

import orjson

from harvesters.beside import NotBeside, named, text_beside
from harvesters.formats import FORMATS
from harvesters.source import Source

_READ_BY = ("harvesters", "ontology", "shapes")
_SHOWN_BY = ("catalogue", "ontology", "search", "shapes/rules")


def mapping_fingerprint(source: Source, engine: str) -> bytes:
    """Changes whenever the same payload might read otherwise, so that kept payloads are then mapped anew."""
    told = orjson.dumps([source.format, source.kind, source.language, engine, repr(source.map),
                         sorted(source.options.items()), _texts_beside(source)])
    return blake2b(_code_fingerprint(_READ_BY) + told, digest_size=16).digest()


def replayed_fingerprint(source: Source, engine: str, former: bytes | None) -> bytes:
    """What a replay may remember: payloads hold what was read by then, so only reading tells what else is needed."""
    return former if former == mapping_fingerprint(source, engine) else b""


def projection_fingerprint() -> str:
    """Changes whenever graphs or index might be written otherwise: former generations are then not extended."""
    return _code_fingerprint(_SHOWN_BY).hex()


def _texts_beside(source: Source) -> list[str]:
    """What the files say that the declaration names; an unreadable one is told by whoever reads with it."""
    texts = []
    for option in sorted(FORMATS[source.format].files & source.options.keys()):
        for name in named(source.options[option]):
            try:
                texts.append(text_beside(source.file, name))
            except NotBeside:
                texts.append("")
    return texts


@cache
def _code_fingerprint(rooms: tuple[str, ...]) -> bytes:
    here = Path(__file__).parent.parent
    hashed = blake2b(digest_size=16)
    for room in rooms:
        for file in sorted((here / room).rglob("*")):
            if file.suffix in (".py", ".ttl", ".jsonld", ".json", ".toml", ".rq") and "sources" not in file.parts:
                hashed.update(file.relative_to(here).as_posix().encode() + file.read_bytes())
    return hashed.digest()
