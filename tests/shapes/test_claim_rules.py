"""Records that claim to be about one thing are told together, and only for what they say of themselves."""

import pytest

from shapes.finding import Severity
from tests.shapes.ruled import brief, found, identified, in_order

DOI = "https://doi.org/10.5281/ZENODO.1"


def same(thing: str, address: str, predicate: str = "schema:sameAs") -> str:
    return f"{thing} {predicate} <{address}> ."


def page(thing: str, address: str, predicate: str = "dcat:landingPage") -> str:
    return f"{thing} {predicate} <{address}> ."


def test_the_identifier_of_a_part_is_not_that_of_its_record() -> None:
    part = "<https://maillage.example/id/course/{}#provider>"
    text = "".join(f"course:{name} schema:provider {part.format(name)} . " for name in "abc")
    text += "".join(
        f'{part.format(name)} adms:identifier <https://maillage.example/id/course/{name}#provider-siret> . '
        f'<https://maillage.example/id/course/{name}#provider-siret> skos:notation "1" ; adms:schemaAgency "SIRET" .'
        for name in "abc")
    assert brief("identifier-twice", text) == []
    assert brief("identifier-twice", text, identified("org:a", "1")) == []
    assert len(brief("identifier-twice", text, identified("org:a", "1"), identified("org:b", "1"))) == 2


@pytest.mark.parametrize("address", [
    DOI, "http://dx.doi.org/10.5281/zenodo.1", "https://www.doi.org/10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1/"])
def test_the_address_of_a_register_counts_as_its_number(address: str) -> None:
    told = brief("identifier-twice", identified("course:a", "10.5281/zenodo.1", "DOI"), same("course:b", address))
    assert told == [(f"course/{name}", "otherIdentifier", "DOI 10.5281/zenodo.1") for name in "ab"]


@pytest.mark.parametrize(("address", "number", "agency"), [
    ("https://ror.org/05NQ3dm39", "05nq3dm39", "ROR"), ("http://www.wikidata.org/entity/Q42", "Q42", "Wikidata"),
    ("https://www.wikidata.org/wiki/Q42", "Q42", "WIKIDATA"), ("https://hdl.handle.net/11403/x", "11403/x", "Handle")])
def test_every_register_is_known_by_its_address(address: str, number: str, agency: str) -> None:
    told = brief("identifier-twice", identified("org:a", number, agency), same("org:b", address, "owl:sameAs"))
    assert [value for _, _, value in told] == [f"{agency.upper()} {number}"] * 2


@pytest.mark.parametrize("address", ["https://ror.org/", "https://ror.org", "https://ror.org.evil.example/05nq3dm39",
                                     "https://evil.example/?https://ror.org/05nq3dm39", "mailto:ror.org/05nq3dm39"])
def test_what_only_looks_like_an_address_of_a_register_is_none(address: str) -> None:
    assert brief("identifier-twice", identified("org:a", "05nq3dm39", "ROR"), same("org:b", address)) == []
    assert brief("identifier-twice", same("org:a", "https://ror.org/"), same("org:b", "https://ror.org/")) == []


def test_an_identifier_without_a_register_claims_nothing() -> None:
    text = '{} adms:identifier <{}> . <{}> skos:notation "101" .'
    two = [text.format(f"course:{name}", f"{name}#i", f"{name}#i").replace("<", "<https://maillage.example/")
           for name in "ab"]
    assert brief("identifier-twice", *two) == []


def test_small_groups_come_before_large_ones() -> None:
    large = "".join(identified(f"org:l{number}", "1") for number in range(5))
    told = in_order("identifier-twice", large, identified("org:a", "9"), identified("org:b", "9"))
    assert [finding.value for _, finding in told] == ["SIRET 9"] * 2 + ["SIRET 1"] * 5


def test_one_address_on_records_of_two_sources_is_told_and_of_one_source_is_not() -> None:
    first, second = same("course:a", "https://s.example/1"), same("course:b", "http://s.example/1")
    assert brief("same-as-twice", first, second) == [("course/a", "sameAs", "http://s.example/1"),
                                                     ("course/b", "sameAs", "http://s.example/1")]
    assert brief("same-as-twice", first + second) == []
    assert brief("same-as-twice", first, same("<https://maillage.example/id/course/b#p>", "https://s.example/1")) == []


def test_the_addresses_of_registers_are_told_once() -> None:
    assert brief("same-as-twice", same("course:a", DOI), same("course:b", DOI)) == []
    assert len(brief("identifier-twice", same("course:a", DOI), same("course:b", DOI))) == 2


def test_one_page_of_one_kind_in_two_sources_is_advice() -> None:
    told = found("page-twice", page("course:a", "https://s.example/1"), page("course:b", "http://s.example/1/"))
    assert [(finding.severity, finding.value) for _, finding in told] == [(Severity.INFO, "http://s.example/1/")] * 2


def test_a_page_of_two_kinds_or_of_one_source_is_no_claim() -> None:
    first = page("course:a", "https://s.example/1")
    assert brief("page-twice", first, page("org:b", "https://s.example/1")) == []
    assert brief("page-twice", first + page("course:b", "https://s.example/1")) == []
    assert brief("page-twice", first, page("<https://maillage.example/id/course/b#s>", "https://s.example/1")) == []


def test_a_page_that_more_than_five_records_share_is_that_of_a_site() -> None:
    many = "".join(page(f"course:{number}", "https://s.example/") for number in range(5))
    assert brief("page-twice", many, page("course:x", "https://s.example/")) == []
    four = "".join(page(f"course:{number}", "https://s.example/") for number in range(4))
    assert len(brief("page-twice", four, page("course:x", "https://s.example/"))) == 5
