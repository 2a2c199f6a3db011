"""Text of unknown upbringing (HTML, escaped HTML, stray controls) as plain text."""

import html
import re
import unicodedata

import nh3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BREAKING = _words(
    "address article aside blockquote br caption center dd details div dl dt figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol optgroup option p pre section summary table tbody tfoot "
    "thead tr ul")
_UNREAD = _words("iframe math noembed noscript object script style svg template")
_INLINE = _words(
    "a abbr acronym audio b base big body button cite code del dfn em embed font head html i img input ins "
    "kbd label link mark meta param picture q s samp select small source span strike strong sub sup td "
    "textarea th time title tt u var video wbr")
_NAME = f"(?:{'|'.join(sorted(_BREAKING | _UNREAD | _INLINE))})"

# Only HTML's own names are markup: `<persName>` in a course on TEI and `a < b` are words of the text.
# A tag that holds anything holds `=`, so that "a<b and c>d" stays too.
_TAG = rf"/?{_NAME}\s*/?>|{_NAME}\s[^<>=]*=[^<>]*>|(?:script|style)\s[^<>]*>|(?:!doctype|\?xml)\s[^<>]*>"
_MARKUP = re.compile(f"<(?:{_TAG})", re.IGNORECASE)
_STRAY_ANGLE = re.compile(f"<(?!{_TAG})", re.IGNORECASE)
_CELL = re.compile(r"<(?=/?t[dh]\b)", re.IGNORECASE)
_BREAK = re.compile(rf"</?(?:{'|'.join(sorted(_BREAKING))})>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_STRAY_AMPERSAND = re.compile(rf"&(?!{_ENTITY.pattern[1:]})")
_ESCAPED_AMPERSANDS = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)

# Controls, surrogates, bidi marks and overrides, zero-width and soft hyphens, tags, non-characters.
# The zero-width joiners stay: words of several scripts and emoji need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]")
_SPACES = re.compile(r"\s+")

_MOST_LAYERS = 8
_MOST_TAGS = 20_000


def clean(value: str | None) -> str:
    """Plain text without markup, controls or bidi overrides; paragraphs are parted by one line end.

    It is NFC, with one space between words. Text escaped more than once is unescaped until it
    reads the same twice, so cleaning again changes nothing.
    """
    if not value:
        return ""
    text = value
    for _ in range(_MOST_LAYERS):
        if "<" not in text and "&" not in text:
            return _tidy(text)
        before = text
        text = _tidy(_without_markup(_tidy(text)))
        if text == before:
            break
    return text


def shortened(value: str, longest: int) -> str:
    """`value` cut in its middle, so that a sentence that quotes it keeps its end; lone surrogates are replaced."""
    whole = value.encode("utf-8", "replace").decode()
    half = longest // 2
    return whole if len(whole) <= longest else f"{whole[:half]} … {whole[-half:]}"


def _tidy(text: str) -> str:
    """NFC, no dropped character, one space between words, one line end between lines."""
    flat = text.replace("\r\n", "\n").replace("\n\n", "\n") if "\n" in text else text
    spaced = flat.replace("\n", " ")
    if spaced.isprintable() and "  " not in spaced:
        return _normal(flat).strip()
    lines = (line if line.isprintable() and "  " not in line else _SPACES.sub(" ", line)
             for line in _normal(_DROPPED.sub("", flat)).splitlines())
    return "\n".join(filter(None, map(str.strip, lines)))


def _normal(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _without_markup(text: str) -> str:
    text = _without_wrapping(text, "<![CDATA[", "]]>", keep=True)
    text = _without_wrapping(text, "<!--", "-->", keep=False)
    if _MARKUP.search(text):
        return _without_tags(text)
    return _ENTITY.sub(_decoded, _ESCAPED_AMPERSANDS.sub("&", text))


def _without_wrapping(text: str, start: str, end: str, *, keep: bool) -> str:
    """`text` without comments or CDATA marks; a pattern `<!--.*?-->` is quadratic on hostile text."""
    first, *others = text.split(start)
    pieces = [first]
    for other in others:
        inside, closed, after = other.partition(end)
        pieces.append((inside if keep else "") + after if closed else start + inside)
    return "".join(pieces)


def _without_tags(text: str) -> str:
    escaped = _STRAY_AMPERSAND.sub("&amp;", _STRAY_ANGLE.sub("&lt;", _CELL.sub(" <", text)))
    if escaped.count("<") > _MOST_TAGS:
        # The tree builder is quadratic in nesting: 18 s for 100,000 unclosed <div>.
        safe = _MARKUP.sub("\n", escaped)
    else:
        safe = nh3.clean(escaped, tags=set(_BREAKING), attributes={}, link_rel=None,
                         clean_content_tags=set(_UNREAD))
    if _BREAK.search(safe):
        # In HTML a line end is a space; where no tag breaks lines, the line ends are the author's.
        safe = _BREAK.sub("\n", _SPACES.sub(" ", safe))
    return _ENTITY.sub(_decoded, safe)


def _decoded(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])
