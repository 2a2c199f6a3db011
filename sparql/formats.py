"""The result formats: their short names, media types and pyoxigraph formats."""

from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

TABULAR: Final[dict[str, tuple[str, QueryResultsFormat]]] = {
    "json": ("application/sparql-results+json", QueryResultsFormat.JSON),
    "xml": ("application/sparql-results+xml", QueryResultsFormat.XML),
    "csv": ("text/csv; charset=utf-8", QueryResultsFormat.CSV),
    "tsv": ("text/tab-separated-values; charset=utf-8", QueryResultsFormat.TSV),
}

GRAPH: Final[dict[str, tuple[str, RdfFormat]]] = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
