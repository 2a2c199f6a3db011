"""One query in one worker: its answer as it comes, kept until it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from sparql.failure import Broken, QueryFailed, too_hungry
from sparql.question import Answer, Question
from sparql.workers.backlog import Backlog
from sparql.workers.frames import HEAD, Kind, pack, read_failure
from sparql.workers.keeper import Worker

# How many times what is waited for before the first is sent may wait in memory.
_IN_MEMORY = 4


class Conversation:
    """A question that was put to a worker.

    The worker is never kept waiting by a slow client: what is not taken yet lies in memory, or in a file when it is
    much. `opened` is set when the answer is whole, has failed, or has grown beyond `held` bytes. `lost` says that the
    worker died, `give_up` is called when nobody takes the rest.
    """

    def __init__(self, worker: Worker, held: int) -> None:
        self.worker = worker
        self.media_type = ""
        self.failed: QueryFailed | None = None
        self.ended = False
        self.lost = False
        self.give_up: Callable[[], object] = lambda: None
        self.opened = asyncio.Event()
        self._changed = asyncio.Event()
        self._held = held
        self._head: tuple[Kind, int] | None = None
        self._backlog = Backlog(_IN_MEMORY * held)
        self._size = 0

    def ask(self, question: Question) -> None:
        """Put the question."""
        self.worker.writer.write(pack(Kind.QUESTION, question.serialize()))

    async def hear(self) -> None:
        """Hear the worker out. May be cancelled and called again."""
        while not self.ended:
            try:
                kind, content = await self._frame()
            except (asyncio.IncompleteReadError, ConnectionError):
                self.lost = True
                self.fail(too_hungry())
                return
            match kind:
                case Kind.BEGIN:
                    self.media_type = content.decode()
                case Kind.PART:
                    self._keep(content)
                case Kind.END:
                    self._end()
                case _:
                    self.fail(read_failure(content))

    def fail(self, failed: QueryFailed) -> None:
        """There is no answer, or no more of it."""
        if not self.ended:
            self.failed = failed
            self._end()

    def drop(self) -> None:
        """Nobody wants the answer."""
        self._backlog.close()

    def answer(self) -> Answer:
        """The answer, once it is opened; raises QueryFailed when there is none."""
        if self.failed is not None and not self._is_begun():
            self._backlog.close()
            raise self.failed
        if self.ended and not self._is_begun():  # A larger one would lie in memory until its client has taken it.
            return Answer(self.media_type, b"".join(iter(self._backlog.take, b"")))
        return Answer(self.media_type, b"", self._rest())

    async def _rest(self) -> AsyncIterator[bytes]:
        try:
            while True:
                self._changed.clear()
                while part := self._backlog.take():
                    yield part
                if self.ended:
                    break
                await self._changed.wait()
        finally:
            self.give_up()  # Whoever hangs up wants no more of it.
            self._backlog.close()
        if self.failed is not None:
            raise Broken(self.failed)

    def _is_begun(self) -> bool:
        return self._size > self._held

    def _keep(self, part: bytes) -> None:
        self._backlog.put(part)
        self._size += len(part)
        self._changed.set()
        if self._is_begun():
            self.opened.set()

    def _end(self) -> None:
        self.ended = True
        self._changed.set()
        self.opened.set()

    async def _frame(self) -> tuple[Kind, bytes]:
        """The next frame; what was read of it is kept when the reading is cancelled."""
        reader = self.worker.reader
        if self._head is None:
            kind, size = HEAD.unpack(await reader.readexactly(HEAD.size))
            self._head = Kind(kind), size
        kind, size = self._head
        content = await reader.readexactly(size)
        self._head = None
        return kind, content
