"""Markdown becomes plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.markdown import plain, unescaped


@pytest.mark.parametrize(("markdown", "words"), [
    ("A *plain* `text` with **marks**", "A plain text with marks"),
    ("# Title\n\nOne\ntwo\n\nthree", "Title\nOne two\nthree"),
    ("- one\n- two\n\n1. first\n2. second", "one\ntwo\nfirst\nsecond"),
    ("[the manual](https://a.example/x_y) and ![a picture](p.png)", "the manual and"),
    ("3DF Zephyr\\[1\\] is good", "3DF Zephyr[1] is good"),
    ("a < b & c, R&amp;D, snake_case stays", "a < b & c, R&D, snake_case stays"),
    ("<p>HTML</p><script>alert(1)</script> inside it", "HTML\ninside it"),
    ("Two lines\nof one thing", "Two lines\nof one thing"),
    ("", ""),
])
def test_marks_go_and_words_stay(markdown: str, words: str) -> None:
    assert plain(markdown) == words


def test_a_line_escaped_for_markdown_is_itself_again() -> None:
    assert unescaped(r"3ds Max \| 3D Modeling, Animation \& Rendering \o/") == (
        r"3ds Max | 3D Modeling, Animation & Rendering \o/")


@pytest.mark.parametrize("marks", ["[" * 50_000, "*a" * 50_000, "> " * 20_000, "`" * 100_001, "_" * 300_000])
def test_no_text_takes_long(marks: str) -> None:
    started = time.process_time()
    plain(marks)
    assert time.process_time() - started < 5


@given(st.text(max_size=200))
def test_any_text_becomes_some_text(text: str) -> None:
    assert isinstance(plain(text), str)
