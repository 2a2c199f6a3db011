"""JSON-LD whose remote contexts are replaced by our own copies: nothing is ever fetched while parsing."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from harvesters.formats.rdf.nesting import MOST_NESTED, too_nested
from harvesters.record import UnreadableDocument
from ontology.context import CONTEXT_FILE
from ontology.terms import M

_BUNDLED = Path(__file__).with_name("contexts.json")
_OURS = M.iri.removesuffix("#") + "/context.jsonld"


def with_bundled_contexts(content: bytes) -> bytes:
    """The document with each known context address replaced by the context itself.

    Raises:
        UnreadableDocument: a context that is not bundled, or too deep nesting.
        SyntaxError: not JSON.
    """
    try:
        tree = orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        raise SyntaxError(str(fault)) from fault
    for holder in _objects(tree):
        if "@context" in holder:
            holder["@context"] = _local(holder["@context"])
        if "@import" in holder:
            raise _unknown(str(holder["@import"]))
    return orjson.dumps(tree)


@cache
def _contexts() -> dict[str, Any]:
    """By address; that of the profile too, so that records may be written with its names."""
    contexts: dict[str, Any] = orjson.loads(_BUNDLED.read_bytes())
    return {**contexts, _OURS: orjson.loads(CONTEXT_FILE.read_bytes())["@context"]}


def _local(context: Any) -> Any:
    if isinstance(context, list):
        return [_local(part) for part in context]
    if not isinstance(context, str):
        return context
    if context not in _contexts():
        raise _unknown(context)
    return _contexts()[context]


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object, without recursion."""
    waiting = [(tree, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_NESTED:
            raise too_nested()
        if isinstance(value, dict):
            yield value
            waiting.extend((child, depth + 1) for child in value.values() if isinstance(child, dict | list))
        elif isinstance(value, list):
            waiting.extend((child, depth + 1) for child in value if isinstance(child, dict | list))


def _unknown(context: str) -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-W006",
        f"Le document renvoie au contexte JSON-LD « {context[:200]} », que Maillage ne connaît pas et ne télécharge "
        "pas ; demandez le même catalogue en Turtle (.ttl) ou en RDF/XML (.rdf).",
        f"The document refers to the JSON-LD context “{context[:200]}”, which Maillage does not know and does not "
        "download; ask for the same catalogue in Turtle (.ttl) or RDF/XML (.rdf).")
