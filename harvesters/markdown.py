"""Markdown as plain text."""

import re
from functools import cache

from markdown_it import MarkdownIt

from harvesters.text import clean

_MARKS = re.compile(r"[*_`#\[\]\\~]|^\s*(?:[-+>]|\d+[.)])\s|^\s*(?:=+|-+)\s*$|\n\n", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Longer texts are no descriptions; rendering them would only cost time.
_LONGEST = 200_000


def plain(text: str) -> str:
    """The words of a Markdown text, paragraphs kept; what has no marks is only cleaned."""
    if len(text) > _LONGEST or not _MARKS.search(text):
        return clean(text)
    return clean(str(_renderer().render(text)))


def unescaped(text: str) -> str:
    """A line whose punctuation was escaped for Markdown: `A \\| B` is `A | B`."""
    return _ESCAPED.sub(r"\1", text)


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark")
