"""The engine that asks another program's store, behind the same front gate and within the same limits.

An answer is held until it is whole, so that nothing that breaks off ever looks like one. Nobody outside is told where
the store is.
"""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Final, Self

import httpx
import orjson
from pyoxigraph import QueryBoolean, Store

from catalogue.generation import Generation
from ontology.minting import Minting
from sparql.admission import admit
from sparql.budget import Budget
from sparql.failure import QueryFailed, spent, too_slow
from sparql.formats import GRAPH, TABULAR
from sparql.limits import QueryLimits
from sparql.question import Answer, Question
from sparql.remote import faults
from sparql.remote.abilities import Abilities, abilities_of, media_type
from sparql.remote.completeness import LOOKED_AT, ends_well
from sparql.remote.connection import FORM, Connection, query_form
from sparql.remote.conversion import CannotConvert, Converter
from sparql.remote.dataset import dataset_of
from sparql.remote.faults import StoreFault
from sparql.remote.graphs import graphs_of
from sparql.remote.marker import Marker, read_marker
from sparql.remote.reading import Query, read_query
from sparql.remote.store import RemoteStore
from sparql.remote.union import union_of
from sparql.turns import Turns

_LOG = logging.getLogger("maillage.sparql")
_OPENING_SECONDS: Final = 60.0
_PAUSE: Final = 1.0
_IN_MEMORY: Final = 4 << 20
_CONVERTIBLE: Final = 64 << 20
_PART: Final = 1 << 16


