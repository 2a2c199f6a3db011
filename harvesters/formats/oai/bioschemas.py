"""Bioschemas as RDF/XML, as TeSS gives its trainings and events."""

from __future__ import annotations

from typing import Final

from lxml import etree
from pyoxigraph import RdfFormat, parse

from harvesters.formats.rdf.graph import LinkedGraph
from harvesters.formats.rdf.xml_guard import guarded_rdfxml
from harvesters.formats.schemaorg.entry import Entry, entry_of
from harvesters.formats.schemaorg.graph import nodes
from harvesters.formats.schemaorg.node import Node, addresses, types, words
from harvesters.formats.schemaorg.payload import TooLarge
from harvesters.formats.work.kinds import told_kind
from harvesters.formats.work.work import Work
from harvesters.record import UnreadableDocument
from harvesters.source import Source

ROOT: Final = "RDF"


class BrokenGraph(Exception):
    """The RDF of one record cannot be read: why, in English."""


def read_bioschemas(metadata: etree._Element, source: Source) -> Entry:
    """What a record's graph is about; where that is of no type of ours, its type and name only.

    Raises:
        BrokenGraph: not RDF/XML, or too large.
    """
    try:
        content = guarded_rdfxml(etree.tostring(metadata, encoding="utf-8", with_tail=False))
        found = [_with_addresses(node) for node in nodes(LinkedGraph(parse(
            input=content, format=RdfFormat.RDF_XML, base_iri=source.url, lenient=True)))]
        entries = (entry_of(node, source) for node in found)
        entry = next((entry for entry in entries if entry is not None), None)
    except (SyntaxError, TooLarge, UnreadableDocument) as fault:
        raise BrokenGraph(str(fault)) from fault
    if entry is not None:
        return entry
    work = Work("rdf", types=[name for node in found for name in types(node)],
                titles=[(word.text, word.language) for node in found[:1] for word in words(node, "name")])
    return Entry("", work.payload(), told_kind(work, source))


def _with_addresses(node: Node) -> Node:
    """The node with its page as a text: in RDF an address is a resource, elsewhere in schema.org it is written."""
    return {**node, "url": addresses(node, "url")} if "url" in node else node
