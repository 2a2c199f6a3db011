"""The names of schema.org and Bioschemas, as IRIs in their several spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ontology.terms import DCT, SCHEMA

_SCHEMA: Final = re.compile(r"https?://(?:www\.)?schema\.org/(\w+)/?", re.ASCII)
_BIOSCHEMAS: Final = re.compile(
    r"https?://(?:www\.)?bioschemas\.org/(?:types/|terms/|profiles/)?(\w+)(?:/[\w.-]*)?/?", re.ASCII)
# Prefixes that publishers use without saying what they mean.
WELL_KNOWN: Final[Mapping[str, str]] = {
    "dc": DCT.iri, "dct": DCT.iri, "dcterms": DCT.iri, "schema": SCHEMA.iri, "sdo": SCHEMA.iri,
    # Bioschemas hands its new names to schema.org.
    "bioschemas": SCHEMA.iri, "bs": SCHEMA.iri, "bsc": SCHEMA.iri,
}


@lru_cache(maxsize=4_096)
def local_name(iri: str) -> str:
    """The bare name of a term of schema.org or Bioschemas (`Course`), empty for the terms of others.

    `dct:conformsTo` is the one term of another vocabulary that Bioschemas has.
    """
    found = _SCHEMA.fullmatch(iri) or _BIOSCHEMAS.fullmatch(iri)
    if found:
        return found[1]
    return "conformsTo" if iri == DCT.conformsTo.value else ""
