"""Who is given the page, and how a form becomes a query and an address."""

import pytest

from api.pages.query_form import QueryForm, wants_page, with_named_query
from sparql.failure import QueryFailed
from sparql.named_queries import named_queries

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
REGION = {"named": ["trainings-of-a-region"]}


@pytest.mark.parametrize(("accept", "page"), [
    (CHROME, True), ("text/html", True), ("application/xhtml+xml", True), ("", False), ("*/*", False),
    ("application/sparql-results+json", False), ("application/sparql-results+json, text/html;q=0.5", False),
    ("text/turtle, text/html;q=0.9", False), ("application/xml, text/xml, */*", False),
    # As SPARQLWrapper, rdflib and R's httr ask.
    ("application/sparql-results+json,application/json,text/javascript,application/javascript", False),
    ("application/sparql-results+xml, application/rdf+xml", False), ("application/json, text/xml, application/xml, */*",
                                                                      False),
])
def test_only_those_who_prefer_html_are_given_the_page(accept: str, page: bool) -> None:
    assert wants_page({}, accept) is page


@pytest.mark.parametrize(("form", "page"), [("chart", True), ("table", True), ("csv", False), ("ttl", False)])
def test_a_named_form_weighs_more_than_accept(form: str, page: bool) -> None:
    assert wants_page({"format": [form]}, "*/*") is page
    assert wants_page({"format": [form]}, CHROME) is page


def test_line_ends_of_forms_are_those_that_places_count_by() -> None:
    assert QueryForm.read({"query": ["ASK\r\n{}"]}).text == "ASK\n{}"


def test_an_address_asks_the_same_again_with_its_dataset_and_language() -> None:
    form = QueryForm.read({"query": ["ASK {}"], "default-graph-uri": ["urn:a", "urn:b"], "lang": ["en"]})
    assert form.address(format="csv") == (
        "/sparql?query=ASK+%7B%7D&default-graph-uri=urn%3Aa&default-graph-uri=urn%3Ab&format=csv&lang=en")


def test_a_text_too_long_for_an_address_has_none() -> None:
    assert QueryForm.read({"query": [f"ASK {{}} #{'é' * 2000}"]}).address() == ""


def test_a_named_query_is_asked_in_the_readers_language_unless_told_otherwise() -> None:
    assert 'VALUES ?language { "en" }' in QueryForm.read(REGION, "en").text
    assert 'VALUES ?language { "fr" }' in QueryForm.read({**REGION, "p_language": ["fr"]}, "en").text
    assert QueryForm.read(REGION).text == QueryForm.read(REGION, "fr").text


def test_an_own_text_weighs_more_than_a_named_query() -> None:
    form = QueryForm.read({"query": ["ASK {}"], **REGION})
    assert (form.text, form.named) == ("ASK {}", None)


def test_a_wrong_value_is_told_and_nothing_is_asked() -> None:
    form = QueryForm.read({**REGION, "p_region": ["> } INSERT"]})
    assert not form.asked
    assert list(form.wrong) == ["region"]
    assert "INSERT" not in form.text


def test_programs_may_name_a_query_too() -> None:
    fields = {**REGION, "p_region": ["http://id.insee.fr/geo/region/94"], "format": ["csv"]}
    query = with_named_query(fields)["query"][0]
    assert "<http://id.insee.fr/geo/region/94>" in query
    assert with_named_query({"query": ["ASK {}"], **REGION})["query"] == ["ASK {}"]
    with pytest.raises(QueryFailed):
        with_named_query({**REGION, "p_region": ["not an IRI"]})
    with pytest.raises(QueryFailed):
        with_named_query({"named": ["no-such"]})


@pytest.mark.parametrize("query", named_queries(), ids=lambda query: query.slug)
def test_a_named_query_as_it_comes_is_the_text_of_its_file(query: object) -> None:
    named = next(one for one in named_queries() if one is query)
    form = QueryForm.read({"named": [named.slug]})
    assert form.text == named.text
    assert form.asked
