"""A record that is in the profile already: every statement of it is checked and written anew."""

from __future__ import annotations

from collections import deque
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode

from harvesters.description import Description
from harvesters.formats.profile.parts import classes, is_withheld, open_part, tell_person
from harvesters.formats.profile.payload import Kept, kept_payload
from harvesters.formats.profile.properties import Property, known_classes, profile
from harvesters.formats.profile.values import ValueWriter
from harvesters.formats.rdf.graph import Node, Term
from harvesters.formats.rdf.telling import tell_mended, tell_nameless
from harvesters.record import Raw
from harvesters.source import Source
from harvesters.statements import Cells
from harvesters.territory import in_france
from ontology.concepts import Concepts
from ontology.kinds import KINDS
from ontology.minting import Minting
from ontology.terms import DCT, LOCN, RDF, SCHEMA

_KIND_CLASSES: Final = frozenset(kind.rdf_class for kind in KINDS.values())


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """What a payload says; links to records of the same document lead to what they have become here."""
    kept = kept_payload(raw.payload)
    record = Description.of_record(minting.thing(raw.kind, source.name, raw.key), raw.kind, raw.key, concepts)
    if isinstance(kept.root, BlankNode) and not kept.graph.texts(kept.root, DCT.identifier):
        tell_nameless(record)
    tell_mended(record, kept.mended)
    _tell_kinds(record, kept, raw.kind)
    for iri in kept.dropped:
        _tell_dropped(record, NamedNode(iri))
    if isinstance(kept.root, NamedNode) and kept.root.value.startswith("http") and kept.root.value != record.iri:
        record.link(SCHEMA.sameAs, kept.root.value)
    _Transcript(kept, record, source, minting).write()
    return record


class _Transcript:
    """Writes the statements of a kept graph into a record, its parts after it."""

    def __init__(self, kept: Kept, record: Description, source: Source, minting: Minting) -> None:
        self._kept = kept
        self._record = record
        self._source = source
        self._minting = minting
        self._values = ValueWriter(kept.graph, record, source.language, minting)
        self._made: dict[Node, Description] = {kept.root: record}
        self._waiting = deque([kept.root])

    def write(self) -> None:
        """Each node once, however often it is referred to: circles end."""
        while self._waiting:
            node = self._waiting.popleft()
            into = self._made[node]
            countries = self._kept.graph.values(node, LOCN.adminUnitL1)
            abroad = any(not in_france(country.value) for country in countries)
            cells = Cells({}, (), self._record, "", abroad)
            for predicate, values in self._kept.graph.about(node).items():
                for value in values if predicate != RDF.type else ():
                    self._state(into, predicate, value, cells)

    def _state(self, into: Description, predicate: NamedNode, value: Term, cells: Cells) -> None:
        stated = profile().get(predicate)
        if stated is None:
            return
        if isinstance(value, Literal):
            self._values.literal(into, stated, value, cells)
        elif value in self._made:
            into.link(predicate, self._made[value].iri)
        elif value.value in self._kept.records:
            kind, key = self._kept.records[value.value]
            into.link(predicate, self._minting.thing(kind, self._source.name, key))
        elif stated.part and value in self._kept.graph:
            self._part(into, stated, value)
        else:
            self._values.node(into, stated, value, cells)

    def _part(self, into: Description, stated: Property, node: Node) -> None:
        says_something = self._kept.graph.about(node).keys() - {RDF.type}
        if is_withheld(self._kept.graph, stated, node):
            tell_person(into, stated)
        elif not says_something and isinstance(node, NamedNode):
            into.link(stated.iri, node.value)
        elif not says_something:
            _tell_dropped(into, stated.iri)
        else:
            self._made[node] = open_part(into, stated, node, self._kept)
            self._waiting.append(node)


def _tell_kinds(record: Description, kept: Kept, kind: str) -> None:
    """Classes beside that of the kind are kept, unless they are those of other kinds."""
    given = classes(kept.graph, kept.root)
    for rdf_class in given:
        if rdf_class in known_classes() and rdf_class not in _KIND_CLASSES:
            record.a(rdf_class)
    others = [code for code in KINDS if KINDS[code].rdf_class in given and code != kind]
    if others:
        named = ", ".join(others)
        record.note("MLG-W210", "type", named,
                    f"La fiche est aussi typée comme {named} ; elle est lue comme {kind} (« kind » décide).",
                    f"The record is also typed as {named}; it is read as {kind} (“kind” decides).")


def _tell_dropped(into: Description, predicate: NamedNode) -> None:
    into.note("MLG-W211", predicate, "",
              "Une valeur sans adresse ne dit rien que cette propriété puisse reprendre ; donnez-lui une adresse "
              "(IRI), ou un titre (dct:title) si c'est un organisme ou un lieu.",
              "A value without address says nothing that this property could take over; give it an address (IRI), or "
              "a title (dct:title) if it is an organisation or a place.")
