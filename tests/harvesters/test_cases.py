"""Each format in the terms of the profile: every case of a folder, and what is expected of it, as Turtle.

`cases/<format>/<name>.<ext>` is a document, `<name>.expected.ttl` what its records say, `<name>.toml` the declaration
of its source where the usual one will not do.
"""

from pathlib import Path

import pytest
import rdflib
from rdflib.compare import graph_diff, to_isomorphic

from harvesters.formats import FORMATS
from harvesters.record import Document, Excluded, Raw
from harvesters.source import Source, load_source
from ontology.concepts import load_concepts
from tests.harvesters.records import CASES, MINTING, source

_CASES = sorted(path for path in CASES.glob("*/*.expected.ttl") if path.parent.name in FORMATS)


@pytest.mark.parametrize("expected", _CASES, ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_a_document_says_what_is_expected(expected: Path) -> None:
    wanted = rdflib.Graph().parse(expected)
    both, missing, surplus = graph_diff(to_isomorphic(wanted), to_isomorphic(_said(expected)))
    assert not missing.serialize(format="nt")
    assert not surplus.serialize(format="nt")
    assert len(both)


def _said(expected: Path) -> rdflib.Graph:
    name = expected.name.removesuffix(".expected.ttl")
    declared = _declared(expected.parent / f"{name}.toml", expected.parent.name)
    [document] = [path for path in expected.parent.glob(f"{name}.*") if path != expected and path.suffix != ".toml"]
    form = FORMATS[declared.format]
    said = rdflib.Graph()
    for item in form.read(Document(document, f"https://source.example/{document.name}"), declared):
        if isinstance(item, Raw) and not item.deleted:
            try:
                described = form.describe(item, declared, load_concepts(), MINTING)
            except Excluded:
                continue
            said.parse(data=described.serialize(), format="nt")
    return said


def _declared(file: Path, form: str) -> Source:
    return load_source(file, FORMATS) if file.exists() else source(form)
