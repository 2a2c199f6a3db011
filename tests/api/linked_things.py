"""The things of the demo that tests ask for: one of each kind, and how their documents are read."""

import warnings
from typing import Final

import rdflib
from pyoxigraph import Dataset, RdfFormat, parse

from tests.api.demo_view import BASE

CONCEPT: Final = "https://w3id.org/maillage/concept"
# Each thing: where it is, and its IRI.
THINGS: Final = {
    "/id/course/catalogue--archivage": f"{BASE}id/course/catalogue--archivage",
    "/id/tool/registre--hostile": f"{BASE}id/tool/registre--hostile",
    "/id/source/registre": f"{BASE}id/source/registre",
    "/id/run/catalogue--14": f"{BASE}id/run/catalogue--14",
    "/id/catalogue": f"{BASE}id/catalogue",
    "/graph/registre": f"{BASE}graph/registre",
    "/graph/vocabulary": f"{BASE}graph/vocabulary",
    "/id/concept": CONCEPT,
    "/id/concept/tool-family": f"{CONCEPT}/tool-family",
    "/id/concept/tool-family/3d-scan": f"{CONCEPT}/tool-family/3d-scan",
    "/id/concept/region/53": "http://id.insee.fr/geo/region/53",
    "/id/concept/licence/CC-BY-4.0": "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
}
WITH_JSON: Final = tuple(path for path in THINGS if path.startswith(
    ("/id/course", "/id/tool", "/id/source", "/id/run")))
MEDIA_TYPES: Final = {"html": "text/html", "jsonld": "application/ld+json", "ttl": "text/turtle",
                      "rdf": "application/rdf+xml", "nt": "application/n-triples", "json": "application/json",
                      "linkset": "application/linkset+json"}
SYNTAXES: Final = {"jsonld": RdfFormat.JSON_LD, "ttl": RdfFormat.TURTLE, "rdf": RdfFormat.RDF_XML,
                   "nt": RdfFormat.N_TRIPLES}
_PARSERS: Final = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml", "nt": "nt"}


def forms_of(path: str) -> list[str]:
    """The suffixes that a thing has."""
    return [suffix for suffix in MEDIA_TYPES if suffix != "json" or path in WITH_JSON]


def by_oxigraph(content: bytes, suffix: str) -> set[str]:
    """The statements of a document."""
    return {str(quad.triple) for quad in Dataset(parse(content, format=SYNTAXES[suffix]))}


def by_rdflib(content: bytes, suffix: str) -> set[str]:
    """The statements of a document as another library reads them."""
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        # rdflib's own reader of JSON-LD uses what rdflib gives up.
        warnings.simplefilter("ignore", DeprecationWarning)
        graph.parse(data=content, format=_PARSERS[suffix])
    written = graph.serialize(format="nt", encoding="utf-8")
    return {str(quad.triple) for quad in Dataset(parse(written, format=RdfFormat.N_TRIPLES))}
