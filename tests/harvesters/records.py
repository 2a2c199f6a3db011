"""What tests of readers share: a source, a document, and what reading and mapping them gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from harvesters.description import Description
from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Item, Raw
from harvesters.source import Source
from ontology.concepts import load_concepts
from ontology.minting import Minting

MINTING = Minting("https://data.example/")
CASES = Path(__file__).parent / "cases"
SAMPLES = Path(__file__).resolve().parents[2] / ".." / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")


def source(form: str, language: str = "", **options: str | int | bool) -> Source:
    """A declared source of a format."""
    return Source("s", {"fr": "S"}, "https://source.example/", form, "LO-OL-2.0", Path("s.toml"),
                  language=language, options=options)


def document(path: Path, url: str = "") -> Document:
    """A file as if it had been fetched."""
    return Document(path, url or f"https://source.example/{path.name}")


def read(form: str, path: Path, url: str = "", **options: str | int | bool) -> list[Item]:
    """Everything that a reader says of a file."""
    return list(FORMATS[form].read(document(path, url), source(form, "", **options)))


def raws(items: list[Item]) -> list[Raw]:
    """The raw records among the items."""
    return [item for item in items if isinstance(item, Raw)]


def describe(form: str, raw: Raw, language: str = "") -> Description:
    """What the mapping says of a raw record."""
    return FORMATS[form].describe(raw, source(form, language), load_concepts(), MINTING)


def descriptions(form: str, items: list[Item]) -> Iterator[Description]:
    """The description of every raw record that is neither withdrawn nor excluded."""
    for raw in raws(items):
        try:
            if not raw.deleted:
                yield describe(form, raw)
        except Excluded:
            continue


def triples(described: Description) -> set[Triple]:
    """The statements of a description."""
    return {quad.triple for quad in parse(described.serialize(), format=RdfFormat.N_TRIPLES)}


def expected(path: Path) -> set[Triple]:
    """The statements of a Turtle file."""
    return {quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)}


def codes(described: Description) -> dict[str, str]:
    """The value of each finding, by code; of several with one code, the last."""
    return {finding.code: finding.value for finding in described.findings}
