"""What the catalogue itself is called, and its sources, runs and named graphs: titles by language."""

from collections.abc import Mapping

from api.catalogue_view import View
from catalogue.self_description import CATALOGUE_TITLES
from catalogue.void import GRAPH_TITLES
from ontology.minting import Minting

Titles = Mapping[str, str]


def run_titles(source: str, number: str) -> Titles:
    """What a run is called."""
    return {"fr": f"Passage {number} de {source}", "en": f"Run {number} of {source}"}


def graph_titles(view: View) -> dict[str, Titles]:
    """The graphs of a generation by name, each with its titles."""
    prefix = Minting(view.manifest.base).graph("")
    titles: dict[str, Titles] = {}
    for name in sorted({iri.removeprefix(prefix) for iri in view.manifest.graphs.values()}):
        source = view.source(name)
        titles[name] = GRAPH_TITLES.get(name) or (source.title if source else {})
    return titles


def own_titles(view: View, iri: str) -> Titles:
    """The titles of what is no record and no concept; none for any other IRI."""
    folder, _, name = iri.removeprefix(view.manifest.base).rpartition("/")
    source = view.source(name)
    if iri == Minting(view.manifest.base).catalogue:
        return CATALOGUE_TITLES
    if folder == "id/source":
        return source.title if source else {}
    if folder == "id/run":
        of_source, _, number = name.rpartition("--")
        return run_titles(of_source, number) if view.source(of_source) else {}
    return graph_titles(view).get(name, {}) if folder == "graph" else {}
