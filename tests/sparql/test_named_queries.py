"""Named queries are read from files, filled with values as terms, told to other editors, and run on other engines."""

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from catalogue.provenance import record_triples
from ontology.vocabulary import vocabulary_triples
from sparql.failure import QueryFailed
from sparql.named_queries import FORMS, FaultyQuery, NamedQuery, executables, named_queries, named_query, read_query
from tests.harvesters.bundled import BASE, bundle
from tests.sparql.facts import Row, bundled_store, rows

QUERIES = named_queries()
HEAD = "# fr: Où ?\n# en: Where?\n"
LINE = "# param: place iri https://example.org/a | fr: Lieu | en: Place\n"
TEXT = "\nSELECT ?x\nWHERE {\n  VALUES ?place { <https://example.org/a> }\n  ?x ?y ?place .\n}\n"
# Another value of each parameter, by name, or by query and name; it must change the answer on the bundled records.
OTHERS = {
    "language": "en", "region": "11", "family": "text-htr", "audience": "artist", "topic": "networking",
    "mode": "onsite", "stage": "ingest", "level": "design", "equipment": "drone", "terms": "rental", "tongue": "co",
    "dimension": "energy", "role": "partenaire", "activity": "capturing", "identifier": "qgis", "scheme": "region",
    "kind": "Course", "property": "dct:audience", "since": "2027-01-01", "from": "2027-05-01", "to": "2027-02-15",
    "day": "2024-06-15", "west": "2.3", "south": "48.2", "east": "-2", "north": "48",
    "services-for-an-archival-stage stage": "final",
    "ai-awareness-for-public-agents audience": "culture-professional",
    "ai-awareness-for-public-agents level": "basic-use",
    "records-lacking-a-property kind": "SoftwareApplication", "record-as-schema-org identifier": "vitam",
    "services-preserving-3d-and-digital-art stage": "collect", "is-a-family-taught-in-a-region family": "sound-video"}
PARAMETERS = [pytest.param(query, one.name, id=f"{query.slug} {one.name}") for query in QUERIES
              for one in query.parameters]


def test_there_are_questions_for_every_sheet_and_in_every_form() -> None:
    assert len(QUERIES) >= 28
    assert {query.sheet for query in QUERIES} >= set(range(1, 9))
    assert {query.form for query in QUERIES} == set(FORMS)
    assert [query.slug for query in QUERIES] == sorted({query.slug for query in QUERIES})
    for query in QUERIES:
        assert all(question.endswith("?") for question in query.question.values())
        assert query.question["fr"] != query.question["en"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.slug)
def test_each_query_is_tested_for_its_answer(query: NamedQuery) -> None:
    others = [path for path in Path(__file__).parent.glob("test_named_*.py") if path != Path(__file__)]
    assert any(re.search(rf'(answer|named_query)\("{query.slug}"', path.read_text("utf-8")) for path in others)


@pytest.mark.parametrize(("query", "name"), PARAMETERS)
def test_another_value_of_a_parameter_changes_the_answer(query: NamedQuery, name: str) -> None:
    other = OTHERS.get(f"{query.slug} {name}") or OTHERS[name]
    default = next(one.default for one in query.parameters if one.name == name)
    told = rows(bundled_store(), query.filled({name: other}))
    assert sorted(told) != sorted(rows(bundled_store(), query.text)), other
    assert rows(bundled_store(), query.filled({name: default})) == rows(bundled_store(), query.text)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.slug)
def test_a_query_that_lists_has_a_limit_and_declares_all_its_prefixes(query: NamedQuery) -> None:
    Store().query(query.text)  # Without the prefixes that the endpoint knows by itself.
    assert query.form != "select" or "LIMIT" in query.text or "COUNT(" in query.text


@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_sent_as_a_text_stays_one_term(value: str) -> None:
    text = named_query("users-of-a-tool").filled({"identifier": value, "language": value})
    told = Store().query(f"SELECT ?identifier ?language {{ {' '.join(re.findall('VALUES.*', text))} }}")
    assert isinstance(told, QuerySolutions)
    assert [tuple(solution) for solution in told] == [(Literal(value), Literal(value))]


def test_values_that_look_like_the_place_of_another_parameter_move_nothing() -> None:
    text = named_query("trainings-of-a-region").filled({"language": "VALUES ?region { <x>", "region": "53"})
    assert "VALUES ?region { <http://id.insee.fr/geo/region/53> }" in text
    assert 'VALUES ?language { "VALUES ?region { <x>" }' in text


