"""Each key of a TOML text is found on its line, however it is written."""

import pytest

from harvesters.toml_lines import TomlLines

TEXT = '''\
# name = "comment"
name = "a # no comment"
title.fr = """
map = "not here"
"""
list = [
  "x",  # [
  { from = "y" },
]

[map]
key = "id"
"clé" = { from = "a", lookup = { "b [" = "c" } }
[map.session.part]
startDate = "d"
'''


@pytest.mark.parametrize(("path", "word", "line"), [
    (("name",), "", 2), (("title",), "", 3), (("title", "fr"), "", 3), (("list",), "", 6), (("list",), "x", 7),
    (("list", "from"), "y", 8), (("map",), "", 11), (("map", "key"), "", 12), (("map", "key"), "id", 12),
    (("map", "clé", "lookup"), "c", 13), (("map", "session"), "", 14),
    (("map", "session", "part", "startDate"), "", 15),
    (("map", "session", "part", "endDate"), "", 14), (("absent",), "", 1),
])
def test_a_key_or_a_word_of_its_value_has_a_line(path: tuple[str, ...], word: str, line: int) -> None:
    assert TomlLines(TEXT).line(path, word) == line


@pytest.mark.parametrize("text", ["", "[", "]]]]", '"', "'''", "a.b.c", "= = =", "[a\n[b]\nc=1", "\x00"])
def test_broken_text_has_lines_too(text: str) -> None:
    assert TomlLines(text).line(("a", "b"), "c") >= 1
