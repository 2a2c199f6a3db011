"""One question to an engine, and its answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Self

import orjson


@dataclass(frozen=True, slots=True)
class Question:
    """A query, the formats that its answer may have (`sparql.formats`), and the dataset that the protocol names.

    `own_dataset` says that the query names one itself (FROM); what the protocol names goes before it.
    """

    query: str
    tabular: str = "json"
    graph: str = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    own_dataset: bool = False

    def serialize(self) -> bytes:
        """As a worker is asked."""
        return orjson.dumps(self)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """The question that was serialised."""
        told: dict[str, Any] = orjson.loads(content)
        return cls(**{**told, "default_graphs": tuple(told["default_graphs"]),
                      "named_graphs": tuple(told["named_graphs"])})


@dataclass(frozen=True, slots=True)
class Answer:
    """A serialised result: its first bytes, and the rest of a long one as it comes.

    `rest` is None when `body` is all of it. Else it raises `sparql.failure.Broken` where the answer breaks off.
    """

    media_type: str
    body: bytes
    rest: AsyncIterator[bytes] | None = None

    async def whole(self) -> bytes:
        """All of it, once it has come; raises Broken."""
        if self.rest is None:
            return self.body
        return b"".join([self.body, *[part async for part in self.rest]])
