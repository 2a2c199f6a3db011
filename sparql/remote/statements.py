"""SPARQL Update, as it is sent to a store. Terms are written by the library, never by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from sparql.remote.marker import n_triples

# Virtuoso 7.2 runs out of parser memory at 5,000 triples.
MOST_LINES, MOST_BYTES = 1000, 1 << 20
_ESCAPED = re.compile(rb"\\\\([uU])|\\.", re.DOTALL)


def copy(source: str, target: str) -> str:
    """Put the content of a graph in place of another's."""
    return f"COPY SILENT {NamedNode(source)} TO {NamedNode(target)}"


def drop(graph: str) -> str:
    """Remove a graph, if it is there."""
    return f"DROP SILENT GRAPH {NamedNode(graph)}"


def add(source: str, target: str) -> str:
    """Add the content of a graph to another's."""
    return f"ADD SILENT {NamedNode(source)} TO {NamedNode(target)}"


def add_difference(graph: str, other: str, target: str) -> str:
    """Add what is in a graph and not in another."""
    return f"INSERT {{ {_all(target)} }} WHERE {{ {_all(graph)} FILTER NOT EXISTS {{ {_all(other)} }} }}"


def remove_shared(graph: str, others: Iterable[str]) -> str:
    """Remove from a graph what is in any of some others."""
    listed = " ".join(str(NamedNode(other)) for other in others)
    shared = f"{_all(graph)} FILTER EXISTS {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    return f"DELETE {{ {_all(graph)} }} WHERE {{ {shared} }}"


def remove_kept(graph: str, other: str, lost: str) -> str:
    """Remove from a graph what another holds and will not lose."""
    kept = f"{_all(graph)} FILTER EXISTS {{ {_all(other)} }} FILTER NOT EXISTS {{ {_all(lost)} }}"
    return f"DELETE {{ {_all(graph)} }} WHERE {{ {kept} }}"


def subtract(graph: str, target: str) -> str:
    """Remove from a graph what another holds."""
    return f"DELETE {{ {_all(target)} }} WHERE {{ {_all(graph)} }}"


def _all(graph: str) -> str:
    return f"GRAPH {NamedNode(graph)} {{ ?s ?p ?o }}"


def insert(graph: str, lines: bytes) -> str:
    """Add N-Triples to a graph."""
    return _data("INSERT", graph, lines)


def change(graph: str, before: Iterable[Triple], after: Iterable[Triple]) -> Iterator[str]:
    """Make triples of a graph those that it shall hold; what stays is not touched."""
    old, new = set(before), set(after)
    for verb, triples in (("DELETE", old - new), ("INSERT", new - old)):
        lines = sorted(n_triples(triples).splitlines(keepends=True))
        for start in range(0, len(lines), MOST_LINES):
            yield _data(verb, graph, b"".join(lines[start:start + MOST_LINES]))


def _data(verb: str, graph: str, lines: bytes) -> str:
    """N-Triples are SPARQL but for one thing: SPARQL may read `\\u0041` anywhere, even after a backslash that is
    itself escaped, and then the letter must not stand there as it is (SPARQL 1.1 section 19.2)."""
    safe = _ESCAPED.sub(lambda found: b"\\\\\\u%04x" % ord(found[1]) if found[1] else found[0], lines)
    return f"{verb} DATA {{ GRAPH {NamedNode(graph)} {{\n{safe.decode()}}} }}"
