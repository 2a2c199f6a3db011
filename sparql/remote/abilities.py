"""In which formats a store answers as the standards say, tried on samples: from those the other ones are made."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, serialize

from ontology.minting import Minting
from sparql.failure import QueryFailed
from sparql.formats import GRAPH, TABULAR
from sparql.remote import fingerprint
from sparql.remote.completeness import LOOKED_AT, ends_well
from sparql.remote.connection import FORM, Connection, query_form
from sparql.remote.conversion import CannotConvert, Converter
from sparql.remote.faults import StoreFault
from sparql.remote.queries import text_of
from sparql.remote.samples import sample_quads

_LOG = logging.getLogger("maillage.sparql")
_ROWS: Final = 100_000
# What is nearest to the store's own terms goes first.
_FOR_TABLES: Final = ("json", "xml")
_FOR_GRAPHS: Final = ("nt", "ttl", "rdf")


@dataclass(frozen=True, slots=True)
class Abilities:
    """The formats that a store writes well, and the rows after which it cuts its answers, 0 where it does not."""

    formats: frozenset[str]
    rows: int

    def source(self, target: str) -> str:
        """The format to ask for so that another can be had; raises QueryFailed where there is none."""
        if target in self.formats and not (self.rows and target in GRAPH):
            return target
        # Lines can be counted, where answers may be cut.
        offered = _FOR_TABLES if target in TABULAR else _FOR_GRAPHS
        found = next((form for form in offered if form in self.formats), "")
        if not found:
            raise QueryFailed(503, "MLG-Y062", "Le dépôt n'écrit ce résultat dans aucun format lisible.",
                              "The store writes this result in no format that can be read.")
        return found


async def abilities_of(connection: Connection, converter: Converter, base: str, published: Sequence[str]) -> Abilities:
    """Try every format, and how many rows come; raises StoreFault when the store does not answer."""
    graph = Minting(base).published_samples
    store = Store()
    store.extend(sample_quads(base))
    formats = set()
    for form in (*TABULAR, *GRAPH):
        try:
            content = await _ask(connection, "triples" if form in TABULAR else "construct", form, (graph,))
            if ends_well(form, content[-LOOKED_AT:]) and await _is_right(content, form, store, converter):
                formats.add(form)
        except StoreFault as fault:
            if not fault.lasting:
                raise
            _LOG.info("the store has no %s: %s", form, fault)
    rows = await _most_rows(connection, published)
    if rows:
        _LOG.warning("the store cuts answers after %d rows; raise its limit (Virtuoso: ResultSetMaxRows)", rows)
    return Abilities(frozenset(formats), rows)


async def _ask(connection: Connection, query: str, form: str, graphs: Sequence[str]) -> bytes:
    return await connection.whole(
        "POST", connection.store.query_url, content=query_form(text_of(query), graphs, graphs),
        headers={"Content-Type": FORM, "Accept": media_type(form)})


async def _is_right(content: bytes, form: str, store: Store, converter: Converter) -> bool:
    try:
        if form == "csv":  # It has no types, and so cannot be converted.
            return _rows(content) == _rows(_own(store, QueryResultsFormat.CSV))
        if form in TABULAR:
            made = await asyncio.to_thread(converter.convert, content, form, "tsv")
            return sorted(made.splitlines()) == sorted(_own(store, QueryResultsFormat.TSV).splitlines())
        made = await asyncio.to_thread(converter.convert, content, form, "nt")
        wanted = serialize((quad.triple for quad in store), format=GRAPH["nt"][1]) or b""
        return sorted(made.splitlines()) == sorted(wanted.splitlines())
    except (CannotConvert, UnicodeDecodeError, csv.Error):
        return False


def _own(store: Store, form: QueryResultsFormat) -> bytes:
    """What our own engine answers."""
    output = io.BytesIO()
    results = store.query(text_of("triples"), use_default_graph_as_union=True)
    assert isinstance(results, QuerySolutions)  # noqa: S101 - it is a SELECT
    results.serialize(output, format=form)
    return output.getvalue()


def _rows(content: bytes) -> list[list[str]]:
    return sorted(csv.reader(io.StringIO(content.decode(), newline="")))


async def _most_rows(connection: Connection, published: Sequence[str]) -> int:
    """The rows after which answers are cut, 0 when all come that are there."""
    present = await fingerprint.count(connection, *published)
    got = (await _ask(connection, "rows", "csv", published)).count(b"\n") - 1
    return got if got < min(present, _ROWS) else 0


def media_type(form: str) -> str:
    """The media type of a format, as `Accept` names it."""
    return (TABULAR.get(form) or GRAPH[form])[0].partition(";")[0]