class RemoteEngine:
    """The engine on the generation that a store holds, for one event loop; `budget` outlives it."""

    def __init__(self, generation: Generation, connection: Connection, converter: Converter, abilities: Abilities,
                 limits: QueryLimits, budget: Budget, union: str = "") -> None:
        manifest = generation.manifest
        self._id = manifest.id
        self._union = union
        self._published = frozenset(manifest.graphs.values())
        self._nothing = f"{Minting(manifest.base).published_marker}/none"
        self._connection = connection
        self._converter = converter
        self._abilities = abilities
        self._limits = limits
        self._budget = budget
        self._alive = True
        self._turns: Turns[object] = Turns(limits.waiting)
        self._places = limits.quick_workers + limits.long_workers
        self._asked = 0
        for _ in range(self._places):
            self._turns.give(object())

    @classmethod
    async def open(cls, generation: Generation, store: RemoteStore, limits: QueryLimits | None = None,
                   budget: Budget | None = None) -> Self:
        """Find the generation in the store.

        Raises:
            QueryFailed: it is not there, or the store does not answer. What it says is for the operator.
        """
        bounds = limits or QueryLimits()
        base, published = generation.manifest.base, sorted({*generation.manifest.graphs.values()})
        connection, converter = Connection(store, _OPENING_SECONDS), Converter(bounds.seconds)
        try:
            marker = await read_marker(connection, base)
            if marker.generation != generation.manifest.id:
                raise _behind(marker, generation.manifest.id)
            union = union_of(marker, {iri: graph.hash for iri, graph in graphs_of(generation).items()})
            abilities = await abilities_of(connection, converter, base, published)
        except BaseException as fault:
            await asyncio.to_thread(converter.close)
            await connection.close()
            if isinstance(fault, (StoreFault, QueryFailed)):
                await asyncio.sleep(_PAUSE)  # Whoever tries again at once should not keep the machine busy with it.
            if isinstance(fault, StoreFault):
                raise QueryFailed(503, fault.code, fault.fr, fault.en) from fault
            raise
        return cls(generation, connection, converter, abilities, bounds, budget or Budget(bounds.allowance), union)

    @property
    def generation(self) -> str:
        """The generation that it answers from."""
        return self._id

    def alive(self) -> bool:
        """Whether the store could be reached when it was last asked."""
        return self._alive

    async def ask(self, question: Question, client: str = "") -> Answer:
        """The whole answer within the limits.

        Raises:
            QueryFailed: refused, wrong, cut, or no answer in time.
        """
        admit(question.query, self._limits)
        query = read_query(question.query)
        if wait := self._budget.wait(client):
            raise spent(wait)
        loop = asyncio.get_running_loop()
        place = await self._turns.wait(client, loop.time() + self._limits.patience)
        began = loop.time()
        self._asked += 1
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._answer(question, query)
        except TimeoutError as late:
            raise too_slow(self._limits.seconds) from late
        except StoreFault as fault:
            raise self._told(fault) from fault
        finally:
            self._asked -= 1
            self._turns.give(place)
            if (took := loop.time() - began) > self._limits.quick:
                self._budget.spend(client, took)

    async def follow(self, generation: Generation) -> None:
        """None: what was published to the store is seen only once it is opened again."""

    async def retire(self) -> None:
        """Close when what runs has been answered."""
        end = asyncio.get_running_loop().time() + 2 * self._limits.seconds
        while self._asked and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.1)
        await self.close()

    async def close(self) -> None:
        """Hang up, and end the converter."""
        self._alive = False
        await asyncio.to_thread(self._converter.close)
        await self._connection.close()

    async def _answer(self, question: Question, query: Query) -> Answer:
        if query.form == "ASK":
            return _boolean(await self._fetch(question, query, "json"), question.tabular)
        target = question.tabular if query.form == "SELECT" else question.graph
        source = self._abilities.source(target)
        spool = await self._fetch(question, query, source)
        declared = (TABULAR.get(target) or GRAPH[target])[0]
        with _closed_unless_kept(spool) as keep:
            if target in GRAPH and self._abilities.rows:
                _check_lines(spool, self._abilities.rows)
            if source == target:
                return _spooled(declared, spool, self._limits.held, keep)
            content = spool.read(_CONVERTIBLE + 1)
        if len(content) > _CONVERTIBLE:
            raise _too_large(_CONVERTIBLE)
        try:
            return Answer(declared, await asyncio.to_thread(self._converter.convert, content, source, target))
        except CannotConvert as fault:
            raise faults.unreadable(self._connection.store.query_url, str(fault)) from fault

    async def _fetch(self, question: Question, query: Query, form: str) -> IO[bytes]:
        """The whole answer of the store in a format, rewound."""
        url = self._connection.store.query_url
        dataset = dataset_of(question, query, self._published, self._nothing)
        default = (self._union,) if self._union and self._published.issubset(dataset.default) else dataset.default
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when it is taken
        last, size = b"", 0
        with _closed_unless_kept(spool) as keep:
            async with self._connection.asking(
                    "POST", url, content=query_form(query.text, default, dataset.named),
                    headers={"Content-Type": FORM, "Accept": media_type(form)}) as response:
                _check_head(url, response, form, self._limits)
                async for part in response.aiter_raw():
                    size += len(part)
                    if size > self._limits.answer:
                        raise _too_large(self._limits.answer)
                    last = (last + part)[-LOOKED_AT:]
                    spool.write(part)
            if not ends_well(form, last):
                raise faults.cut(url, " ".join(last[-80:].decode("utf-8", "replace").split()))
            spool.seek(0)
            keep()
        return spool

    def _told(self, fault: StoreFault) -> QueryFailed:
        """What a client is told of a fault; the log is told where."""
        if isinstance(fault, faults.Refused) and fault.status in (400, 413, 414, 422):
            reason = _COMPILER.split(fault.told)[0].strip()
            return QueryFailed(400, "MLG-Y063", f"Le dépôt refuse la requête : {reason}",
                               f"The store refuses the query: {reason}")
        _LOG.warning("%s %s", fault.code, fault)
        if fault.code == "MLG-Y042" or (isinstance(fault, faults.Refused) and (
                fault.status in (408, 504) or _TIME.search(fault.told))):
            return too_slow(self._limits.seconds)
        if isinstance(fault, faults.Refused) and fault.status == 500:
            reason = _COMPILER.split(fault.told)[0].strip()[:160]
            return QueryFailed(503, "MLG-Y065", f"Le moteur SPARQL échoue sur cette requête : {reason}",
                               f"The SPARQL engine fails on this query: {reason}", retry_after=10)
        self._alive = self._alive and fault.code != "MLG-Y040"
        return _unavailable(fault)


