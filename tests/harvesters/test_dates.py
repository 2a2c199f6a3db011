"""Dates keep the precision they have, and none is invented."""

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store, Variable

from harvesters.dates import ReadDate, read_date
from ontology.terms import XSD

_DATE_LIKE = st.from_regex(
    r"[0-9]{1,4}[-/.]?[0-9]{0,2}[-/.]?[0-9]{0,2}([T ][0-9:.,]{0,12}(Z|[+-][0-9:]{0,5})?)?", fullmatch=True)
_FORMS = st.sampled_from(
    ["", "%d/%m/%Y", "%d-%m-%Y %H:%M", "%Y%m", "%Y-%m-%dT%H:%M:%S%z", "epoch-ms", "%", "%Q"])


@pytest.mark.parametrize(("written", "lexical", "datatype"), [
    ("2016-07-12", "2016-07-12", "date"),
    ("20160712", "2016-07-12", "date"),
    ("20170900", "2017-09", "gYearMonth"),
    ("20170000", "2017", "gYear"),
    ("2017-00-00", "2017", "gYear"),
    ("2017-09", "2017-09", "gYearMonth"),
    ("2016", "2016", "gYear"),
    ("20220222T133000", "2022-02-22T13:30:00", "dateTime"),
    ("20220222T133000Z", "2022-02-22T13:30:00Z", "dateTime"),
    ("2023-10-17T09:58:17+0000", "2023-10-17T09:58:17+00:00", "dateTime"),
    ("2023-10-17 09:58", "2023-10-17T09:58:00", "dateTime"),
    ("2023-10-17T09:58:17.5+02", "2023-10-17T09:58:17.5+02:00", "dateTime"),
    ("25/12/2016", "2016-12-25", "date"),
    ("Tue, 15 Nov 1994 08:12:31 GMT", "1994-11-15T08:12:31+00:00", "dateTime"),
])
def test_a_date_keeps_its_precision(written: str, lexical: str, datatype: str) -> None:
    assert read_date(written) == ReadDate(lexical, datatype)


@pytest.mark.parametrize("written", [
    "12-07-2016", "03/12/2027", "2023-02-30", "2017-00-12", "99999999", "00000000", "0000", "demain",
    "2023-10-17T25:00:00", "2023-10-17T09:58:17+15:00", "12/07/16", "",
])
def test_what_is_ambiguous_or_impossible_is_not_read(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(("written", "form", "lexical"), [
    ("12-07-2016", "%d-%m-%Y", "2016-07-12"),
    ("12/07/2016 14:30", "%d/%m/%Y %H:%M", "2016-07-12T14:30:00"),
    ("07/2016", "%m/%Y", "2016-07"),
    ("1697536697000", "epoch-ms", "2023-10-17T09:58:17+00:00"),
    ("2016-07-12", "%d/%m/%Y", "2016-07-12"),
])
def test_a_declared_form_decides(written: str, form: str, lexical: str) -> None:
    read = read_date(written, form)
    assert read is not None
    assert read.lexical == lexical


def test_milliseconds_are_read_only_where_declared() -> None:
    assert read_date("1697536697000") is None
    assert read_date("9" * 30, "epoch-ms") is None


@given(_DATE_LIKE | st.text(max_size=30) | st.datetimes().map(str), _FORMS)
def test_what_is_read_is_valid_and_nothing_raises(written: str, form: str) -> None:
    read = read_date(written, form)
    if read is None:
        return
    judged = rdflib.Literal(read.lexical, datatype=rdflib.URIRef(XSD[read.datatype].value))
    assert judged.ill_typed is not True
    assert _has_order(Literal(read.lexical, datatype=XSD[read.datatype]))


def test_the_judge_knows_what_is_not_valid() -> None:
    assert not _has_order(Literal("2016-13", datatype=XSD.gYearMonth))
    assert not _has_order(Literal("2016-02-30", datatype=XSD.date))
    assert not _has_order(Literal("2016-02-20T10:00:00+0000", datatype=XSD.dateTime))


def _has_order(date: Literal) -> bool:
    """Whether pyoxigraph can compare it with a date of its type: an ill-typed literal has no order."""
    earliest = {"gYear": "0001", "gYearMonth": "0001-01", "date": "0001-01-01",
                "dateTime": "0001-01-01T00:00:00"}
    local_name = date.datatype.value.removeprefix(XSD.iri)
    solutions = Store().query(
        "SELECT ?date ?first (?date < ?first || ?date >= ?first AS ?valid) {}",
        substitutions={Variable("date"): date,
                       Variable("first"): Literal(earliest[local_name], datatype=date.datatype)})
    assert isinstance(solutions, QuerySolutions)
    return str(next(solutions)["valid"]) == str(Literal(True))
