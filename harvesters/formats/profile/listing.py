"""What an RDF document lists: subjects that are typed with a class of a kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from pyoxigraph import NamedNode

from harvesters.dates import read_date
from harvesters.formats.paging import short_name
from harvesters.formats.profile.payload import kept_payload, payload_of
from harvesters.formats.profile.properties import profile
from harvesters.formats.profile.resources import Resource, resources
from harvesters.formats.rdf.construct import admitted, constructed
from harvesters.formats.rdf.document import EXTENSIONS, read_rdf, statements
from harvesters.formats.rdf.extract import TooLarge
from harvesters.formats.rdf.graph import LinkedGraph, Node
from harvesters.formats.rdf.hydra import PAGING, pages
from harvesters.record import Document, Fault, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from harvesters.text import clean
from ontology.context import load_context, prefixed
from ontology.terms import DCT, OWL, RDF
from shapes.finding import Finding, Severity

# Records may share parts; this many times the document is no sharing but an attack.
_MOST_REPEATED: Final = 32
_SMALLEST_BUDGET: Final = 16 << 20
_MOST_NAMED: Final = 20
_IGNORED: Final = frozenset({OWL.deprecated, *PAGING})


def read(document: Document, source: Source) -> Iterator[Item]:
    """The records of one document, as it is or as the CONSTRUCT of the source makes it, and its next page.

    Raises:
        UnreadableDocument: see `statements`, `admitted`, `constructed`, `records`.
    """
    if _is_stray(document, source):
        yield Listing(remarks=(_info(
            "MLG-W204", short_name(document), f"Le fichier {short_name(document)} du dossier n'est pas du RDF d'après "
            "son extension ; il n'est pas lu.",
            f"The file {short_name(document)} of the folder is no RDF by its extension; it is not read."),))
        return
    texts = admitted(source)
    if texts:
        graph, paging = constructed(statements(document), texts)
    else:
        graph = paging = read_rdf(document)
    yield from pages(paging, document)
    yield from records(graph, document, source)


def records(graph: LinkedGraph, document: Document, source: Source) -> Iterator[Item]:
    """The records of a graph, then what of it was not read.

    Raises:
        UnreadableDocument: records repeat the same parts without end (`MLG-W208`).
    """
    found = resources(graph, source)
    described: set[Node] = set()
    budget = max(_SMALLEST_BUDGET, _MOST_REPEATED * document.path.stat().st_size)
    for node in found:
        item, nodes = _record(graph, node, found, document)
        described |= nodes
        budget -= len(item.payload)
        if budget < 0:
            raise UnreadableDocument(
                "MLG-W208", "Les fiches du document répètent sans fin les mêmes parties : il est refusé.",
                "The records of the document repeat the same parts without end: it is refused.")
        yield item
    remarks = tuple(_remarks(graph, described, document))
    if remarks:
        yield Listing(remarks=remarks)


def _is_stray(document: Document, source: Source) -> bool:
    """Whether a file of a folder is a note or an image among the data."""
    if not document.url.startswith("file:") or document.url == source.url:
        return False
    name = unquote(urlsplit(document.url).path).removesuffix(".gz")
    return PurePosixPath(name).suffix.lower() not in EXTENSIONS


def _record(graph: LinkedGraph, node: Node, found: Mapping[Node, Resource],
            document: Document) -> tuple[Raw | Fault, set[Node]]:
    kind, key = found[node].kind, found[node].key
    titles = graph.texts(node, DCT.title)
    known_as = node.value if isinstance(node, NamedNode) else key or (titles[0].value if titles else "?")
    place = f"{short_name(document)}, {clean(known_as)[:200]}"
    try:
        payload, nodes = payload_of(graph, node, found)
    except TooLarge:
        return Fault(key, place, Finding(
            "MLG-W207", Severity.VIOLATION,
            "La fiche compte plus de 20 000 énoncés ; demandez à l'éditeur de la découper.",
            "The record has more than 20,000 statements; ask the publisher to split it.")), {node}
    key = key or str(kept_payload(payload).root.value)
    withdrawn = any(value.value in ("true", "1") for value in graph.texts(node, OWL.deprecated))
    return Raw(key, payload, place, kind, _datestamp(graph, node), withdrawn), nodes


def _datestamp(graph: LinkedGraph, node: Node) -> str:
    dates = (read_date(text.value) for text in graph.texts(node, DCT.modified))
    return max((date.lexical for date in dates if date), default="")


def _remarks(graph: LinkedGraph, described: set[Node], document: Document) -> Iterator[Finding]:
    """Once for the whole document: what was left out, by names."""
    if not described:
        yield Finding(
            "MLG-W205", Severity.WARNING,
            f"{short_name(document)} ne contient aucune fiche : aucun sujet n'a la classe d'un des types de fiche "
            "(schema:Course, org:Organization…) ; vérifiez l'adresse ou déclarez une requête (construct).",
            f"{short_name(document)} holds no record: no subject has the class of a kind of record (schema:Course, "
            "org:Organization…); check the address or declare a query (construct).", "type")
    context = load_context()
    strange = Counter(prefixed(name.value) for node in described for name in graph.about(node)
                      if name not in profile() and name.value not in context.names and name not in _IGNORED)
    if strange:
        yield _info("MLG-W206", _listed(strange),
                    f"Propriétés hors du profil, laissées de côté : {_listed(strange)}.",
                    f"Properties outside the profile, left out: {_listed(strange)}.")
    others = Counter(_type(graph, node) for node in graph if node not in described)
    if others:
        yield _info("MLG-W209", _listed(others),
                    f"Sujets décrits qui ne sont ni une fiche ni une partie d'une fiche : {_listed(others)}.",
                    f"Subjects that are described but neither a record nor a part of one: {_listed(others)}.")


def _type(graph: LinkedGraph, node: Node) -> str:
    types = [prefixed(value.value) for value in graph.nodes(node, RDF.type)]
    return min(types, default="?")


def _listed(names: Mapping[str, int]) -> str:
    """`schema:about (12), foaf:name (3)`: the most frequent ones."""
    most = sorted(names.items(), key=lambda named: (-named[1], named[0]))
    shown = ", ".join(f"{name[:100]} ({times})" for name, times in most[:_MOST_NAMED])
    return shown + (", …" if len(most) > _MOST_NAMED else "")


def _info(code: str, value: str, fr: str, en: str) -> Finding:
    return Finding(code, Severity.INFO, fr, en, "", value)
