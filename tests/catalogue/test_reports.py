"""Refusals as a table and as a SHACL report: other programs can read them, and no spreadsheet computes them."""

import csv
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from catalogue.reports import rejects_csv, rejects_turtle

BASE = "http://test.example/"
SH = "http://www.w3.org/ns/shacl#"


def row(**given: str) -> dict[str, Any]:
    return {"source": "s", "key": "k", "state": "rejected", "place": "a.csv, row 4", "iri": f"{BASE}id/tool/s--k",
            "code": "MLG-R103", "severity": "violation", "path": "title", "value": "", "fr": "Il manque.",
            "en": "Missing."} | given


@pytest.mark.parametrize("value", ["=1+1", "+33", "-1", "@cmd", "\tx", "\rx", " =1", "\n=1"])
def test_no_cell_can_be_taken_for_a_formula(value: str) -> None:
    [_, told] = csv.reader(rejects_csv([row(value=value)], "fr"))
    assert told[6] == f"'{value}"


def test_cells_come_back_as_they_were_and_lines_end_as_the_standard_asks() -> None:
    lines = list(rejects_csv([row(value='a "b", c\nd', key="é;")], "en"))
    assert all(line.endswith("\r\n") for line in lines)
    header, told = csv.reader("".join(lines).splitlines(keepends=True))
    assert header == ["source", "key", "state", "severity", "code", "path", "value", "place", "iri", "message"]
    assert (told[1], told[6], told[-1]) == ("é;", 'a "b", c\nd', "Missing.")


def test_a_report_names_focus_path_value_severity_shape_and_both_messages() -> None:
    store = Store()
    store.load(rejects_turtle([row(value="v"), row(iri="", key="? a.csv, row 9", code="MLG-K001", path="nothing")],
                              BASE), format=RdfFormat.TURTLE)
    results = store.query("""
        PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?focus ?path ?value ?shape ?key (COUNT(?message) AS ?messages) WHERE {
          ?report sh:result ?r ; sh:conforms false . ?r sh:focusNode ?focus ; sh:resultSeverity sh:Violation ;
          sh:resultMessage ?message .
          OPTIONAL { ?r sh:resultPath ?path } OPTIONAL { ?r sh:value ?value } OPTIONAL { ?r sh:sourceShape ?shape }
          OPTIONAL { ?focus dct:identifier ?key ; dct:isPartOf <http://test.example/id/source/s> }
        } GROUP BY ?focus ?path ?value ?shape ?key ORDER BY ?key""")
    first, second = list(results)  # type: ignore[arg-type]
    assert first["focus"] == NamedNode(f"{BASE}id/tool/s--k")
    assert first["path"] == NamedNode("http://purl.org/dc/terms/title")
    assert (first["value"], first["messages"]) == (Literal("v"), Literal(2))
    assert str(first["shape"].value).endswith("-title")
    assert (second["key"].value, second["path"]) == ("? a.csv, row 9", None)


def test_warnings_alone_conform_and_equal_rows_make_equal_reports() -> None:
    told = rejects_turtle([row(severity="warning")], BASE)
    assert b"sh:conforms true" in told
    assert told == rejects_turtle([row(severity="warning")], BASE)
