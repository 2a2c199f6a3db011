"""Finding one record by what a request calls it."""

import re
from typing import Final

import orjson

from api.catalogue_view import View
from api.problems import Problem
from ontology.kinds import KINDS
from search.query import SearchQuery, StoredRecord

# The grammar of local identifiers; anything else is refused before it reaches the index.
_LOCAL: Final = re.compile(r"[a-z0-9-]{1,128}")
_NEIGHBOURS: Final = 5


def is_local(name: str) -> bool:
    """Whether a text can be the local identifier of a record or the name of a source."""
    return _LOCAL.fullmatch(name) is not None


def find_record(view: View, kind: str, local: str) -> StoredRecord:
    """The record of a kind and a local identifier; raises the problem `record not found` with neighbours."""
    name = f"{kind}/{local}"
    if kind not in KINDS or not is_local(local):
        raise Problem("MLG-R001", id=name)
    stored = view.get(view.iri(kind, local))
    if stored is None:
        raise _not_found(view, kind, local)
    return stored


def find_any(view: View, name: str) -> StoredRecord:
    """The record that `kind/local`, a whole IRI or a local identifier alone names."""
    path = name.removeprefix(view.manifest.base).removeprefix("id/")
    kind, _, local = path.rpartition("/")
    if kind:
        return find_record(view, kind, local)
    if is_local(local):
        for code in KINDS:
            stored = view.get(view.iri(code, local))
            if stored is not None:
                return stored
    raise _not_found(view, "", local)


def _not_found(view: View, kind: str, local: str) -> Problem:
    """The problem, with records of the same source that share words with the identifier."""
    source, _, key = local.partition("--")
    neighbours: list[dict[str, object]] = []
    if view.source(source) is not None and is_local(local):
        filters = {"source": (source,), **({"type": (kind,)} if kind else {})}
        for text in (key.replace("-", " "), ""):
            page = view.search(SearchQuery(text=text, filters=filters, size=_NEIGHBOURS, facets=()))
            neighbours = neighbours or [_neighbour(item) for item in page.items]
    return Problem("MLG-R001", members={"neighbours": neighbours}, id=f"{kind}/{local}" if kind else local)


def _neighbour(item: bytes) -> dict[str, object]:
    told = orjson.loads(item)
    return {name: told[name] for name in ("id", "path", "kind", "title")}
