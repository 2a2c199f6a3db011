"""Where each key of a TOML file stands, which tomllib does not tell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\[?[ \t]*({_DOTTED})")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})[ \t]*=")
_TOKEN = re.compile(
    r'"{3}(?:[^\\]|\\.)*?"{3}|\'{3}.*?\'{3}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Statement:
    path: tuple[str, ...]
    line: int
    text: str


class TomlLines:
    """The lines of one TOML text. Where in doubt it names the line where the statement begins."""

    def __init__(self, text: str) -> None:
        self._statements = tuple(_statements(text))

    def line(self, path: Sequence[str], word: str = "") -> int:
        """The line of the key at `path`, or of `word` within its value; 1 when there is no such key."""
        best, shared = None, 0
        for statement in self._statements:
            length = _shared(statement.path, path)
            # `title` is found in `title.fr = …`, and `map.key.from` in `key = { from = … }`.
            if length > shared and length in (len(statement.path), len(path)):
                best, shared = statement, length
        if best is None:
            return 1
        at = 0
        for key in path[shared:]:
            at = _after(best.text, rf"""(?<![\w-])["']?{re.escape(key)}["']?[ \t]*=""", at)
        if word:
            at = _after(best.text, rf"(?<![\w-]){re.escape(word)}(?![\w-])", at)
        return best.line + best.text.count("\n", 0, at)


def _after(text: str, pattern: str, at: int) -> int:
    found = re.compile(pattern).search(text, at)
    return found.end() if found else at


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length


def _statements(text: str) -> Iterator[_Statement]:
    header: tuple[str, ...] = ()
    for start, stop in _extents(text):
        chunk = text[start:stop]
        line = 1 + text.count("\n", 0, start)
        if found := _HEADER.match(chunk):
            header = _keys(found[1])
            yield _Statement(header, line, chunk)
        elif found := _ASSIGNMENT.match(chunk):
            yield _Statement(header + _keys(found[1]), line, chunk)


def _extents(text: str) -> Iterator[tuple[int, int]]:
    """The extent of each statement: a line, or more where brackets or long strings stay open."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        elif token[0] == "\n" and depth <= 0:
            yield start, token.start()
            start, depth = token.end(), 0
    yield start, len(text)


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in re.findall(_KEY, dotted))
