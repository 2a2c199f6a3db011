"""Conditional requests (RFC 9110, section 13): a document that has not changed need not be sent again."""

import httpcore

_LONGEST = 1_000

Header = tuple[bytes, bytes]


def validators(answer: httpcore.Response) -> tuple[str, str]:
    """The ETag and the Last-Modified of an answer, word for word; empty when it has none that can be sent back."""
    return _found(answer, b"etag"), _found(answer, b"last-modified")


def conditions(etag: str, modified: str) -> list[Header]:
    """The headers that ask for a document only if it has changed."""
    said = ((b"If-None-Match", etag), (b"If-Modified-Since", modified))
    return [(name, value.encode("latin-1")) for name, value in said if _sendable(value)]


def _found(answer: httpcore.Response, name: bytes) -> str:
    value = next((value for header, value in answer.headers if header.lower() == name), b"").decode("latin-1").strip()
    return value if _sendable(value) else ""


def _sendable(value: str) -> bool:
    """A ledger of thousands of pages should not keep endless ones, and a header cannot hold control characters."""
    return 0 < len(value) <= _LONGEST and all(" " <= sign < "\x7f" or "\xa0" <= sign <= "\xff" for sign in value)
