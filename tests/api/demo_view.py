"""Thirty invented records of every kind, as one generation that the application can be tried on."""

from itertools import groupby
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from api.catalogue_view import View
from catalogue.entry import Entry
from catalogue.generation import Manifest, SourceSummary
from ontology.kinds import KINDS
from ontology.terms import DCT, RDF
from search.builder import IndexBuilder
from search.engine import SearchIndex

BASE = "https://data.example.org/"
_TURTLE = Path(__file__).with_name("demo.ttl")
_TITLES = {
    "catalogue": {"fr": "Catalogue de l'Atelier des fonds", "en": "Catalogue of the workshop"},
    "registre": {"fr": "Registre des outils"}, "poles": {"fr": "Pôles de ressources"},
    "agenda": {"fr": "Agenda des rencontres"}, "eco": {"fr": "Ressources éco-responsables"},
}


def demo_entries() -> list[Entry]:
    """The records of `demo.ttl` as the ledger would give them."""
    triples = sorted((quad.triple for quad in parse(path=_TURTLE, format=RdfFormat.TURTLE)), key=_thing)
    return [_entry(iri, list(group)) for iri, group in groupby(triples, key=_thing)]


def demo_view(folder: Path, generation: str = "g000001", entries: list[Entry] | None = None) -> View:
    """A view of a fresh index of the records in `folder`."""
    every = demo_entries() if entries is None else entries
    builder = IndexBuilder(folder)
    for entry in every:
        builder.add(entry)
    builder.commit()
    sources = {
        name: SourceSummary(title, "LO-OL-2.0", "Un éditeur", "https://www.example.org/offres.csv",
                            sum(entry.source == name for entry in every), "2026-11-20T03:12:00Z")
        for name, title in _TITLES.items()
    }
    graphs = {f"{name}.nt": f"{BASE}graph/{name}" for name in (*sources, "provenance", "vocabulary", "catalogue")}
    manifest = Manifest(generation, 1, "2026-11-20T04:00:00Z", BASE, 1, len(every), 0, "", "", graphs, sources)
    return View(SearchIndex.open(folder, generation), manifest)


def _thing(triple: Triple) -> str:
    assert isinstance(triple.subject, NamedNode)
    return triple.subject.value.partition("#")[0]


def _entry(iri: str, triples: list[Triple]) -> Entry:
    kind, _, local = iri.removeprefix(f"{BASE}id/").partition("/")
    source, _, key = local.partition("--")
    itself = NamedNode(iri)
    said = [*triples, Triple(itself, RDF.type, KINDS[kind].rdf_class), Triple(itself, DCT.identifier, Literal(key))]
    description = "".join(sorted(f"{triple} .\n" for triple in said)).encode()
    return Entry(iri, kind, source, key, description, "2026-11-20T03:12:00Z", "2026-11-18", 7, "LO-OL-2.0",
                 warnings=2 if key == "archivage" else 0, stale=key == "versement")
