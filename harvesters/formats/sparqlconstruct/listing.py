"""Asking an endpoint: one GET for each query of the source, and what the answers list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from harvesters.formats.paging import is_remote, with_parameters
from harvesters.formats.profile.listing import records
from harvesters.formats.rdf.construct import queries
from harvesters.formats.rdf.document import read_rdf
from harvesters.record import Document, Follow, Item, Listing, UnreadableDocument
from harvesters.source import Source

# Servers commonly refuse longer request lines.
_LONGEST_ADDRESS: Final = 8_000


def first(source: Source) -> str:
    """The address that asks the first query.

    Raises:
        UnreadableDocument: a query that cannot be read, is no CONSTRUCT or too long to be asked by GET.
    """
    return _addresses(source)[0]


def read(document: Document, source: Source) -> Iterator[Item]:
    """The records of one answer, and the addresses of the other queries.

    Raises:
        UnreadableDocument: no RDF, half an answer, or what `first` raises.
    """
    graph = read_rdf(document)
    most, given = source.options.get("cut_at"), graph.size
    if isinstance(most, int) and 0 < most <= given:
        yield Listing(
            incomplete=f"the answer has {given} statements and the endpoint is said to cut at {most} (cut_at); split "
            "the query in several",
            incomplete_fr=f"la réponse compte {given} énoncés et le serveur coupe, dit-on, à {most} (cut_at) ; "
            "partagez la requête en plusieurs")
    yield from records(graph, document, source)
    # The walk asks each address once.
    yield from (Follow(address) for address in _addresses(source) if is_remote(document.url))


def _addresses(source: Source) -> list[str]:
    made: list[str] = []
    for name, text in queries(source).items():
        address = with_parameters(source.url, query=text)
        if len(address) > _LONGEST_ADDRESS:
            raise UnreadableDocument(
                "MLG-W215", f"La requête « {name} » fait une adresse de {len(address)} caractères ; {_LONGEST_ADDRESS} "
                "au plus. Raccourcissez-la ou partagez-la en plusieurs (construct = [\"a.rq\", \"b.rq\"]).",
                f"The query “{name}” makes an address of {len(address)} characters; {_LONGEST_ADDRESS} at most. "
                "Shorten it or split it in several (construct = [\"a.rq\", \"b.rq\"]).")
        made.append(address)
    if not made:
        raise UnreadableDocument(
            "MLG-W214", "Aucune requête n'est déclarée ; ajoutez construct = \"requete.rq\" sous [options].",
            "No query is declared; add construct = \"query.rq\" under [options].")
    return made