@pytest.mark.parametrize(("slug", "name", "value", "term"), [
    ("trainings-of-a-region", "region", "24", "<http://id.insee.fr/geo/region/24>"),
    ("trainings-of-a-region", "region", "Île-de-France", "<http://id.insee.fr/geo/region/11>"),
    ("trainings-of-a-region", "region", "https://example.org/r", "<https://example.org/r>"),
    ("records-lacking-a-property", "property", "dcat:landingPage", "<http://www.w3.org/ns/dcat#landingPage>"),
    ("records-lacking-a-property", "kind", "Event", "<https://schema.org/Event>"),
    ("records-in-a-box", "west", "-1.5E0", '"-1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("coming-sessions", "from", "2027-02-28", '"2027-02-28"^^<http://www.w3.org/2001/XMLSchema#date>'),
])
def test_values_are_told_as_people_know_them(slug: str, name: str, value: str, term: str) -> None:
    assert f"VALUES ?{name} {{ {term} }}\n" in named_query(slug).filled({name: value})


@pytest.mark.parametrize(("slug", "name", "value", "code", "said"), [
    ("trainings-of-a-region", "region", "Bretange", "MLG-Y032", "53 (Bretagne)"),
    ("trainings-of-a-region", "region", "http://a b", "MLG-Y032", "adresse entière"),
    ("trainings-of-a-region", "regoin", "53", "MLG-Y031", "« region »"),
    ("coming-sessions", "from", "2027-02-30", "MLG-Y032", "2027-01-31"),
    ("records-in-a-box", "west", "1e99999999", "MLG-Y032", "48.85"),
    ("records-in-a-box", "west", "nan", "MLG-Y032", "48.85"),
    ("users-of-a-tool", "identifier", "\ud800", "MLG-Y032", "donnez un texte"),
    ("runs-and-what-they-brought", "since", "2027", "MLG-Y031", "aucun nom"),
])
def test_a_wrong_value_is_told_with_what_would_be_right(
        slug: str, name: str, value: str, code: str, said: str) -> None:
    with pytest.raises(QueryFailed) as failed:
        named_query(slug).filled({name: value})
    assert (failed.value.status, failed.value.code) == (400, code)
    assert said in failed.value.fr
    assert failed.value.en != failed.value.fr


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(QueryFailed, match="training-gaps") as failed:
        named_query("training-gap")
    assert (failed.value.status, failed.value.code) == (404, "MLG-Y030")


@pytest.mark.parametrize(("content", "said"), [
    (HEAD + "# nope: x\n" + TEXT, "line 3"), ("# en: Where?\n" + TEXT, "# fr"), (HEAD + HEAD + TEXT, "2 found"),
    (HEAD + LINE + "\nWHERE {}\n", "SELECT"), (HEAD + LINE + "\nSELECT * {}\n", "0 found"),
    (HEAD + LINE + LINE + TEXT, "each name once"), (HEAD + LINE.replace("iri", "uri") + TEXT, "the types iri"),
    (HEAD + LINE.replace("/a", "/b") + TEXT, "in the text"), (HEAD + "# sheet: 9\n" + TEXT, "1 to 8"),
    (HEAD + LINE + TEXT + TEXT, "2 found"), (HEAD + LINE.replace("iri", "date") + TEXT, "date"),
])
def test_a_faulty_file_is_told_by_name_and_place(content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(content, "utf-8")
    with pytest.raises(FaultyQuery, match=r"^odd\.rq") as fault:
        read_query(tmp_path / "odd.rq")
    assert said in str(fault.value)


def test_a_file_is_its_question_its_parameters_and_its_text(tmp_path: Path) -> None:
    (tmp_path / "odd.rq").write_text(HEAD + "# sheet: 4\n" + LINE + TEXT, "utf-8")
    query = read_query(tmp_path / "odd.rq")
    assert (query.slug, query.question, query.form, query.sheet, query.text) == (
        "odd", {"fr": "Où ?", "en": "Where?"}, "select", 4, TEXT.lstrip())
    [place] = query.parameters
    assert (place.name, place.type, place.default, place.label) == (
        "place", "iri", "https://example.org/a", {"fr": "Lieu", "en": "Place"})


# As editors ask an endpoint for its examples and prefixes.
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
sh:select|sh:ask|sh:construct|spex:describe ?query . FILTER (lang(?comment) = "en") } ORDER BY ?sq"""
DECLARED = """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""


def test_the_executables_are_rdf_that_editors_find_the_queries_in() -> None:
    told = "".join(f"{triple} .\n" for triple in executables(BASE)).encode()
    store = Store()
    store.load(told, RdfFormat.N_TRIPLES)
    assert len(rdflib.Graph().parse(data=told, format="nt")) == len(store)
    assert [row[1:] for row in rows(store, EXAMPLES)] == [(query.question["en"], query.text) for query in QUERIES]
    assert ("m", "https://w3id.org/maillage/ns#") in rows(store, DECLARED)
    target = NamedNode("https://schema.org/target")
    assert {quad.object.value for quad in store.quads_for_pattern(None, target, None)  # type: ignore[union-attr]
            } == {f"{BASE}sparql"}
    parameter = NamedNode("http://www.w3.org/ns/shacl#parameter")
    assert len(list(store.quads_for_pattern(None, parameter, None))) == len(PARAMETERS)


@pytest.fixture(scope="module")
def small() -> bytes:
    """One record in ten, those that the queries name, and of the vocabulary what they ask for."""
    named = {one.default for query in QUERIES for one in query.parameters} | {"escriptorium", "transkribus"}
    asked = re.compile(r"skos/core#(prefLabel|inScheme|broaderTransitive|Concept)")
    told = b"".join(entry.description + record_triples(entry, BASE) for number, entry in enumerate(bundle().entries)
                    if number % 10 == 0 or entry.key in named)
    return told + "".join(f"{triple} .\n" for triple in vocabulary_triples() if asked.search(str(triple))).encode()


@pytest.fixture(scope="module")
def engines(small: bytes) -> tuple[rdflib.Graph, Store]:
    store = Store()
    store.load(small, RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=small, format="nt"), store


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.slug)
def test_the_same_text_has_the_same_answer_on_another_engine(
        query: NamedQuery, engines: tuple[rdflib.Graph, Store]) -> None:
    other, store = engines
    told = other.query(query.text)
    if query.form == "ask":
        answered: list[Row] = [(str(told.askAnswer).lower(),)]
    else:
        answered = [tuple("" if cell is None else str(cell) for cell in row)  # type: ignore[union-attr]
                    for row in told]
    own = rows(store, query.text)
    if query.form in ("construct", "describe"):
        assert len(set(answered)) == len(set(own)) > 10
    else:
        assert sorted(map(even, answered)) == sorted(map(even, own))


def even(row: Row) -> Row:
    """A row without what the engines are free in: the order of joined names, the spelling of an instant."""
    return tuple(", ".join(sorted(cell.split(", "))).replace("+00:00", "Z") for cell in row)
