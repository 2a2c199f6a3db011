"""What is read of a query before it goes to a store of another make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparql.failure import QueryFailed
from sparql.remote.completeness import ends_well
from sparql.remote.reading import Named, read_query


def test_undeclared_prefixes_of_ours_are_declared_on_the_first_line() -> None:
    read = read_query("PREFIX x: <http://x/>\nSELECT * { ?s a schema:Course ; x:p '1'^^xsd:integer }")
    assert read.text == ("PREFIX schema: <https://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
                         "PREFIX x: <http://x/>\nSELECT * { ?s a schema:Course ; x:p '1'^^xsd:integer }")
    assert read.form == "SELECT"


def test_a_query_may_give_a_prefix_another_meaning() -> None:
    assert read_query("PREFIX m: <http://x/> ASK { ?s m:p ?o }").text == "PREFIX m: <http://x/> ASK { ?s m:p ?o }"


def test_the_dataset_clause_is_read_and_blanked_out_where_it_stands() -> None:
    text = "PREFIX g: <http://g/>\nSELECT * FROM <http://a>\n  from named g:b\\.c FROM <relative> { ?s ?p ?o }"
    read = read_query(text)
    assert read.dataset == (Named("http://a", False), Named("http://g/b.c", True), Named("", False))
    assert "from" not in read.text.lower()
    assert [len(line) for line in read.text.splitlines()] == [len(line) for line in text.splitlines()]
    assert read.text.endswith("{ ?s ?p ?o }")


@pytest.mark.parametrize("text", ["SELECT * FROM { ?s ?p ?o }", "SELECT * FROM NAMED", "PREFIX SELECT * {}",
                                  "PREFIX x <http://x/> SELECT * {}", "BASE BASE ASK {}", "DEFINE x ASK {}"])
def test_a_torn_prologue_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(QueryFailed, match="line 1, column") as failed:
        read_query(text)
    assert failed.value.status in (400, 403)


SCRAPS = st.sampled_from(["FROM", "NAMED", "PREFIX", "BASE", "SELECT", "ASK", " ", "\n", "<http://x/>", "<>", "g:",
                          "g:a", "{", "}", "?s", '"', "'", "#", "DROP", "*", ".", "\\", "é", "bif:x", "<bif:x>",
                          "_:b", "@fr"])


@given(st.lists(SCRAPS, max_size=20).map(" ".join) | st.lists(SCRAPS, max_size=20).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_query(text) if text.strip() else None
    except QueryFailed:
        return
    if read is not None:
        assert read.form in ("SELECT", "ASK")
        again = read_query(read.text)
        assert (again.dataset, again.form) == ((), read.form)


@pytest.mark.parametrize(("form", "whole"), [
    ("json", b'{"head":{},"results":{"bindings":[]}}\n'), ("json", b'{"head":{}, "boolean": true}'),
    ("json", b'"bindings": [\n ] } }'), ("xml", b"</results></sparql>\n"), ("csv", b"s\r\n"), ("tsv", b"?s\n"),
    ("nt", b""), ("nt", b"<a:a> <b:b> <c:c> .\n"), ("nt", b"# Empty NT\n"), ("ttl", b"# Empty TURTLE\n"),
    ("ttl", b"a:a b:b 1 .\n"), ("jsonld", b"[]"), ("jsonld", b"{ }\n"), ("rdf", b"</rdf:RDF>\n"),
    ("rdf", b"<rdf:RDF x='y'/>")])
def test_the_end_of_each_format_is_known(form: str, whole: bytes) -> None:
    assert ends_well(form, whole)
    if form != "nt" or whole:
        assert not ends_well(form, whole + b"The SPARQL operation has been cancelled")
        assert not ends_well(form, (b"x" + whole.strip())[:-1])
