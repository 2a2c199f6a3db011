"""Each shape lets its good fixtures pass and catches its bad ones, on both engines alike."""

from collections import Counter
from collections.abc import Mapping

import pytest

from shapes.engines import engine
from shapes.result import Result
from shapes.shape import SHAPES_FOLDER, load_shapes
from tests.shapes.case import CASES, Case, load_cases

ALL = load_cases()
Found = Mapping[str, tuple[Result, ...]]


def found_by(name: str) -> Found:
    """All fixtures in one graph, as the gate does it; the results by record."""
    made, notice = engine(name, load_shapes().ntriples)
    assert notice is None
    found: dict[str, tuple[Result, ...]] = {case.iri: () for case in ALL}
    for result in made.validate("".join(case.description.decode() for case in ALL)):
        record = result.focus.partition("#")[0]
        found[record] = (*found[record], result)
    return found


@pytest.fixture(scope="module")
def fast() -> Found:
    return found_by("shacl")


@pytest.fixture(scope="module")
def reference() -> Found:
    return found_by("pyshacl")


def codes(results: tuple[Result, ...]) -> set[str]:
    return {load_shapes().by_iri[result.shape].code for result in results}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_fixture_gives_the_finding_that_it_names(case: Case, fast: Found) -> None:
    assert codes(fast[case.iri]) == ({case.expected} if case.expected else set())


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_both_engines_answer_alike(case: Case, fast: Found, reference: Found) -> None:
    assert Counter(fast[case.iri]) == Counter(reference[case.iri])


def test_every_shape_has_a_fixture_that_it_catches() -> None:
    caught = {case.expected for case in ALL}
    assert {shape.code for shape in load_shapes().by_iri.values()} - caught == set()


def test_every_file_of_shapes_has_a_fixture_that_passes() -> None:
    files = {file.stem for file in SHAPES_FOLDER.glob("*.ttl")}
    assert {file.parent.name for file in CASES.glob("*/good-*.ttl")} == files
