"""From a catalogue entry to the fields of its document in the index."""

from hashlib import blake2b
from typing import Any, Final

import orjson

from catalogue.entry import Entry
from ontology.jsonld import to_jsonld
from search.analysis import folded
from search.facets import codes_of
from search.item import dated, first, item_of, modified_of
from search.periods import blocks_covering, number, period_of
from search.places import points_of
from search.schema import facet_field
from search.tree import Node, texts
from search.words import words_of

_LONGEST_KEY: Final = 160
# Of the entry, what the other stored fields do not hold.
_KEPT: Final = ("iri", "kind", "source", "key", "read", "changed", "run", "licence", "warnings", "stale")


def fields_of(entry: Entry) -> dict[str, Any]:
    """Everything by which a record is found, counted, sorted and shown, by field of the index."""
    tree = to_jsonld(entry.description, entry.iri)
    codes = codes_of(entry, tree)
    points = points_of(tree)
    modified = modified_of(entry, tree)
    fields: dict[str, Any] = {
        "iri": entry.iri,
        "by_title": f"{_title_key(tree)}\0{entry.iri}",
        "by_modified": f"{modified[:19]}\0{entry.iri}",
        "tie": _tie(entry.iri),
        "item": item_of(entry, tree, codes, points, modified),
        "jsonld": orjson.dumps(tree),
        "ntriples": entry.description,
        "entry": orjson.dumps({name: getattr(entry, name) for name in _KEPT}),
    }
    fields.update(words_of(tree))
    fields.update((facet_field(name), found) for name, found in codes.items())
    fields.update(_periods(tree))
    for place, (latitude, longitude) in enumerate(points):
        fields[f"lat_{place}"], fields[f"lon_{place}"] = latitude, longitude
    return fields


def _periods(tree: Node) -> dict[str, list[Any]]:
    """The first days of what has dates, and the blocks of days it covers."""
    periods = [
        period for node in dated(tree)
        if (period := period_of(first(node, "startDate") or "", first(node, "endDate") or ""))]
    if not periods:
        return {}
    return {
        "start": sorted({number(start) for start, _ in periods}),
        "covers": list(dict.fromkeys(block for period in periods for block in blocks_covering(*period))),
    }


def _title_key(tree: Node) -> str:
    """The French title, else the English, else any, as titles are sorted; what has none comes last."""
    titles = texts(tree, "title")
    title = titles.get("fr") or titles.get("en") or next(iter(titles.values()), "")
    return " ".join(folded(title))[:_LONGEST_KEY] or "\U0010ffff"


def _tie(iri: str) -> float:
    """A number by which hits of equal score keep one order in every index; too small to change any other."""
    return int.from_bytes(blake2b(iri.encode(), digest_size=2).digest()) / 65_536 / 1_000
