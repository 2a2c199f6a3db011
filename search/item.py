"""What a list of results shows of a record, as ready JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import orjson

from catalogue.entry import Entry
from search.facets import concept_codes
from search.periods import days_of, period_of
from search.tree import Node, lexical, links, literals, parts, texts, values

LONGEST_DESCRIPTION: Final = 300
# As many as the dates that formats tell of one event, so that its next one is among them on every day.
MOST_SESSIONS: Final = 200


def item_of(entry: Entry, tree: Node, codes: Mapping[str, list[str]],
            points: Sequence[tuple[float, float]], modified: str) -> bytes:
    """The JSON object of a record; every key is always there, null or empty when nothing is known.

    Of more than MOST_SESSIONS sessions the latest are listed; `sessionCount` counts them all.
    """
    sessions = sorted(_sessions(tree), key=lambda session: session["start"] or session["end"] or "")
    free = codes.get("free")
    return orjson.dumps({
        "id": entry.iri,
        "path": path_of(entry.iri),
        "kind": entry.kind,
        "title": texts(tree, "title"),
        "description": {tag: cut(text) for tag, text in texts(tree, "description").items()},
        "providers": list(_providers(tree)),
        "topics": codes.get("topic", []),
        "regions": codes.get("region", []),
        "levels": codes.get("level", []),
        "modes": codes.get("mode", []),
        "sessions": sessions[-MOST_SESSIONS:],
        "sessionCount": len(sessions),
        "point": points[0] if points else None,
        "free": free[0] == "true" if free else None,
        "landingPage": next(iter((*links(tree, "landingPage"), *links(tree, "homepage"))), None),
        "source": entry.source,
        "modified": modified,
        "stale": entry.stale,
    })


def path_of(iri: str) -> str:
    """Where a record's page is: `/id/course/…`."""
    return "/id/" + iri.rpartition("/id/")[2]


def modified_of(entry: Entry, tree: Node) -> str:
    """When the description last changed: as it says, as its source says, or when that was read."""
    said = [text for text in literals(tree, "modified") if days_of(text)]
    return max(said, default="") or entry.changed or entry.read


def cut(text: str) -> str:
    """The beginning of a text, on one line, cut between words."""
    line = text[:2 * LONGEST_DESCRIPTION]
    if "\n" in line or "  " in line:
        line = " ".join(line.split())
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    head = line[:LONGEST_DESCRIPTION]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:") + " …"


def dated(tree: Node) -> list[Node]:
    """What has dates: the sessions of a training, the dates of an event that has several, or the thing itself."""
    dates = dates_of(tree)
    found = [*parts(tree, "session"), *dates]
    return [*found, tree] if not dates and _has_date(tree) else found


def dates_of(tree: Node) -> list[Node]:
    """The dates of an event that has several; where its period goes on behind the last one, that rest too."""
    dates = [part for part in parts(tree, "schedule") if _has_date(part)]
    whole, told = _period(tree), [period for part in dates if (period := _period(part))]
    last = max((end for _, end in told), default=None)
    if whole is None or last is None or whole[1] <= last:
        return dates
    return [*dates, {"startDate": str(last + timedelta(days=1)), "endDate": first(tree, "endDate")}]


def first(node: Node, name: str) -> str | None:
    """A literal of a property, if it has one."""
    return next(iter(literals(node, name)), None)


def _has_date(node: Node) -> bool:
    return "startDate" in node or "endDate" in node


def _period(node: Node) -> tuple[date, date] | None:
    return period_of(first(node, "startDate") or "", first(node, "endDate") or "")


def _sessions(tree: Node) -> Iterator[dict[str, Any]]:
    """What has dates; the dates of an event are where and how it is, unless they say otherwise."""
    whole = tree if "schedule" in tree else {}
    for session in dated(tree):
        yield {
            "start": first(session, "startDate"),
            "end": first(session, "endDate"),
            "modes": list(concept_codes(session if "mode" in session else whole, "mode", "mode")),
            "place": next(_places(session), None) or next(_places(whole), None),
        }


def _places(node: Node) -> Iterator[str]:
    """How places are called in short: the town, else the name."""
    for place in parts(node, "location"):
        for address in parts(place, "address"):
            yield from literals(address, "city")
        yield from texts(place, "title").values()


def _providers(tree: Node) -> Iterator[dict[str, Any]]:
    """Who offers it; the title is empty where the organisation is another record."""
    for term in ("provider", "organizer"):
        for value in values(tree, term):
            described = value if isinstance(value, dict) else {"id": lexical(value)}
            yield {"id": described.get("id"), "title": texts(described, "title")}