_COMPILER: Final = re.compile(r"SPARQL query:")
_TIME: Final = re.compile(r"time[- ]?d? ?out|S1T00|execution time|cancel", re.IGNORECASE)


def _check_head(url: str, response: httpx.Response, form: str, limits: QueryLimits) -> None:
    """Refuse what is another format, or says of itself that it is only a part (Virtuoso's own headers)."""
    if "x-sparql-maxrows" in response.headers:
        raise _too_many_rows(response.headers["x-sparql-maxrows"])
    if "x-sql-state" in response.headers:
        raise too_slow(limits.seconds)
    told = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told != media_type(form):
        raise faults.unreadable(url, told)


def _check_lines(spool: IO[bytes], most: int) -> None:
    """Refuse as many triples as the store gives at most: there may have been more."""
    lines = sum(part.count(b"\n") for part in iter(lambda: spool.read(_PART), b""))
    spool.seek(0)
    if lines >= most:
        raise _too_many_rows(str(most))


@contextmanager
def _closed_unless_kept(spool: IO[bytes]) -> Iterator[Callable[[], object]]:
    """Closes a spool at the end of the block, unless what it gives is called."""
    with ExitStack() as stack:
        stack.callback(spool.close)
        yield stack.pop_all


def _spooled(declared: str, spool: IO[bytes], held: int, keep: Callable[[], object]) -> Answer:
    first = spool.read(held)
    if len(first) < held:
        return Answer(declared, first)
    keep()
    return Answer(declared, first, _rest(spool))


async def _rest(spool: IO[bytes]) -> AsyncIterator[bytes]:
    with spool:
        while part := spool.read(_PART):
            yield part


def _boolean(spool: IO[bytes], form: str) -> Answer:
    """The answer to ASK. Virtuoso 7.2 answers with a row where it is true, and with none where it is not."""
    with spool:
        told = orjson.loads(spool.read(_PART))
    truth = told["boolean"] is True if "boolean" in told else bool(told["results"]["bindings"])
    if form in ("csv", "tsv"):  # SPARQL 1.1 gives ASK no such form.
        return Answer("text/plain; charset=utf-8", b"true\n" if truth else b"false\n")
    declared, results_format = TABULAR[form]
    results = Store().query("ASK {}" if truth else "ASK { FILTER(false) }")
    assert isinstance(results, QueryBoolean)  # noqa: S101 - it is an ASK
    return Answer(declared, results.serialize(format=results_format) or b"")


def _behind(marker: Marker, wanted: str) -> QueryFailed:
    shown = marker.generation or "–"
    return QueryFailed(
        503, "MLG-Y066", f"Le dépôt distant montre « {shown} » et non {wanted} ; lancez `maillage publish`.",
        f"The remote store shows “{shown}” and not {wanted}; run `maillage publish`.")


def _unavailable(fault: StoreFault) -> QueryFailed:
    return QueryFailed(503, fault.code, "Le moteur SPARQL ne donne pas de réponse utilisable ; réessayez plus tard.",
                       "The SPARQL engine gives no usable answer; try again later.", retry_after=10)


def _too_large(most: int) -> QueryFailed:
    return QueryFailed(413, "MLG-Y011", f"La réponse dépasse {most >> 20} Mio ; ajoutez LIMIT ou un filtre.",
                       f"The answer is larger than {most >> 20} MiB; add LIMIT or a filter.")


def _too_many_rows(most: str) -> QueryFailed:
    return QueryFailed(413, "MLG-Y064", f"Le moteur SPARQL coupe ses réponses à {most} lignes ; demandez-en moins avec "
                       "LIMIT, par parties avec ORDER BY et OFFSET.",
                       f"The SPARQL engine cuts its answers at {most} rows; ask for fewer with LIMIT, in parts with "
                       "ORDER BY and OFFSET.")
