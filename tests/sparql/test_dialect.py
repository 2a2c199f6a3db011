"""What the engine reads less of than SPARQL 1.1 has is made readable, and nothing else is touched."""

import pytest
from pyoxigraph import Store

from sparql.workers.dialect import for_engine


@pytest.mark.parametrize(("text", "said"), [
    ("SELECT (CONCAT ('a', 'b') AS ?x) {}", "SELECT ( CONCAT('a', 'b') AS ?x) {}"),
    ("SELECT (coalesce\r\n  (?a, 1) AS ?x) {}", "SELECT (\r\n  coalesce(?a, 1) AS ?x) {}"),
    ("SELECT (CONCAT # é (\n('a') AS ?x) {}", "SELECT ( # é (\nCONCAT('a') AS ?x) {}"),
    ("SELECT (BNODE () AS ?x) {}", "SELECT ( BNODE() AS ?x) {}"),
    ("ASK { FILTER(TRUE || False) }", "ASK { FILTER(true || false) }"),
])
def test_the_engine_reads_what_sparql_allows(text: str, said: str) -> None:
    with pytest.raises(SyntaxError):
        Store().query(text)
    assert for_engine(text) == said
    assert len(said) == len(text)
    Store().query(for_engine(text))


@pytest.mark.parametrize("text", [
    "SELECT ('CONCAT (TRUE' AS ?CONCAT) (?TRUE AS ?x) {}", "SELECT * { ?s <http://x/TRUE> ?o } # CONCAT (",
    "PREFIX CONCAT: <http://x/> SELECT * { CONCAT:TRUE ?p ?o . ?s ?p 'x'@true }", "SELECT (CONCAT('a') AS ?x) {}",
    "SELECT (COALESCE", "TRUE"])
def test_everything_else_stays(text: str) -> None:
    assert for_engine(text) == text
