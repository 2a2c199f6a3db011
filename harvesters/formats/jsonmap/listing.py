"""Reading JSON whose items the source's map explains."""

from __future__ import annotations

from collections.abc import Iterator

from harvesters.formats.jsonmap.opening import open_items
from harvesters.formats.jsonmap.options import read_options
from harvesters.formats.jsonmap.pages import following
from harvesters.record import Document, Fault, Item, Listing
from harvesters.source import Source
from harvesters.tables.objects import Objects
from harvesters.tables.rows import Rows, map_of


def read(document: Document, source: Source) -> Iterator[Item]:
    """The items of the document with the columns that the map names, then the next page.

    Raises:
        UnreadableDocument: it is not JSON, or where its items stand cannot be told, or they have no key.
    """
    options = read_options(source.options)
    objects = Objects(Rows(map_of(source), source.kind))
    opened = open_items(document, options.items, [path for path in (options.next, options.total) if path])
    count, value = 0, None
    for place, value in objects.checked(opened.items):
        count += 1
        yield value if isinstance(value, Fault) else objects.item(value, place)
    if isinstance(value, Fault):
        yield Listing(incomplete="the last line is cut", incomplete_fr="la dernière ligne est coupée")
    remarks = objects.remarks() if not document.kind else ()
    if remarks:
        yield Listing(remarks=remarks)
    yield from following(document, options, opened.said, count)
