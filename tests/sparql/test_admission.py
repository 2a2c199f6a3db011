"""What the front gate lets pass, and what it refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from sparql.admission import admit
from sparql.failure import QueryFailed
from sparql.limits import QueryLimits

LIMITS = QueryLimits()


def refusal(text: str) -> QueryFailed:
    with pytest.raises(QueryFailed) as refused:
        admit(text, LIMITS)
    return refused.value


@pytest.mark.parametrize("text", [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE ?where { ?s ?p ?o } }",
    "SELECT * {#c\nSERVICE<http://127.0.0.1/>{?s ?p ?o}}",
    "SELECT * { { SELECT * { SERVICE <x:y> {} } } }",
    "SELECT ?a<?b ?c { SERVICE <x:y> {} }",
    "SELECT * { SERVICESILENT<http://127.0.0.1/>{?s ?p ?o} }",
    "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1/>{} }",
    "SELECT * { ?s ?p 1e5serviceSilent<http://127.0.0.1/>{} }",
    "SELECT * { ?s ?p schema:.SERVICE<http://127.0.0.1/>{} }",
    "PREFIX ex: <http://127.0.0.1/> SELECT * { SERVICEex:name{?s ?p ?o} }",
    "PREFIX ex: <http://127.0.0.1/> PREFIX SERVICEex: <x:y> SELECT * { SERVICEex:name {?s ?p ?o} }",
    "PREFIX : <http://127.0.0.1/> PREFIX service: <x:y> SELECT * { service:name{?s ?p ?o} }",
])
def test_service_is_refused_wherever_it_stands(text: str) -> None:
    assert (refusal(text).status, refusal(text).code) == (403, "MLG-Y005")


@pytest.mark.parametrize("text", [
    'SELECT * { ?s ?p "SERVICE <http://x/>" }',
    "SELECT * { ?s ?p '''a SERVICE\nb''' }",
    "SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE <http://x/>",
    "SELECT ?service { ?service a schema:Service }",
    "PREFIX service: <http://x/> SELECT * { ?s service:service ?o }",
    'SELECT * { ?s ?p "x"@service }',
    "PREFIX service: <http://x/> SELECT * FROM NAMED service:a { GRAPH service:a { ?s service:p service:o. } }",
    "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }",
    "SELECT * { ?s ?p ?o FILTER(?delete > 1) BIND('DROP ALL' AS ?drop) }",
    "ASK { ?s ?p '\\\\' }",
])
def test_what_only_looks_like_it_passes(text: str) -> None:
    admit(text, LIMITS)
    Store().query(text, prefixes={"schema": "https://schema.org/"})


@pytest.mark.parametrize("text", [
    "DROP ALL", "INSERT DATA { <a:a> <a:b> <a:c> }", "delete where { ?s ?p ?o }", "LOAD <http://127.0.0.1/x>",
    "PREFIX a: <b:c> CLEAR GRAPH <x:y>", "# comment\nCREATE GRAPH <x:y>", "WITH <x:y> DELETE {} WHERE {}",
    "COPY DEFAULT TO <x:y>", "BASE <x:y> MOVE <a:b> TO <c:d>", "ADD <a:b> TO <c:d>",
])
def test_updates_are_refused_by_name(text: str) -> None:
    assert (refusal(text).status, refusal(text).code) == (403, "MLG-Y006")


@pytest.mark.parametrize("text", [
    "SELECT * " + "{" * 3000 + "}" * 3000,
    "SELECT * { FILTER(" + "(" * 6000 + "1" + ")" * 6000 + ") }",
    "SELECT * { ?s ?p " + "[ ?p " * 100 + "?o" + "]" * 100 + " }",
    "SELECT * { FILTER(" + "!" * 10000 + "true) }",
])
def test_deep_nesting_is_refused_before_any_engine(text: str) -> None:
    assert refusal(text).code == "MLG-Y002"


def test_a_long_text_is_refused_with_413() -> None:
    assert refusal("SELECT * {" + " " * (64 << 10) + "}").status == 413


def test_an_escape_outside_strings_cannot_hide_a_keyword() -> None:
    assert refusal("SELECT * { \\u0053ERVICE <x:y> {} }").code == "MLG-Y003"


def test_what_is_no_query_is_said_to_be_none() -> None:
    assert refusal("").code == refusal("hello").code == "MLG-Y004"


SCRAPS = st.sampled_from(["SERVICE", "service", " ", "<http://127.0.0.1:9/>", "{", "}", '"', "'", '"""', "#", "\n",
                          "?s", "?p", "?o", ".", "<", ">", "&&", "\\", "ex:", ":a", "@fr", "^^", "SELECT *", "ASK",
                          "_:b"])


@given(st.lists(SCRAPS, max_size=25).map(" ".join) | st.lists(SCRAPS, max_size=25).map("".join))
def test_no_text_that_the_engine_reads_as_service_passes(text: str) -> None:
    try:
        admit(text, LIMITS)
    except QueryFailed:
        return
    try:
        list(Store().query(text, prefixes={"ex": "http://x/"}))  # type: ignore[arg-type]
    except (SyntaxError, ValueError):
        return
    except OSError as fault:
        pytest.fail(f"a SERVICE call passed the gate: {text!r} ({fault})")
    except TypeError:
        return  # an ASK result is no list


@pytest.mark.parametrize("text", [
    "SELECT (now() AS ?n) {}", "SELECT * { ?s ?p ?a FILTER(?a<RAND()&&2>1) }", "SELECT * { ?s ?p ?a } ORDER BYRAND()",
    "SELECT * { ?s ?p ?o FILTERRAND() }", "SELECT (STRUUID()AS?n) {}", "SELECT (BNODE() AS ?n) {}"])
def test_what_may_be_another_answer_each_time_is_not_steady(text: str) -> None:
    Store().query(text)
    assert not admit(text, LIMITS).steady


@pytest.mark.parametrize("text", [
    "SELECT ?now ?rand { ?now a <http://x/uuid> ; <http://x/known(now)> 'RAND()' } # NOW()",
    "PREFIX rand: <http://x/> ASK { ?s rand:now ?uuid }"])
def test_what_is_always_the_same_answer_is_steady(text: str) -> None:
    assert admit(text, LIMITS).steady
