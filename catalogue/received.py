"""What a loader says of one listed item, and what the ledger already knows of it."""

from dataclasses import dataclass
from enum import StrEnum

from catalogue.states import State
from shapes.finding import Finding


class Verdict(StrEnum):
    """What became of an item on its way through reader, mapping and gate."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXCLUDED = "excluded"
    DELETED = "deleted"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Received:
    """One item of a listing. `hash` is the payload's; `description` is sorted N-Triples.

    `raw_kind` is what the reader called it, `kind` what it became. An unchanged item carries neither payload nor
    description. One that is not `whole` was listed, but is nothing that a mapping could be tried on again.
    """

    key: str
    place: str
    verdict: Verdict
    hash: bytes = b""
    payload: bytes = b""
    kind: str = ""
    datestamp: str = ""
    iri: str = ""
    description: bytes = b""
    findings: tuple[Finding, ...] = ()
    whole: bool = True
    raw_kind: str = ""


@dataclass(slots=True)
class Known:
    """An item as it stands while a run is taken in."""

    id: int
    state: State
    raw: int
    hash: bytes
    seen: int
    verdict: Verdict
    live: int | None
    absent_runs: int
    document: int | None = None
