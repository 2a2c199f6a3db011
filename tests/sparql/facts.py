"""What the bundled descriptions say, read in plain Python: no query language stands between them and a test."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from catalogue.provenance import record_triples
from ontology.concepts import load_concepts
from ontology.context import load_context
from ontology.vocabulary import vocabulary_triples
from sparql.named_queries import named_query
from tests.harvesters.bundled import BASE, bundle

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Values by subject and by the name of the property in the context; all records with kind and source.

    `links` are what a subject points to, whatever the property.
    """

    values: dict[tuple[str, str], list[NamedNode | Literal]] = field(default_factory=dict)
    links: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def of(self, *kinds: str) -> Iterator[str]:
        """The records of some kinds."""
        return (iri for iri, kind in self.kinds.items() if kind in kinds)

    def get(self, subject: str, *names: str) -> list[str]:
        """The values at the end of a path of properties."""
        reached = [subject]
        for name in names:
            reached = [value.value for one in reached for value in self.values.get((one, name), ())]
        return reached

    def one(self, subject: str, *names: str) -> str:
        """The only value at the end of a path, or nothing."""
        return next(iter(self.get(subject, *names)), "")

    def text(self, subject: str, name: str, language: str = "fr") -> str:
        """A text in a language, else in any other."""
        texts = [value for value in self.values.get((subject, name), ()) if isinstance(value, Literal)]
        spoken = [text.value for text in texts if text.language == language]
        return next(iter(spoken or [text.value for text in texts]), "")


@cache
def facts() -> Facts:
    """All bundled records, read once."""
    found, context = Facts(), load_context()
    for entry in bundle().entries:
        found.kinds[entry.iri], found.sources[entry.iri] = entry.kind, entry.source
        for quad in parse(entry.description, RdfFormat.N_TRIPLES):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            found.values.setdefault((quad.subject.value, context.name_of(quad.predicate)), []).append(quad.object)
            if isinstance(quad.object, NamedNode):
                found.links.setdefault(quad.subject.value, set()).add(quad.object.value)
    return found


@cache
def bundled_store() -> Store:
    """Named graphs as a generation has them, but for the catalogue's own."""
    store = Store()
    for entry in bundle().entries:
        store.load(entry.description, RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{BASE}graph/{entry.source}"))
        store.load(record_triples(entry, BASE), RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{BASE}graph/provenance"))
    vocabulary = NamedNode(f"{BASE}graph/vocabulary")
    store.extend(Quad(told.subject, told.predicate, told.object, vocabulary) for told in vocabulary_triples())
    return store


def answer(slug: str, **values: str) -> list[Row]:
    """The rows of a named query on the bundled records, what is unbound as nothing."""
    return rows(bundled_store(), named_query(slug).filled({name.rstrip("_"): told for name, told in values.items()}))


def rows(store: Store, text: str) -> list[Row]:
    """The rows of a text, whatever its form: triples for a graph, one cell for a truth."""
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, QueryBoolean):
        return [(str(bool(found)).lower(),)]
    if isinstance(found, QuerySolutions):
        return [tuple(value.value if isinstance(value, NamedNode | Literal) else "" for value in solution)
                for solution in found]
    return [(str(told.subject), str(told.predicate), str(told.object)) for told in found]


def columns(told: Iterable[Row], *numbers: int) -> set[Row]:
    """Some columns of the rows, from 0."""
    return {tuple(row[number] for number in numbers) for row in told}


def concept(scheme: str, value: str) -> str:
    """The IRI of a concept by code or name."""
    return load_concepts().find(scheme, value)


def label(iri: str, language: str = "fr") -> str:
    """The name of a concept, or nothing."""
    known = load_concepts().get(iri)
    return known.labels.get(language, "") if known else ""


def regions(iri: str, name: str = "spatial") -> set[str]:
    """The regions among the territories of a record."""
    known = {one.iri for one in load_concepts().scheme("region").concepts}
    return {territory for territory in facts().get(iri, name) if territory in known}


def within(iri: str) -> set[str]:
    """The concepts of all schemes that lie below one, at any degree."""
    known = [one for scheme in load_concepts() for one in scheme.concepts]
    found, size = {iri}, 0
    while size < len(found):
        size = len(found)
        found |= {one.iri for one in known if found & set(one.broader)}
    return found - {iri}
