"""The history of a record as a page: what happened to it, and each version as received, as read, as judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from api.answer import Link
from api.catalogue_view import SCOPE_KEY, View
from api.negotiate import JSON
from api.pages.workbench.ledger_page import ledger_page
from api.workbench.history import known_histories, record_asked
from api.workbench.ledger_room import room_of
from ontology.context import load_context

_VERSIONS: Final = 5
# A record in XML can fill screens; the JSON has the whole.
_LONGEST_RECEIVED: Final = 4_000
_LONGEST_VALUE: Final = 400


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that a version says: of which part, in which field, what."""

    part: str
    field: str
    value: str


def history_page(request: Request) -> Response:
    """The histories of every record of a key or an IRI."""
    record = record_asked(request)
    with room_of(request).open() as view:
        found = known_histories(request, view, record)
        address = f"/api/v1/history?{urlencode(request.query_params.multi_items())}"
        return ledger_page(request, view, "history.html", lambda: {
            "record": record, "json": address, "histories": [_told(request, one) for one in found],
        }, [Link(address, "alternate", JSON.media_type)])


def _told(request: Request, history: dict[str, Any]) -> dict[str, Any]:
    versions: Sequence[dict[str, Any]] = history["versions"][::-1]
    iri = next((version["iri"] for version in versions if version["iri"]), "")
    generation: View | None = request.scope.get(SCOPE_KEY)
    is_shown = bool(history["moves"]) and history["moves"][-1]["shown"]
    return {**history, "versions": [_version(one) for one in versions[:_VERSIONS]],
            "older": max(0, len(versions) - _VERSIONS), "iri": iri,
            "path": generation.path(iri) if generation and iri and is_shown else None}


def _version(version: dict[str, Any]) -> dict[str, Any]:
    received = version["received"]
    return {**version, "received": received[:_LONGEST_RECEIVED] + "…" * (len(received) > _LONGEST_RECEIVED),
            "statements": _statements(version["iri"], version["read_as"])}


def _statements(iri: str, description: str) -> list[Statement]:
    """What a version says of the record, then of each of its parts."""
    context = load_context()
    told = []
    for quad in parse(description, format=RdfFormat.N_TRIPLES):
        about, what = quad.subject, quad.object
        if isinstance(about, NamedNode) and isinstance(what, NamedNode | Literal):  # Descriptions hold no others.
            value = what.value.removeprefix(iri)
            told.append(Statement(about.value.removeprefix(iri), context.name_of(quad.predicate),
                                  value[:_LONGEST_VALUE] + "…" * (len(value) > _LONGEST_VALUE)))
    return sorted(told, key=lambda statement: (statement.part, statement.field))
