"""Frames between the server and its query workers: what kind of thing follows, how long it is, and its bytes."""

from __future__ import annotations

import struct
from enum import Enum

import orjson

from sparql.failure import QueryFailed

HEAD = struct.Struct(">cI")


class Kind(Enum):
    """What a frame holds."""

    QUESTION = b"Q"
    BEGIN = b"B"  # The answer's media type: it will come, unless it breaks off.
    PART = b"P"
    END = b"E"
    FAILURE = b"F"


def pack(kind: Kind, content: bytes = b"") -> bytes:
    """One frame."""
    return HEAD.pack(kind.value, len(content)) + content


def failure(failed: QueryFailed) -> bytes:
    """The frame that says why a query has no answer."""
    told = {"status": failed.status, "code": failed.code, "fr": failed.fr, "en": failed.en, **failed.place}
    return pack(Kind.FAILURE, orjson.dumps(told))


def read_failure(content: bytes) -> QueryFailed:
    """What such a frame holds."""
    return QueryFailed(**orjson.loads(content))
