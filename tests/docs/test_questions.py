"""The questions of docs/questions.md have the answers that it says, by search and by SPARQL alike."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store

from ontology.vocabulary import vocabulary_triples
from search.builder import IndexBuilder
from search.engine import SearchIndex
from search.query import SearchQuery
from tests.harvesters.bundled import BASE, bundle

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "questions.md").read_text("utf-8")
QUESTION = re.compile(
    r"^## (?P<number>\d)\. .*?- Search: `/search\?(?P<search>[^`]+)`\n"
    r"- Query: \[[^]]+\]\(\.\./(?P<query>[^)]+)\)\n- Answers: (?P<answers>\d+)$", re.MULTILINE | re.DOTALL)
QUESTIONS = [pytest.param(found, id=found["number"]) for found in QUESTION.finditer(TEXT)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    folder = tmp_path_factory.mktemp("questions") / "index"
    builder = IndexBuilder(folder)
    for entry in bundle().entries:
        builder.add(entry)
    builder.commit()
    return SearchIndex.open(folder)


@pytest.fixture(scope="module")
def store() -> Store:
    """Named graphs as a generation has them: one for each source, and the vocabulary."""
    store = Store()
    for entry in bundle().entries:
        store.load(entry.description, RdfFormat.N_TRIPLES, to_graph=NamedNode(f"{BASE}graph/{entry.source}"))
    store.extend(vocabulary())
    return store


def vocabulary() -> Iterator[Quad]:
    graph = NamedNode(f"{BASE}graph/vocabulary")
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in vocabulary_triples())


def test_there_is_a_question_for_each_of_the_eight_action_sheets() -> None:
    assert [question.id for question in QUESTIONS] == list("12345678")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_search_gives_as_many_answers_as_the_page_says(question: re.Match[str], index: SearchIndex) -> None:
    filters: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(question["search"], strict_parsing=True):
        filters[name] = (*filters.get(name, ()), value)
    assert index.search(SearchQuery(filters=filters, size=0)).total == int(question["answers"]) > 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_query_gives_as_many_answers_as_the_page_says(question: re.Match[str], store: Store) -> None:
    solutions = store.query((ROOT / question["query"]).read_text("utf-8"), use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    things = [str(solution[0]) for solution in solutions]
    assert len(things) == len(set(things)) == int(question["answers"]) > 0
