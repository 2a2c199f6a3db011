"""RSS (0.9x, 1.0, 2.0) and Atom: the entries of a feed, as whatever kind the source declares."""

from harvesters.formats.feed.listing import read
from harvesters.formats.feed.mapping import describe
from harvesters.formats.feed.recognition import is_feed
from harvesters.formats.format import Format

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(
    read, describe, recognise=is_feed,
    accept="application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, "
           "text/xml;q=0.8",
    options=frozenset({"end", "place", "start"}))
