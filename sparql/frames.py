"""Frames between the server and its query workers: what kind of thing follows, how long it is, and its bytes."""

from __future__ import annotations

import struct
from enum import Enum

import orjson

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


def failure(status: int, code: str, fr: str, en: str) -> bytes:
    """The frame that says why a query has no answer; the arguments of `sparql.failure.QueryFailed`."""
    return pack(Kind.FAILURE, orjson.dumps([status, code, fr, en]))
