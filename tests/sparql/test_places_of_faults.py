"""A refused query is told where it is wrong: line, and column in characters, as data, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from sparql.admission import admit
from sparql.failure import QueryFailed
from sparql.limits import QueryLimits
from sparql.remote.reading import read_query
from tests.sparql.endpoint import Endpoint, Told, endpoint, write_generation


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    data = tmp_path_factory.mktemp("faults")
    write_generation(data, {"http://x/things": "<http://x/a> <http://x/p> <http://x/b> .\n"})
    with endpoint(data) as running:
        yield running


def refused(served: Endpoint, query: str) -> dict[str, Any]:
    told = served.ask("GET", f"/sparql?query={quote(query)}", None, Accept_Language="en")
    problem: dict[str, Any] = json.loads(told.body)
    assert told.status == problem["status"]
    assert 400 <= told.status < 500
    return problem


def place(text: str) -> tuple[str, int, int]:
    """The text without its mark ¶, and the line and column (in characters) where that stood."""
    before, mark, after = text.partition("¶")
    assert mark
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("marked", [
    'SELECT * WHERE {\n ?s ?p "é" ¶?? }',
    'SELECT * WHERE {\r\n  ?s ?p "éé😀" ;\r\n     ¶"ab" ;; }\r\n',
    'SELECT ?s {\r\n  ?s dct:title "é"\r\n¶]',
    "# ça commence ici\nSELECT ?été {\n\t?été dct:title ?t ¶FILTR(?t > 2)\n}\n",
    "SELECT ?s { ?s ?p ?o }\n\n ¶SELECT * { ?s ?p ?o }",
    "SELECT * { ?s dct:title 'à' .\n ¶œuvre:titre ?o ?x }",
    "SELECT * {\n ?s ?p '''é\n\né''' . ?a ¶; ?b ?c }",
    "SELECT * { ?s ?p 'é' . ?s ?p ¶'not closed }",
    "SELECT * { ?s ?p ?o FILTER(¶regexx(?o, 'é')) }",
    "SELECT * { ?s ?p ?o }\nORDER ¶?o",
    "SELECT * {?s ?p ?o}¶}",
    "SELECT * {\n ?s ?p ?o\n¶",
    "PREFIX ex: ¶http://x/ SELECT * { ?s ?p ?o }",
    "SELECT * {¶\N{NO-BREAK SPACE}?s ?p ?o }",
    "SELECT * { ?s ?p [ ?p 'é' ¶}",
    "SELECT (CONCAT ('é', COALESCE\n (?a, TRUE), ?b ¶?c) AS ?x) {}",
    # Longer than what the parser keeps of it anywhere.
    "SELECT * {\n" + "?s ?p 'é'.\r\n" * 2_000 + "¶FILTR(?o) }",
])
def test_a_syntax_error_has_the_line_and_the_column_in_characters(served: Endpoint, marked: str) -> None:
    query, line, column = place(marked)
    told = served.ask("POST", body=query.encode(), Content_Type="application/sparql-query", Accept_Language="en")
    problem = json.loads(told.body)
    assert (problem["cause"], problem["line"], problem["column"]) == ("MLG-Y010", line, column)
    assert f"line {line}, column {column}:" in problem["detail"]


@pytest.mark.parametrize(("query", "reason"), [
    ("SELECT * { ?s foo:bar ?o }", "the prefix “foo:” is not declared"),
    ("PREFIX foo: <http://x/> SELECT * { ?s foo:bar ?o ; fou:bar ?o }", "the prefix “fou:” is not declared"),
    ("SELECT * { ?s <title> ?o }", "<title> is no whole IRI"),
    ('SELECT * { ?s dct:title "a }', "this string is not closed"),
    ("SELECT ?s WHERE", "the text ends too early."),
    ("SELECT * {\n ?s ?p [ ?p ?o ] . { ?s dct:title ?o }", "and “{” (line 1, column 10) is still open"),
    ("SELECT ?s ?o { ?s ?p ?o FILTR(?o) }", "“FILTR” cannot follow"),
    ("SELECT * {\N{NO-BREAK SPACE}?s ?p ?o }", "“U+00A0” cannot follow"),
    ("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o }", "neither grouped (GROUP BY) nor aggregated"),
    ("SELECT ?x (STR(?s) AS ?x) { ?s ?p ?o }", "two columns of the SELECT have the same name"),
    ("SELECT (STR(?s) AS ?p) { ?s ?p ?o }", "names a variable that has a value already"),
    ("SELECT * { ?s ?p ?o . BIND(1 AS ?n) BIND(2 AS ?n) ?a ?b ?c }", "a BIND of this group"),
    ("SELECT * { VALUES (?a ?b) { (1) } }", "each row of VALUES"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * does not go with GROUP BY"),
    ("SELECT ?p { ?s ?p http://x/a }", "an IRI is written between < and >"),
])
def test_a_syntax_error_says_what_to_mend(served: Endpoint, query: str, reason: str) -> None:
    assert reason in refused(served, query)["detail"]


@pytest.mark.parametrize(("marked", "code"), [
    ('SELECT * {\r\n ?s ?p "é" . ¶SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }', "MLG-Y005"),
    ("# é\n\n ¶INSERT DATA { <x:a> <x:b> <x:c> }", "MLG-Y006"),
    ("SELECT * { ?s ?p 'é' .\n ¶\\u0053ERVICE <x:y> {} }", "MLG-Y003"),
    ("SELECT *\n" + "{" * 64 + "¶" + "{" * 900, "MLG-Y002"),
    ("PREFIX é: <http://x/>\n ¶SELCT * { ?s ?p ?o }", "MLG-Y004"),
])
def test_what_the_front_gate_refuses_has_its_place(served: Endpoint, marked: str, code: str) -> None:
    query, line, column = place(marked)
    problem = refused(served, query)
    assert (problem["cause"], problem["line"], problem["column"]) == (code, line, column)
    assert f"line {line}, column {column}" in problem["detail"]


def test_a_refusal_without_a_place_has_none(served: Endpoint) -> None:
    for query, cause in [("", "MLG-Y004"), ("SELECT * { ?s ?p ?o FILTER(<http://x/f>(?o)) }", "MLG-Y013"),
                         ("ASK {" + " " * 70_000 + "}", "MLG-Y001")]:
        told = served.ask("POST", body=query.encode(), Content_Type="application/sparql-query")
        problem = json.loads(told.body)
        assert problem["cause"] == cause
        assert not problem.keys() & {"line", "column"}


def test_a_text_answer_says_the_same(served: Endpoint) -> None:
    def ask(accept: str) -> Told:
        return served.ask("POST", body=b"SELECT *\n{ ?s ; }", Accept=accept, Accept_Language="en",
                          Content_Type="application/sparql-query")

    told = ask("text/plain")
    assert (told.status, told.media_type) == (400, "text/plain")
    document = json.loads(ask("*/*").body)
    lines = told.body.decode().splitlines()
    assert document["detail"] in lines
    assert {"cause: MLG-Y010", "line: 2", "column: 6"} <= set(lines)
    for accept in ("application/sparql-results+json, text/plain;q=0.5", "text/csv", "", "*/*"):
        assert ask(accept).media_type == "application/problem+json"


@pytest.mark.parametrize(("marked", "code"), [
    ("SELECT * {\n ?é ¶foo:bar ?o }", "MLG-Y061"), ("ASK {\n ?é ?p ¶<bif:contains> }", "MLG-Y060")])
def test_what_is_refused_before_another_store_has_its_place(marked: str, code: str) -> None:
    query, line, column = place(marked)
    admit(query, QueryLimits())
    with pytest.raises(QueryFailed) as failed:
        read_query(query)
    assert (failed.value.code, failed.value.line, failed.value.column) == (code, line, column)
