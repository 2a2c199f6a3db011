"""What answers queries: the front gate, and whatever stands behind it."""

from __future__ import annotations

from typing import Protocol

from sparql.question import Answer, Question


class Engine(Protocol):
    """An engine on one generation."""

    @property
    def generation(self) -> str:
        """The generation that it answers from."""
        ...

    async def ask(self, question: Question, client: str) -> Answer:
        """The answer to a question of a client, within the limits.

        Raises:
            QueryFailed: refused, wrong, cut, or nobody there to ask.
        """
        ...

    def alive(self) -> bool:
        """Whether it can still answer."""
        ...

    async def retire(self) -> None:
        """End it when what it was asked is answered."""
        ...

    async def close(self) -> None:
        """End it at once."""
        ...
