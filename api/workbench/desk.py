"""The desk: who does what the workbench is asked, outside the process that answers."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Verb = Literal["harvest", "replay", "rollback", "suggest", "letter"]
JobState = Literal["queued", "running", "done", "failed"]

# What each verb may be told, beside what it is about.
OPTIONS: Final[Mapping[Verb, tuple[str, ...]]] = {
    "harvest": ("dry_run", "diff", "full", "allow_shrink"),
    "replay": ("dry_run", "diff"),
    "rollback": ("dry_run",),
    "suggest": ("warnings",),
    "letter": ("warnings",),
}


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: a verb, the source or run that it is about, options; `actor` is the token's name."""

    verb: Verb
    about: str
    options: Sequence[str]
    actor: str
    language: str


@dataclass(frozen=True, slots=True)
class Job:
    """An order on its way. Instants are ISO 8601, empty as long as they lie ahead.

    `output` is the JSON that the command wrote, empty if it was too long (`cut`) or none came; `complaint` is the end
    of what it said to people.
    """

    id: str
    order: Order
    asked: str
    state: JobState = "queued"
    started: str = ""
    ended: str = ""
    exit_code: int | None = None
    output: bytes = b""
    complaint: str = ""
    cut: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.state in ("done", "failed")


@dataclass(frozen=True, slots=True)
class Declared:
    """A source as its file declares it now, harvested or not."""

    title: Mapping[str, str]
    format: str
    enabled: bool


class DeskFull(Exception):
    """So many orders wait that no more are taken; `waiting` says how many."""

    def __init__(self, waiting: int) -> None:
        super().__init__(waiting)
        self.waiting = waiting


class Desk(Protocol):
    """Takes orders and does them one by one, as long as `running` lasts."""

    def declared(self) -> Mapping[str, Declared]:
        """The declared sources by name."""
        ...

    def submit(self, order: Order) -> Job:
        """Take an order.

        Raises:
            DeskFull: too many wait already.
        """
        ...

    def job(self, id: str) -> Job | None:
        """An order that was taken, unless it is forgotten."""
        ...

    def running(self) -> AbstractAsyncContextManager[object]:
        """Do what was ordered, until the block ends."""
        ...
