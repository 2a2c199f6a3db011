"""What the query editor completes: prefixes, classes and properties of this catalogue."""

from __future__ import annotations

from functools import cache
from typing import Final

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import NamedNode, RdfFormat, parse

from api.answer import answer, entity_tag, unchanged
from api.catalogue_view import view_of
from api.negotiate import JSON
from ontology.context import load_context
from ontology.kinds import KINDS
from ontology.terms import DCAT, OWL, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS
from ontology.vocabulary import ONTOLOGY_FILE

router = APIRouter()

_CLASSES: Final = (DCAT.Catalog, DCAT.CatalogRecord, PROV.Activity, SCHEMA.CourseInstance, SCHEMA.Offer, SKOS.Concept,
                   SKOS.ConceptScheme)
_PROPERTIES: Final = (RDF.type, RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.altLabel, SKOS.notation, SKOS.inScheme,
                      SKOS.broader, SKOS.narrower, SKOS.broaderTransitive, PROV.wasDerivedFrom, PROV.wasGeneratedBy)


@router.get("/sparql/terms", include_in_schema=False)
async def get_terms(request: Request) -> Response:
    """Prefixes by name, the IRIs of classes, the IRIs of properties."""
    tag = entity_tag(request, view_of(request), JSON)
    return unchanged(request, tag) or answer(_terms(), JSON, tag)


@cache
def _terms() -> bytes:
    own = [quad for quad in parse(path=ONTOLOGY_FILE, format=RdfFormat.TURTLE)
           if quad.predicate == RDF.type and isinstance(quad.subject, NamedNode)]
    classes = {quad.subject for quad in own if quad.object in (RDFS.Class, OWL.Class)}
    properties = {quad.subject for quad in own if quad.object in (RDF.Property, OWL.ObjectProperty,
                                                                  OWL.DatatypeProperty)}
    classes |= {kind.rdf_class for kind in KINDS.values()} | {*_CLASSES}
    properties |= {term.iri for term in load_context().terms.values()} | {*_PROPERTIES}
    return orjson.dumps({
        "prefixes": PREFIXES, "classes": sorted(one.value for one in classes if isinstance(one, NamedNode)),
        "properties": sorted(one.value for one in properties if isinstance(one, NamedNode))})
