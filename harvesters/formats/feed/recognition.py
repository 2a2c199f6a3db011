"""Whether a document begins as a feed does."""

from __future__ import annotations

import re
from typing import Final

# Atomic groups: each comment is read once, or a document of comments would take for ever.
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE\b[^>\[]*+>)*+"
    rb"<(?:[\w.-]++:)?(rss|feed|rdf)(?=[\s>/])([^>]*+)", re.IGNORECASE | re.DOTALL)
# RSS 1.0 and 0.90 are RDF, and so are catalogues: only the namespace tells.
_OF_RSS: Final = re.compile(rb"purl\.org/rss/1\.0/[\"']|netscape\.com/rdf/simple/0\.9/[\"']", re.IGNORECASE)
_OF_ATOM: Final = re.compile(rb"w3\.org/2005/Atom|purl\.org/atom/ns#", re.IGNORECASE)


def is_feed(start: bytes, media_type: str) -> bool:  # noqa: ARG001  feeds are served as anything
    """Whether a document begins with the root of RSS or Atom."""
    found = _START.match(start.replace(b"\0", b""))
    if found is None:
        return False
    match found[1].lower():
        case b"rss":
            return True
        case b"feed":
            return bool(_OF_ATOM.search(found[2]))
        case _:
            return bool(_OF_RSS.search(found[2]))
