"""Queries put together: all of them, any of them, or one without another."""

from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema


def all_of(queries: Iterable[Query]) -> Query:
    """What satisfies every query; everything, if there is none."""
    clauses = [(Occur.Must, query) for query in queries]
    return Query.boolean_query(clauses) if clauses else Query.all_query()


def any_of(queries: Iterable[Query]) -> Query:
    """What satisfies at least one query; nothing, if there is none."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def without(query: Query, unwanted: Query) -> Query:
    """What satisfies the first query and not the second."""
    return Query.boolean_query([(Occur.Must, query), (Occur.MustNot, unwanted)])


def unscored(query: Query) -> Query:
    """The same hits, without a say in the ranking."""
    return Query.const_score_query(query, 0.0)


def starting(schema: Schema, low: int | None, high: int | None) -> Query:
    """What has a start from day `low` to day `high`, both included (20260901); None leaves a side open."""
    return Query.range_query(schema, "start", FieldType.Integer, low, high)
