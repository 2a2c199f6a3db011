"""The first element of an XML document, from its first bytes alone: enough to know a format by."""

from __future__ import annotations

import re
from typing import Final

# Atomic groups: each comment is read once, or a document of comments would take for ever.
_FIRST: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE\b[^>\[]*+>)*+"
    rb"<(?:[\w.-]++:)?([\w.-]++)(?=[\s>/])([^>]*+)", re.IGNORECASE | re.DOTALL)


def first_element(start: bytes) -> tuple[str, bytes]:
    """The local name of the first element and the rest of its tag; empty for what does not begin as XML does."""
    found = _FIRST.match(start.replace(b"\0", b""))
    return (found[1].decode("ascii", "replace"), found[2]) if found else ("", b"")
