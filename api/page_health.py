"""Which pages of a record are known not to answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import Request

from catalogue.claims import Claims
from catalogue.links import Unreachable, own_pages
from search.query import StoredRecord


def unreachable_pages(request: Request, stored: StoredRecord) -> tuple[Unreachable, ...]:
    """Those pages of a record that did not answer when they were checked last."""
    dead: Mapping[str, Unreachable] = request.app.state.unreachable()
    return tuple(_found(dead, stored)) if dead else ()


def variant_of(dead: tuple[Unreachable, ...], claims: Claims) -> str:
    """What an entity tag hangs on beside the generation: pages come back, claims come late while records stay."""
    return " ".join(["early"] * claims.early + [f"{one.url} {one.since} {one.status}" for one in dead])


def pages_as_members(dead: tuple[Unreachable, ...]) -> list[dict[str, Any]]:
    """Pages for programs."""
    return [{"url": one.url, "since": one.since, "status": one.status, "reason": {"fr": one.fr, "en": one.en}}
            for one in dead]


def _found(dead: Mapping[str, Unreachable], stored: StoredRecord) -> Iterator[Unreachable]:
    for url in dict.fromkeys(own_pages(stored.ntriples)):
        if url in dead:
            yield dead[url]
