"""What answers queries: the front gate, and whatever stands behind it."""

from __future__ import annotations

from typing import Protocol

from catalogue.generation import Generation
from sparql.failure import Broken
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

    async def follow(self, generation: Generation) -> Engine | None:
        """An engine on a later generation, made at the cost of what differs; None where one is to be opened afresh.

        This one goes on until it is retired or closed; both ends may come in any order.
        """
        ...

    async def retire(self) -> None:
        """End it when what it was asked is answered."""
        ...

    async def close(self) -> None:
        """End it at once."""
        ...


async def answer_and_close(engine: Engine, question: Question) -> bytes:
    """The whole answer to one question, of an engine that is not needed any more.

    Raises:
        QueryFailed: there is no answer, or no whole one.
    """
    try:
        return await (await engine.ask(question, "")).whole()
    except Broken as broken:
        raise broken.failed from broken
    finally:
        await engine.close()
