"""XML documents from strangers: no DTD, no entity, no network."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

from lxml import etree

from harvesters.formats.xml_prologue import root_name
from harvesters.record import Document, UnreadableDocument


def parse_xml(document: Document) -> etree._Element:
    """The root of an XML document, read whole.

    Raises:
        UnreadableDocument: not XML, broken, or with a DTD.
    """
    root_name(document.path)
    try:
        # Read from its path, a document with bytes that its encoding has not would look like a faulty disk.
        return etree.fromstring(document.path.read_bytes(), parser())
    except etree.XMLSyntaxError as fault:
        raise broken(fault) from None


def stream_xml(document: Document, *names: str) -> Iterator[etree._Element]:
    """Each element of these local names, whole, in any namespace (or in that of `{namespace}name`); one at a time.

    Raises:
        UnreadableDocument: not XML or with a DTD, before anything; broken, behind what stood whole before the break.
    """
    root_name(document.path)
    with document.path.open("rb") as file:  # Closed even where the reader stops midway.
        events = etree.iterparse(
            file, events=("end",), tag=[name if name.startswith("{") else f"{{*}}{name}" for name in names],
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
            remove_pis=True)
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None and (parent := element.getparent()) is not None:
                    del parent[0]
        except etree.XMLSyntaxError as fault:
            raise broken(fault) from None


def broken(fault: etree.XMLSyntaxError) -> UnreadableDocument:
    """Where a document stops being XML."""
    return UnreadableDocument(
        "MLG-X106", f"Le document XML est coupé ou mal formé ({fault.msg}) ; relancez, puis prévenez la source si "
        "cela dure.",
        f"The XML document is cut or malformed ({fault.msg}); try again, then tell the source if this lasts.")


@cache
def parser() -> etree.XMLParser:
    """The parser of whatever strangers wrote."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                           remove_comments=True, remove_pis=True)


@lru_cache(maxsize=1_024)
def local_name(tag: str) -> str:
    """`formation` of `{http://lheo.gouv.fr/2.3}formation`."""
    return tag.rpartition("}")[2]
