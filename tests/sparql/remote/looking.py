"""What a store holds, asked past everything of ours: by plain requests."""

from __future__ import annotations

from typing import Any

import httpx

from sparql.remote.store import RemoteStore


def ask(store: RemoteStore, query: str) -> list[dict[str, str]]:
    """The rows of a SELECT."""
    answer = httpx.post(store.query_url, data={"query": query}, timeout=60,
                        headers={"Accept": "application/sparql-results+json"})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return [{name: term["value"] for name, term in row.items()} for row in told["results"]["bindings"]]


def count(store: RemoteStore, graph: str) -> int:
    """How many triples a graph has."""
    return int(ask(store, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0]["n"])


def titles(store: RemoteStore, graph: str) -> set[str]:
    """The titles in a graph."""
    return {row["t"] for row in ask(
        store, f"SELECT ?t {{ GRAPH <{graph}> {{ ?s <http://purl.org/dc/terms/title> ?t }} }}")}


def graphs(store: RemoteStore, base: str) -> set[str]:
    """The names of all graphs below a base, without it."""
    found = ask(store, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{base}')) }}")
    return {row["g"].removeprefix(base) for row in found}
