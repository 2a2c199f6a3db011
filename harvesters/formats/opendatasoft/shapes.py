"""The shapes that the Explore API gives its answers in, each version its own: pages, records, datasets, errors."""

from __future__ import annotations

import re
from typing import Final

from harvesters.formats.json_values import Json, entry, said, text

ARRAYS: Final = ("results", "records", "datasets")

_POINT: Final = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)
_NAMED_POINT: Final = re.compile(r"geo|point|coord", re.IGNORECASE)
# What only this API says together; a start of a document may be cut anywhere.
_TOGETHER: Final = ((b'"nhits"', b'"parameters"'), (b'"nhits"', b'"records"'), (b'"nhits"', b'"datasets"'),
                    (b'"total_count"', b'"results"'), (b'"total_count"', b'"links"'), (b'"recordid"', b'"fields"'),
                    (b'"datasetid"', b'"metas"'), (b'"dataset_id"', b'"metas"'),
                    (b'"record"', b'"timestamp"', b'"fields"'))


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  every server calls it JSON
    """Whether a document starts as an answer of the API does."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[") and any(
        all(name in start for name in names) for names in _TOGETHER)


def total_of(around: Json) -> int | None:
    """How many items the whole listing has."""
    told = [around.get(name) for name in ("total_count", "nhits")]
    return next((total for total in told if isinstance(total, int) and not isinstance(total, bool) and total >= 0),
                None)


def error_of(answer: Json) -> str:
    """The words of an answer that tells an error; empty for any other."""
    if not answer.keys() & {"error_code", "errorcode", "error"}:
        return ""
    words = [text(answer.get(name)) for name in ("message", "error", "error_code")]
    return next(filter(None, words), "?")[:300]


def dataset_of(item: object) -> Json | None:
    """The dataset that an item of a catalogue describes, without what wraps it; None for anything else."""
    inner = entry(entry(item).get("dataset")) or entry(item)
    return inner if isinstance(inner.get("metas"), dict) and dataset_id(inner) else None


def dataset_id(dataset: Json) -> str:
    """The identifier of a dataset on its portal."""
    return text(dataset.get("dataset_id")) or text(dataset.get("datasetid"))


def record_of(item: Json) -> Json:
    """The fields of a record, with what the API says beside them (v1: `recordid`, `record_timestamp`, `geometry`).

    Points are `{lat, lon}` whatever they were: v1 writes `[lat, lon]`, v2 `{lon, lat}`, exports `"lat, lon"`, and
    GeoJSON has the longitude first.
    """
    whole = entry(item.get("record")) or item
    if not isinstance(whole.get("fields"), dict):
        return {name: _pointed(name, value) for name, value in whole.items()}
    beside = {"recordid": text(whole.get("recordid")) or text(whole.get("id")),
              "record_timestamp": text(whole.get("record_timestamp")) or text(whole.get("timestamp")),
              "datasetid": whole.get("datasetid"), "geometry": whole.get("geometry")}
    return {name: _pointed(name, value) for name, value in (said(beside) | whole["fields"]).items()}


def _pointed(name: str, value: object) -> object:
    """A value, as `{lat, lon}` if it is a point."""
    if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)):
        return {"lat": value[0], "lon": value[1]}
    if isinstance(value, str) and _NAMED_POINT.search(name) and (found := _POINT.fullmatch(value)):
        return {"lat": found[1], "lon": found[2]}
    if isinstance(value, dict):
        shape = entry(value.get("geometry")) or value
        place = shape.get("coordinates")
        if shape.get("type") == "Point" and isinstance(place, list) and all(map(_is_number, place[:2] or [None])):
            return {"lat": place[1], "lon": place[0]} if len(place) > 1 else value
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
