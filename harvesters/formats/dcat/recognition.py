"""Knowing a DCAT catalogue by its start."""

import re

from ontology.terms import DCAT

# A prefixed name, as Turtle and compact JSON-LD write it, or the plain keys of DCAT-US.
_NAMED = re.compile(rb'\bdcat:(?:Catalog|Dataset|dataset|Distribution)\b')
_UNITED_STATES = re.compile(rb'"(?:conformsTo|describedBy)"\s*:\s*"[^"]{0,200}/(?:pod/)?schema', re.IGNORECASE)


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether a document names DCAT, and classes of it."""
    if DCAT.iri.encode() in start:
        return bool(_NAMED.search(start)) or DCAT.Dataset.value.encode() in start or b"<dcat:" in start
    return bool(_UNITED_STATES.search(start)) and b'"dataset"' in start
