"""Text of unknown upbringing becomes plain text."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.text import clean

_PIECES = st.lists(
    st.sampled_from([
        "<p>", "</p>", "<br/>", "<b>", "&amp;", "&lt;", "p&gt;", "&#60;", "&", "<", ">", "<script>", "<!--",
        "-->", "<![CDATA[", "]]>", " ", "\n", "\u202e", "\x00", "\u200b", "mot", "é", "e\u0301", "&nbsp;",
        "<a href='x'>", "\u037e", "#38;", "amp;", "lt", "<td>", "\ud800", "=", '"',
    ]), max_size=12).map("".join)


@pytest.mark.parametrize(("given_text", "plain"), [
    ("Formation  à   Brest ", "Formation à Brest"),
    ("<p>Un</p><p>deux</p>", "Un\ndeux"),
    ("<ul><li>scanner\n3D</li><li>drone</li></ul>", "scanner 3D\ndrone"),
    ("&lt;p&gt;Un &amp;eacute;t&#233;&lt;/p&gt;", "Un été"),
    ("Arts &amp; culture, R&D, ?a=1&copy=2", "Arts & culture, R&D, ?a=1&copy=2"),
    ("<p>vu</p><script>alert(1)</script><style>p{}</style>", "vu"),
    ("<script async>alert(1)</script>vu", "vu"),
    ("<![CDATA[<b>gras</b>]]> et <!-- caché --> clair", "gras et clair"),
    ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
    ("a\x00b\u202ec\u200bd", "abcd"),
    ("ligne 1\r\n\r\n  ligne 2", "ligne 1\nligne 2"),
    ("e\u0301te\u0301", "été"),
    ("10\u00a0€", "10 €"),
])
def test_markup_and_invisible_characters_go(given_text: str, plain: str) -> None:
    assert clean(given_text) == plain


@pytest.mark.parametrize("words", [
    "a < b > c", "l'élément <persName> de la TEI", "si a<b alors c>d", "5 <6", "# Titre\n* point",
])
def test_what_only_looks_like_markup_stays(words: str) -> None:
    assert clean(words) == words


def test_nothing_is_nothing() -> None:
    assert clean(None) == clean("") == clean(" \n ") == clean("<p></p>") == ""


@given(_PIECES | st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(_PIECES | st.text(st.characters()))
def test_the_result_is_safe_to_write(text: str) -> None:
    plain = clean(text)
    plain.encode()
    assert unicodedata.is_normalized("NFC", plain)
    assert "  " not in plain
    categories = {unicodedata.category(character) for character in plain.replace("\n", "")}
    assert not categories & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(plain) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\ufeff")


@pytest.mark.parametrize("hostile", [
    "<div>" * 60_000, "<!--" * 50_000, "<![CDATA[" * 30_000, "<b =" + "=" * 100_000, "&amp;" * 50_000 + "lt;",
    "<" * 100_000, "<a " * 50_000,
])
def test_hostile_text_costs_no_more_than_a_moment(hostile: str) -> None:
    started = time.process_time()
    clean(hostile)
    assert time.process_time() - started < 3
