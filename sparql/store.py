"""The RDF of one generation as an in-memory store."""

from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from catalogue.generation import Generation


def load(generation: Generation) -> Store:
    """Every named graph of a generation, loaded and ready to query."""
    return load_graphs(generation.graph_files())


def load_graphs(files: dict[Path, str]) -> Store:
    """N-Triples files into the graphs named beside them.

    `load` of a path leaves the interpreter lock alone, and in memory it is a fifth faster than `bulk_load`.
    """
    store = Store()
    for path, graph in files.items():
        store.load(path=path, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))
    return store
