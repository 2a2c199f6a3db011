"""Where the engine reads less than SPARQL 1.1: the same query as it reads it, of the same length, line by line."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from sparql.tokens import tokens

# It knows these functions only with their bracket beside them, and truth only in small letters.
_CALLS: Final = frozenset({"COALESCE", "CONCAT", "BNODE"})
_TRUTHS: Final = frozenset({"TRUE", "FALSE"})


def for_engine(text: str) -> str:
    """The query with `CONCAT (` as ` CONCAT(` and `TRUE` as `true`, wherever these are no part of a string or name."""
    parts: list[str] = []
    end = 0
    found = list(tokens(text))
    for token, following in pairwise(found):
        if token.kind != "word":
            continue
        after = token.begins + len(token.text)
        if token.text.upper() in _TRUTHS:
            parts += [text[end:token.begins], token.text.lower()]
            end = after
        elif token.text.upper() in _CALLS and following.text == "(":
            parts += [text[end:token.begins], text[after:following.begins], token.text]
            end = following.begins
    return "".join([*parts, text[end:]])
