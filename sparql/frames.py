"""Frames between the server, the keeper and its workers: a JSON header, then bytes."""

from __future__ import annotations

import struct
from typing import Any

import orjson

LENGTHS = struct.Struct(">II")


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """One frame: both lengths, the header, the body."""
    head = orjson.dumps(header)
    return LENGTHS.pack(len(head), len(body)) + head + body


def failure(status: int, code: str, fr: str, en: str) -> bytes:
    """The frame that says why a query has no answer; `sparql.failure.QueryFailed` on the other side."""
    return pack({"failure": [status, code, fr, en]})


def parse(head: bytes) -> dict[str, Any]:
    """The header of a frame."""
    told: dict[str, Any] = orjson.loads(head)
    return told
