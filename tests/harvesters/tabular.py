"""Declaring, reading and describing tables in tests, with as little around the input as possible."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from harvesters.description import Description
from harvesters.formats import FORMATS, table
from harvesters.record import Document, Fault, Item, Listing, Raw
from harvesters.source import InvalidSource, Source, load_source
from ontology.concepts import load_concepts
from ontology.context import load_context
from ontology.minting import Minting

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the folder of real samples is not beside the checkout")
CASES = Path(__file__).parent / "cases" / "table"
MINTING = Minting("https://example.org/")

_HEAD = """\
name = "essai"
title.fr = "Essai"
url = "table.csv"
format = "table"
licence = "LO-OL-2.0"
"""


def declare(folder: Path, body: str, kind: str = "course", head: str = _HEAD) -> Source:
    """The source declared by a file of these lines behind the usual ones."""
    file = folder / "essai.toml"
    file.write_text(f'{head}kind = "{kind}"\n{body}' if kind else head + body, "utf-8")
    return load_source(file, FORMATS)


def faults(folder: Path, body: str, head: str = _HEAD) -> list[tuple[int, str]]:
    """Line and English sentence of each fault of a declaration, which must have some."""
    with pytest.raises(InvalidSource) as raised:
        declare(folder, body, head=head)
    return [(fault.line, fault.en) for fault in raised.value.faults]


def read(source: Source, path: Path, name: str = "") -> list[Item]:
    """Everything that the reader says of a file."""
    return list(table.read(Document(path, f"https://example.org/{name or path.name}"), source))


def raws(source: Source, path: Path) -> list[Raw]:
    """The records of a file that has nothing but records."""
    items = read(source, path)
    assert not [item for item in items if isinstance(item, Fault)]
    return [item for item in items if isinstance(item, Raw)]


def codes(items: list[Item]) -> list[str]:
    """The codes of the rows that were refused."""
    return [item.finding.code for item in items if isinstance(item, Fault)]


def listing(items: list[Item]) -> Listing:
    """What was said of the listing, at the end."""
    last = items[-1]
    assert isinstance(last, Listing)
    return last


def describe(source: Source, raw: Raw) -> Description:
    """What a row says."""
    return table.describe(raw, source, load_concepts(), MINTING)


def described(folder: Path, body: str, text: str, kind: str = "course") -> Description:
    """What the only row of a table says."""
    source = declare(folder, body, kind)
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    [raw] = raws(source, path)
    return describe(source, raw)


def values(made: Description, term: str, part: str = "") -> list[str]:
    """The values of a term on the thing or one of its parts: `text@fr`, a lexical form, or an IRI.

    A concept is given by its code, a part by its fragment.
    """
    subject = NamedNode(made.iri + (f"#{part}" if part else ""))
    predicate = load_context().terms[term].iri
    triples = parse(made.serialize(), RdfFormat.N_TRIPLES)
    return sorted(_shown(triple.object, made.iri) for triple in triples
                  if triple.subject == subject and triple.predicate == predicate)


def _shown(value: NamedNode | BlankNode | Literal | Triple, thing: str) -> str:
    if isinstance(value, Literal):
        return f"{value.value}@{value.language}" if value.language else value.value
    assert isinstance(value, NamedNode)
    concept = load_concepts().get(value.value)
    return concept.code if concept else value.value.removeprefix(thing)
