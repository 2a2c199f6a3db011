"""The graphs that a query may see: those of the generation that is published, never others of the store."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from sparql.question import Question
from sparql.remote.reading import Query


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs whose union is the default graph, and those that GRAPH finds; neither is empty, for a store takes
    nothing for everything."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def dataset_of(question: Question, query: Query, published: Set[str], nothing: str) -> Dataset:
    """What the protocol names, else what the query names, else all that is published (SPARQL 1.1 Protocol section
    2.1.4). `nothing` is a graph that does not exist."""
    if question.default_graphs or question.named_graphs:
        default, named = question.default_graphs, question.named_graphs
    elif query.dataset:
        default = tuple(one.iri for one in query.dataset if not one.is_named)
        named = tuple(one.iri for one in query.dataset if one.is_named)
    else:
        default = named = tuple(sorted(published))
    return Dataset(_of(default, published, nothing), _of(named, published, nothing))


def _of(graphs: Iterable[str], published: Set[str], nothing: str) -> tuple[str, ...]:
    return tuple(graph for graph in dict.fromkeys(graphs) if graph in published) or (nothing,)
