"""A tokeniser for SPARQL 1.1 text: enough of its grammar (section 19.8) to tell a keyword from the same letters
in a string, a comment, an IRI, a variable or a prefixed name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[\w.·-]*\w)
  | (?P<name>(?:[^\W\d_][\w.·-]*)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
      (?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<number>\d+)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (the group that matched), its text, and where it starts: line and column from 1, in
    characters, and how many stand before it."""

    kind: str
    text: str
    line: int
    column: int
    begins: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments left out."""
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        found = match.group()
        if kind != "space":
            yield Token(kind, found, line, match.start() - start + 1, match.start())
        breaks = found.count("\n")
        if breaks:
            line += breaks
            start = match.start() + found.rindex("\n") + 1
