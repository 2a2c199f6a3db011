"""The properties of the profile, and how the values of each are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from harvesters.ways import PART_CLASSES, RESERVED, SCHEMES, Way, way_of
from ontology.context import load_context
from ontology.terms import DCAT, DCT, GEO, OWL, RDF, RDFS, SCHEMA, SKOS
from ontology.vocabulary import ONTOLOGY_FILE


@dataclass(frozen=True, slots=True)
class Property:
    """A property: what a part of it is called and typed with (`None` where it takes none), the list of its values."""

    iri: NamedNode
    name: str
    way: Way
    scheme: str = ""
    part: NamedNode | None = None
    language: bool = False


# What the ontology names beside the terms of the context.
_OTHERS: Final = (
    Property(DCT.type, "type", Way.TEXT),
    Property(DCT.valid, "valid", Way.DATE),
    Property(GEO.hasGeometry, "geometry", Way.LINK, part=GEO.Geometry),
    Property(OWL.sameAs, "sameAs", Way.LINK),
    Property(SCHEMA.areaServed, "areaServed", Way.TEXT),
    Property(SCHEMA.category, "category", Way.TEXT),
    Property(SCHEMA.learningResourceType, "learningResourceType", Way.TEXT),
    Property(SCHEMA.occupationalCategory, "occupationalCategory", Way.TEXT),
    Property(SCHEMA.occupationalCredentialAwarded, "credential", Way.TEXT),
    Property(SKOS.closeMatch, "closeMatch", Way.LINK),
)


@cache
def profile() -> Mapping[NamedNode, Property]:
    """Every property that a source may state; the catalogue states the reserved ones itself."""
    made = {stated.iri: stated for stated in _OTHERS}
    for name, term in load_context().terms.items():
        if name not in RESERVED and term.iri not in made:
            scheme = SCHEMES.get(name, "")
            part = DCT.Location if name == "spatial" else PART_CLASSES.get(name)
            made[term.iri] = Property(term.iri, name, way_of(term, part=False, ref=False, scheme=scheme), scheme, part,
                                      term.language_map)
    return made


@cache
def part_properties() -> frozenset[NamedNode]:
    """The properties whose values are described as parts."""
    return frozenset(stated.iri for stated in profile().values() if stated.part)


@cache
def known_classes() -> frozenset[NamedNode]:
    """The classes that the ontology names, and those of parts."""
    named = {quad.subject for quad in parse(path=ONTOLOGY_FILE, format=RdfFormat.TURTLE)
             if quad.predicate == RDF.type and quad.object == RDFS.Class and isinstance(quad.subject, NamedNode)}
    parts = {stated.part for stated in profile().values() if stated.part}
    return frozenset({*named, *parts, DCAT.DatasetSeries})
