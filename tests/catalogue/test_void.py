"""The VoID description of the demo, read as a stranger reads it: by SPARQL, from the endpoint's own data."""

import pytest
from pyoxigraph import Store

from catalogue.generation import Generation, current
from catalogue.statistics import Statistics
from sparql.store import load
from tests.catalogue.counting import number, rows
from tests.demo import Demo

VOID = "http://rdfs.org/ns/void#"
DCT = "http://purl.org/dc/terms/"


@pytest.fixture(scope="module")
def generation(demo: Demo) -> Generation:
    found = current(demo.data)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def store(generation: Generation) -> Store:
    return load(generation)


def stated(store: Store, about: str, pattern: str) -> list[list[str]]:
    return sorted(rows(store, f"PREFIX void: <{VOID}> PREFIX dct: <{DCT}> SELECT {pattern.replace('ABOUT', about)}"))


def test_the_whole_dataset_states_its_statistics(generation: Generation, store: Store) -> None:
    figures, about = Statistics.read(generation.path).dataset, f"<{generation.manifest.base}.well-known/void#dataset>"
    for name, value in {"triples": figures.triples, "distinctSubjects": figures.subjects,
                        "distinctObjects": figures.objects, "entities": figures.entities,
                        "classes": len(figures.classes), "properties": len(figures.properties)}.items():
        assert stated(store, about, f"?n {{ ABOUT void:{name} ?n }}") == [[str(value)]]
    classes = stated(store, about, "?c ?n { ABOUT void:classPartition [ void:class ?c ; void:entities ?n ] }")
    assert classes == [[name, str(count)] for name, count in sorted(figures.classes.items())]
    properties = stated(store, about, "?p ?n ?s { ABOUT void:propertyPartition "
                                      "[ void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ] }")
    assert properties == [[name, *map(str, both)] for name, both in sorted(figures.properties.items())]
    within = stated(store, about, "?c ?p ?n { ABOUT void:classPartition [ void:class ?c ; void:propertyPartition "
                                  "[ void:property ?p ; void:triples ?n ] ] }")
    assert within == sorted([name, one, str(count)] for name, counts in figures.within.items()
                            for one, count in counts.items())


def test_every_source_is_a_subset_with_its_licence_and_its_own_partitions(
    generation: Generation, store: Store,
) -> None:
    base, statistics = generation.manifest.base, Statistics.read(generation.path)
    for name, source in generation.manifest.sources.items():
        if not source.records:
            continue
        about = f"<{base}.well-known/void#graph-{name}>"
        figures = statistics.graphs[f"{base}graph/{name}"]
        assert stated(store, about, "?d { ?d void:subset ABOUT }") == [[f"{base}.well-known/void#dataset"]]
        assert stated(store, about, "?s { ABOUT dct:source ?s }") == [[f"{base}id/source/{name}"]]
        assert len(stated(store, about, "?l { ABOUT dct:license|dct:rights ?l }")) == 1
        assert stated(store, about, "?n { ABOUT void:entities ?n }") == [[str(source.records)]]
        properties = stated(store, about,
                            "?p ?n { ABOUT void:propertyPartition [ void:property ?p ; void:triples ?n ] }")
        assert properties == [[one, str(triples)] for one, (triples, _) in sorted(figures.properties.items())]
        assert stated(store, about, "?c ?n { ABOUT void:classPartition [ void:class ?c ; void:entities ?n ] }") == [
            [one, str(count)] for one, count in sorted(figures.classes.items())]


def test_examples_exist_and_patterns_match_records_only(generation: Generation, store: Store) -> None:
    patterns = stated(store, "", "?d ?p ?n ?e { ?d void:uriRegexPattern ?p ; void:entities ?n ; "
                                 "void:exampleResource ?e }")
    assert len(patterns) == 1 + sum(source.records > 0 for source in generation.manifest.sources.values())
    for _, pattern, entities, example in patterns:
        matching = pattern.replace("\\", "\\\\")
        assert number(store, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(REGEX(STR(?s), '{matching}')) }}"
                      ) == int(entities)
        assert number(store, f"SELECT (COUNT(*) AS ?n) {{ <{example}> <{DCT}identifier> ?o }}") == 1


def test_vocabularies_are_those_of_the_properties_and_classes_used(generation: Generation, store: Store) -> None:
    told = [one for one, in stated(store, "", "?v { ?d void:vocabulary ?v }")]
    assert {VOID, DCT, "http://www.w3.org/ns/org#", "http://www.w3.org/2004/02/skos/core#"} <= set(told)
    figures = Statistics.read(generation.path).dataset
    assert all(any(name.startswith(one) for name in (*figures.classes, *figures.properties)) for one in told)
