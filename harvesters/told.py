"""What one document told of the listing, kept with it so that it need not be read again."""

from __future__ import annotations

from dataclasses import dataclass, field

import orjson

from harvesters.record import Follow, Listing
from harvesters.wire import event_header, event_of


@dataclass(slots=True)
class Told:
    """How many items it gave, how many of them new to the walk, and what it said, in order; addresses are absolute."""

    given: int = 0
    new: int = 0
    events: list[Follow | Listing] = field(default_factory=list)

    @classmethod
    def parse(cls, text: str) -> Told:
        """What `serialize` wrote."""
        told = orjson.loads(text)
        return cls(told["given"], told["new"], [event_of(header) for header in told["events"]])

    def serialize(self) -> str:
        """As JSON."""
        return orjson.dumps({"given": self.given, "new": self.new,
                             "events": [event_header(event) for event in self.events]}).decode()
