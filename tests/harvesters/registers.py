"""What tests of registers of organisations and services share."""

from pathlib import Path

import orjson
from pyoxigraph import Literal, NamedNode

from harvesters.description import Description
from harvesters.record import Fault, Item
from shapes.finding import blocks
from shapes.gate import Gate
from tests.harvesters.records import descriptions, raws, read, triples


def write(folder: Path, content: object) -> Path:
    """A JSON document."""
    path = folder / "answer.json"
    path.write_bytes(orjson.dumps(content))
    return path


def values(told: Description, name: str) -> set[str]:
    """The values of a property anywhere in a description."""
    return {triple.object.value for triple in triples(told) if triple.predicate.value.endswith(f"/{name}")
            or triple.predicate.value.endswith(f"#{name}") if isinstance(triple.object, Literal | NamedNode)}


def own_values(told: Description, name: str) -> set[str]:
    """The values of a property of the record itself, not of its parts."""
    return values_of(told, told.iri, name)


def values_of(told: Description, iri: str, name: str) -> set[str]:
    """The values of a property of the record or of one of its parts."""
    return {triple.object.value for triple in triples(told)
            if isinstance(triple.subject, NamedNode) and triple.subject.value == iri
            and triple.predicate.value.endswith(name) and isinstance(triple.object, Literal | NamedNode)}


def tally(form: str, path: Path) -> tuple[int, int, int]:
    """How many items of a file are live, withdrawn, and accepted by the gate; none of them may be a fault."""
    items: list[Item] = read(form, path)
    assert not any(isinstance(item, Fault) for item in items)
    withdrawn = sum(raw.deleted for raw in raws(items))
    made = list(descriptions(form, items))
    checked = Gate("shacl").check([(told.iri, told.serialize()) for told in made]) if made else []
    accepted = sum(not blocks(told.findings + found) for told, found in zip(made, checked, strict=True))
    return len(raws(items)) - withdrawn, withdrawn, accepted
