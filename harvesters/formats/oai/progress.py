"""How far a walk over the pages of a list has come, told from page to page as the kind of the next document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Self

import orjson

# A server that goes round in longer circles is stopped by the most documents that one listing may have.
_MOST_TOKENS = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """`seen` records so far of the `size` that the server announced (0: none); `first` marks the page before.

    `tokens` are marks of the resumption tokens met, the last ones. `changes` says that only changes are listed.
    """

    seen: int = 0
    size: int = 0
    first: str = ""
    tokens: Sequence[str] = ()
    changes: bool = False

    @classmethod
    def of_kind(cls, kind: str) -> Self:
        """What a `Follow` told; nothing when it told none."""
        return cls(**orjson.loads(kind)) if kind.startswith("{") else cls()

    def kind(self) -> str:
        """What the `Follow` to the next page tells."""
        return orjson.dumps(self).decode()

    def after(self, records: int, first: str, size: int) -> Progress:
        """The progress behind a page of so many records, the first of which has this identifier."""
        return replace(self, seen=self.seen + records, size=size or self.size, first=_mark(first))

    def repeats(self, first: str) -> bool:
        """Whether a page begins as the one before it did."""
        return bool(self.first) and self.first == _mark(first)

    def met(self, token: str) -> bool:
        """Whether a token was given before."""
        return _mark(token) in self.tokens

    def with_token(self, token: str) -> Progress:
        """The progress with one more token met."""
        return replace(self, tokens=(*self.tokens, _mark(token))[-_MOST_TOKENS:])


def _mark(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()
