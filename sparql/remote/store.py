"""Another program's SPARQL store: where it is, and how we are known there."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """The addresses of a store, and the user that may write there; what is not known is empty.

    Queries go to `query_url`. Publishing needs `update_url` (SPARQL Update), `graph_store_url` (Graph Store Protocol),
    or better both. User and password are given only where the store asks for them.
    """

    query_url: str
    update_url: str = ""
    graph_store_url: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
