"""From a question to the queries of the index. They are built from words, never parsed from syntax."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tantivy import Query, Schema

from search.analysis import Phrase, Word, asked
from search.clauses import all_of, any_of, starting, unscored
from search.facets import check_facets
from search.labels import targets_named
from search.periods import blocks_of, days_of, number
from search.places import in_box, in_circle
from search.query import SearchQuery
from search.schema import TEXT_FIELDS, facet_field

# How much a word's other fields add to its best one.
_TIE_BREAKER = 0.1
_LABEL_BOOST = 3.0


@dataclass(frozen=True, slots=True)
class Matching:
    """What a hit must satisfy: the text, the period and place, and each facet's filter."""

    text: tuple[Query, ...]
    bounds: tuple[Query, ...]
    filters: Mapping[str, Query]

    def hits(self) -> Query:
        """Everything that is asked for."""
        return self.without_filter("")

    def without_filter(self, facet: str) -> Query:
        """Everything that is asked for but by one facet: what that facet's codes are counted on."""
        filters = [query for name, query in self.filters.items() if name != facet]
        return all_of([*self.text, *self.bounds, *filters])


def matching(schema: Schema, query: SearchQuery) -> Matching:
    """The conditions of a question. Raises UnknownFacet, and ValueError for a date that is none."""
    check_facets((*query.filters, *(query.facets or ())))
    return Matching(
        tuple(_clause(schema, clause) for clause in asked(query.text)),
        tuple(map(unscored, _bounds(schema, query))),
        {name: unscored(Query.term_set_query(schema, facet_field(name), list(codes)))
         for name, codes in query.filters.items() if codes},
    )


def day_of(lexical: str, *, last: bool = False) -> date | None:
    """The first (or last) day of a date that was asked for; None if nothing was asked."""
    if not lexical:
        return None
    days = days_of(lexical)
    if days is None:
        raise ValueError(f"{lexical!r} is not a date; write it YYYY-MM-DD")
    return days[last]


def _clause(schema: Schema, clause: Word | Phrase) -> Query:
    """A word or a phrase, in whichever field it stands, or in a label of the record's concepts or kind."""
    written = [Query.boost_query(_in_field(schema, field, analyser, clause), boost)
               for field, (boost, analyser) in TEXT_FIELDS.items()]
    named = [Query.boost_query(Query.term_query(schema, field, term), _LABEL_BOOST)
             for field, term in targets_named(clause)]
    return Query.disjunction_max_query([*written, *named], _TIE_BREAKER)


def _in_field(schema: Schema, field: str, analyser: str, clause: Word | Phrase) -> Query:
    words = clause.words if isinstance(clause, Phrase) else (clause,)
    if len(words) == 1:
        return Query.term_query(schema, field, getattr(words[0], analyser))
    return Query.phrase_query(schema, field, [(word.place, getattr(word, analyser)) for word in words])


def _bounds(schema: Schema, query: SearchQuery) -> Iterator[Query]:
    first, last = day_of(query.date_from), day_of(query.date_to, last=True)
    if first is not None or last is not None:
        yield _touching(schema, first, last)
    if query.bbox is not None:
        yield in_box(schema, query.bbox)
    if query.near is not None:
        yield in_circle(schema, *query.near)


def _touching(schema: Schema, first: date | None, last: date | None) -> Query:
    """What begins in the period, or has begun before and covers its first day."""
    if first is not None and last is not None and first > last:
        return Query.empty_query()
    low, high = number(first) if first else None, number(last) if last else None
    begun = [Query.term_set_query(schema, "covers", list(blocks_of(first)))] if first else []
    return any_of([starting(schema, low, high), *begun])
