"""Filters and facet counts against a model that counts one record after the other."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.concepts import load_concepts
from search.facets import FACETS
from search.query import FacetCount, SearchQuery, UnknownFacet
from tests.search.samples import CONCEPT_FACETS, built, keys, record, scratch

Codes = dict[str, list[str]]
Filters = Mapping[str, tuple[str, ...]]


def choices(facet: str) -> list[str]:
    """A few codes of a facet."""
    if facet == "tool":
        return ["sshomp--gephi", "sshomp--transkribus"]
    if facet == "free":
        return ["true", "false"]
    if facet in ("type", "source"):
        return {"type": ["course", "tool", "event"], "source": ["school", "museum"]}[facet]
    return [concept.code for concept in load_concepts().scheme(CONCEPT_FACETS[facet][1]).concepts[:3]]


def some(facet: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices(facet)), max_size=1 if facet in ("free", "type", "source") else 3,
                    min_size=1, unique=True)


OFTEN_USED = ("type", "topic", "region", "mode", "free", "source")
RECORDS = st.fixed_dictionaries(
    {"type": some("type"), "source": some("source")},
    optional={name: some(name) for name in FACETS if name not in ("type", "source")})
FILTERS = st.dictionaries(st.sampled_from(OFTEN_USED), st.none(), max_size=4).flatmap(
    lambda names: st.fixed_dictionaries({name: some(name).map(tuple) for name in names}))


def satisfies(codes: Codes, filters: Filters, but: str = "") -> bool:
    return all(set(codes.get(name, ())) & set(wanted) for name, wanted in filters.items() if name != but)


def counted(collection: list[Codes], filters: Filters, facet: str) -> tuple[FacetCount, ...]:
    counts = Counter(code for codes in collection if satisfies(codes, filters, but=facet)
                     for code in codes.get(facet, ()))
    return tuple(FacetCount(code, count) for code, count in sorted(counts.items(), key=lambda c: (-c[1], c[0])))


@settings(max_examples=40, deadline=None)
@given(st.lists(RECORDS, max_size=12), st.lists(FILTERS, min_size=1, max_size=4))
def test_totals_hits_and_sideways_counts_are_those_of_the_model(
        collection: list[Codes], questions: list[Filters]) -> None:
    entries = [
        record(str(number), kind=codes["type"][0], source=codes["source"][0],
               codes={name: found for name, found in codes.items() if name not in ("type", "source")})
        for number, codes in enumerate(collection)]
    with scratch() as folder:
        index = built(Path(folder), entries)
        for filters in questions:
            page = index.search(SearchQuery(filters=filters, size=100))
            expected = {str(n) for n, codes in enumerate(collection) if satisfies(codes, filters)}
            assert set(keys(page)) == expected
            assert page.total == len(expected)
            assert page.facets == {name: counted(collection, filters, name) for name in FACETS}


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_filters_and_counts(facet: str, tmp_path: Path) -> None:
    code, other = choices(facet)[:2]
    if facet in ("type", "source"):
        name = "kind" if facet == "type" else "source"
        entries = [record("1", **{name: code}), record("2", **{name: other})]  # type: ignore[arg-type]
    else:
        entries = [record("1", codes={facet: [code]}), record("2", codes={facet: [other]})]
    index = built(tmp_path, entries)
    page = index.search(SearchQuery(filters={facet: (code,)}))
    assert keys(page) == ["1"]
    assert set(page.facets[facet]) == {FacetCount(code, 1), FacetCount(other, 1)}
    assert keys(index.search(SearchQuery(filters={facet: ("no-such-code",)}))) == []


def test_modes_of_sessions_are_modes_of_the_training(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1", sessions=[("2026-01-01", "", "onsite"), ("2026-02-01", "", "online")])])
    assert index.search(SearchQuery()).facets["mode"] == (FacetCount("online", 1), FacetCount("onsite", 1))


def test_text_restricts_the_counts(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1", "Gravure", codes={"topic": ["iiif"]}),
                             record("2", "Lithographie", codes={"topic": ["metadata"]})])
    assert index.search(SearchQuery("gravure")).facets["topic"] == (FacetCount("iiif", 1),)


def test_more_codes_than_tantivy_tells_by_default_are_all_counted(tmp_path: Path) -> None:
    index = built(tmp_path, [record(str(n), codes={"tool": [f"tool-{n}"]}) for n in range(150)])
    assert len(index.search(SearchQuery()).facets["tool"]) == 150


def test_only_the_wanted_facets_are_counted(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1")])
    assert set(index.search(SearchQuery(facets=("type",))).facets) == {"type"}
    assert index.search(SearchQuery(facets=())).facets == {}


def test_an_unknown_facet_is_refused_with_the_nearest_names(tmp_path: Path) -> None:
    index = built(tmp_path, [record("1")])
    with pytest.raises(UnknownFacet) as refused:
        index.search(SearchQuery(filters={"regions": ("53",)}))
    assert refused.value.nearest[0] == "region"
    assert "« regions »" in refused.value.fr
    assert "“regions”" in refused.value.en
    with pytest.raises(UnknownFacet):
        index.search(SearchQuery(facets=("regions",)))


def test_an_index_without_records_answers(tmp_path: Path) -> None:
    page = built(tmp_path, []).search(SearchQuery("tei", sort="date", filters={"topic": ("iiif",)}))
    assert (page.total, page.items, page.facets["topic"], page.generation) == (0, (), (), "g1")
