"""The records of other sources that claim to be about the same thing: both are kept, neither is changed."""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.catalogue_view import View
from catalogue.claims import Claim
from search.query import StoredRecord

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class AlsoDescribed:
    """A record of another source, and why it may be about the same thing."""

    record: StoredRecord
    claim: Claim


def also_described(view: View, iri: str) -> list[AlsoDescribed]:
    """The first records that claim what a record does, those for the surest reason first."""
    found = ((view.get(claim.iri), claim) for claim in view.claims.of(iri)[:_MOST])
    return [AlsoDescribed(record, claim) for record, claim in found if record is not None]


def as_members(found: list[AlsoDescribed]) -> list[dict[str, Any]]:
    """For programs."""
    return [{"id": one.record.iri, "title": orjson.loads(one.record.item)["title"], "source": one.record.source,
             "because": one.claim.because, "level": one.claim.level} for one in found]
