"""Refusals for other programs: a table for spreadsheets, a SHACL report for validators."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from ontology.context import load_context
from ontology.minting import Minting
from ontology.terms import DCT, RDF, SCHEMA, SH
from shapes.shape import load_shapes

_COLUMNS: Final = ("source", "key", "state", "severity", "code", "path", "value", "place", "iri")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def rejects_csv(rows: Iterable[Mapping[str, Any]], lang: str) -> Iterator[str]:
    """Refusals as CSV (RFC 4180), a line at a time; no cell can be taken for a formula.

    `rows` are those of `catalogue.refusals`; the message is in `lang`, `fr` or `en`.
    """
    yield _line([*_COLUMNS, "message"])
    for row in rows:
        yield _line([*(str(row[column]) for column in _COLUMNS), str(row[lang])])


def rejects_turtle(rows: Iterable[Mapping[str, Any]], base: str) -> bytes:
    """Refusals as a `sh:ValidationReport` in Turtle; `base` is the ledger's.

    What never became a record has no address: its focus is a blank node with its key and its source.
    """
    prefixes = {"sh": SH.iri, "dct": DCT.iri, "schema": SCHEMA.iri}
    return serialize(_report(rows, base), format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell for cell in cells])
    return written.getvalue()


def _report(rows: Iterable[Mapping[str, Any]], base: str) -> Iterator[Triple]:
    report, conforms = BlankNode("report"), True  # Named, so that equal reports are equal texts.
    yield Triple(report, RDF.type, SH.ValidationReport)
    for number, row in enumerate(rows, start=1):
        conforms = conforms and row["severity"] != "violation"
        yield Triple(report, SH.result, BlankNode(f"r{number}"))
        yield from _result(number, row, base)
    yield Triple(report, SH.conforms, Literal(conforms))


def _result(number: int, row: Mapping[str, Any], base: str) -> Iterator[Triple]:
    result = BlankNode(f"r{number}")
    yield Triple(result, RDF.type, SH.ValidationResult)
    focus = NamedNode(row["iri"]) if row["iri"] else BlankNode(f"f{number}")
    yield Triple(result, SH.focusNode, focus)
    if isinstance(focus, BlankNode):
        yield Triple(focus, DCT.identifier, Literal(row["key"]))
        yield Triple(focus, DCT.isPartOf, NamedNode(Minting(base).source(row["source"])))
    term = load_context().terms.get(row["path"])
    if term:
        yield Triple(result, SH.resultPath, term.iri)
    if row["value"]:
        within = row["iri"] and row["value"].startswith(f"{row['iri']}#")
        yield Triple(result, SH.value, NamedNode(row["value"]) if within else Literal(row["value"]))
    yield Triple(result, SH.resultSeverity, SH[str(row["severity"]).capitalize()])
    shape = _shapes().get(row["code"])
    if shape:
        yield Triple(result, SH.sourceShape, NamedNode(shape))
    yield Triple(result, DCT.identifier, Literal(row["code"]))
    yield Triple(result, SCHEMA.position, Literal(row["place"]))
    for language in ("fr", "en"):
        yield Triple(result, SH.resultMessage, Literal(row[language], language=language))


@cache
def _shapes() -> Mapping[str, str]:
    """The shape of each code."""
    return {shape.code: iri for iri, shape in load_shapes().by_iri.items()}
