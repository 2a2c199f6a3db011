"""A web page: its blocks of JSON-LD, and what it says of itself."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from harvesters.formats.schemaorg.context import joined
from harvesters.formats.schemaorg.jsonld import TooMuch

_BLOCK: Final = "application/ld+json"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_NO_CHARSET: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
_DECLARED_WITHIN: Final = 4_096
# Building the tree takes the square of its depth. Tags that close themselves, or may be left open, add none.
_DEEPEST: Final = 20_000
_TAG: Final = re.compile(
    r"<(/?)(?!(?:area|base|body|br|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|optgroup|option|p|rp|rt"
    r"|source|tbody|td|tfoot|th|thead|tr|track|wbr)\b)[a-z]", re.IGNORECASE)
_TYPE_NAME: Final = re.compile(r".*[/:#]")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Block:
    """The text of one script of JSON-LD, and where in the page it begins (both count from 1)."""

    text: str
    line: int
    column: int

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Where in the page a place in the block stands."""
        return self.line + line - 1, column + (self.column - 1 if line == 1 else 0)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `base` is what its addresses are relative to; `canonical` the address that it gives itself.

    `language` has no region; `annotated` are the types that Microdata or RDFa tell of, which are not read.
    """

    blocks: tuple[Block, ...]
    base: str
    canonical: str = ""
    language: str = ""
    annotated: tuple[str, ...] = ()


def read_page(source: str, url: str) -> Page:
    """A page by its source; its address is empty where it has none that others know.

    Raises:
        TooMuch: it nests deeper than any real one.
    """
    source = source.replace("\r\n", "\n").replace("\r", "\n")  # As the parser does, so that texts are found again.
    if _depth(source) > _DEEPEST:
        raise TooMuch
    tree = LexborHTMLParser(source)
    base = _attribute(tree, "base[href]", "href")
    language = _attribute(tree, "html", "lang") or _attribute(tree, "html", "xml:lang")
    canonical = _attribute(tree, 'link[rel="canonical" i]', "href")
    canonical = joined(url, canonical) if url else canonical
    return Page(
        tuple(_blocks(tree, source)), joined(url, base) if base else url or canonical,
        canonical if canonical.startswith(("https://", "http://")) else "",
        found[1].lower() if (found := _LANGUAGE.fullmatch(language)) else "",
        _annotated(tree))


def decoded(content: bytes, media_type: str) -> str:
    """The text of a page or document: by its mark, the server's word, its own word, else UTF-8, else Windows-1252."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    told = _CHARSET.search(media_type.encode("ascii", "ignore")) or _CHARSET.search(content[:_DECLARED_WITHIN])
    for name in ((_named(told[1].decode("ascii", "ignore")), "utf-8") if told else ("utf-8",)):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _named(label: str) -> str:
    """The codec that a label means on the web: the one for Latin-1 is that of Windows; codecs of no page are none."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return "utf-8"
    return "cp1252" if name in ("ascii", "iso8859-1") else "utf-8" if name in _NO_CHARSET else name


def _blocks(tree: LexborHTMLParser, source: str) -> list[Block]:
    blocks: list[Block] = []
    start = line = line_start = 0
    for script in tree.css("script[type]"):
        if not _is_block(script):
            continue
        text = script.text()
        found = source.find(text, start) if text else -1
        if found >= 0:  # The parser gives no places; what it rewrote (line ends) is placed at the block before.
            line += source.count("\n", start, found)
            line_start = source.rfind("\n", 0, found) + 1
            start = found
        blocks.append(Block(text, line + 1, start - line_start + 1))
    return blocks


def _annotated(tree: LexborHTMLParser) -> tuple[str, ...]:
    told = (node.attributes.get(name) or "" for name in ("itemtype", "typeof") for node in tree.css(f"[{name}]"))
    return tuple(dict.fromkeys(_TYPE_NAME.sub("", one) for words in told for one in words.split()))


def _is_block(script: LexborNode) -> bool:
    return (script.attributes.get("type") or "").partition(";")[0].strip().lower() == _BLOCK


def _depth(source: str) -> int:
    depth = deepest = 0
    for tag in _TAG.finditer(source):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    found = tree.css_first(selector)
    return ((found.attributes.get(name) if found else "") or "").strip()
