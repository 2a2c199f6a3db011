"""Addresses of identifiers."""

from urllib.parse import quote

from harvesters.identifiers import doi, handle
from harvesters.weblinks import web_iri
from ontology.terms import DOI, HANDLE

_SAFE = "/:;()._-%"


def address_of(identifier: str) -> str:
    """The address of an identifier: its resolver's where it is a DOI or a handle; empty where it has none."""
    if bare := doi(identifier):
        return DOI.iri + quote(bare, safe=_SAFE)
    if bare := handle(identifier):
        return HANDLE.iri + quote(bare, safe=_SAFE)
    iri = web_iri(identifier) or ""
    return iri if iri.startswith(("https://", "http://")) else ""
