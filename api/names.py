"""How records are called, looked up once in a generation."""

from collections.abc import Mapping

import orjson

from api.catalogue_view import View
from search.tree import texts


def record_titles(view: View, iri: str) -> Mapping[str, str]:
    """The title of a record of ours by language; empty if there is no such record."""
    known = view.names.get(("record", iri))
    if known is None:
        stored = view.get(iri) if view.path(iri) else None
        known = view.names["record", iri] = texts(orjson.loads(stored.item), "title") if stored else {}
    return known
