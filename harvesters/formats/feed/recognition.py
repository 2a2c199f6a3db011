"""Whether a document begins as a feed does."""

from __future__ import annotations

import re
from typing import Final

from harvesters.formats.xml_start import first_element

# RSS 1.0 and 0.90 are RDF, and so are catalogues: only the namespace tells.
_OF_RSS: Final = re.compile(rb"purl\.org/rss/1\.0/[\"']|netscape\.com/rdf/simple/0\.9/[\"']", re.IGNORECASE)
_OF_ATOM: Final = re.compile(rb"w3\.org/2005/Atom|purl\.org/atom/ns#", re.IGNORECASE)


def is_feed(start: bytes, media_type: str) -> bool:  # noqa: ARG001  feeds are served as anything
    """Whether a document begins with the root of RSS or Atom."""
    name, rest = first_element(start)
    match name.lower():
        case "rss":
            return True
        case "feed":
            return bool(_OF_ATOM.search(rest))
        case _:
            return name.lower() == "rdf" and bool(_OF_RSS.search(rest))
