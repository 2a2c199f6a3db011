"""Edits of source files: what is not changed stays as it was, to the byte."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from harvesters.mending.edits import CannotEdit, Change, difference, edited, write
from harvesters.mending.entries import entries

TEXT = '''# Tête
name     = "essai"   # le nom
[map]
key       = "id"
title     = [{ from = "fr", lang = "fr" }, "autre"]
startDate = "debut"          # premier jour
endDate   = { from = "fin", date = "%d/%m/%Y" }
equipment = { from = "e", lookup = { "casque VR" = "vr-headset" } }
session   = { from = "s", split = "|", cut = "::", part = { startDate = 0, mode = { from = 1 } } }
[map.location.part]
title = "lieu"
lookup = "x"
'''


@pytest.mark.parametrize(("path", "keys", "value", "line"), [
    (("map", "startDate"), ("date",), "%m/%d/%Y",
     'startDate = { from = "debut", date = "%m/%d/%Y" }          # premier jour'),
    (("map", "endDate"), ("date",), "%m/%d/%Y", 'endDate   = { from = "fin", date = "%m/%d/%Y" }'),
    (("map", "endDate"), ("default",), "2027", 'endDate   = { from = "fin", date = "%d/%m/%Y", default = "2027" }'),
    (("map", "equipment"), ("lookup", 'le "grand" é'), ("vr-headset", "drone"),
     'equipment = { from = "e", lookup = { "casque VR" = "vr-headset", "le \\"grand\\" é" = ["vr-headset", "drone"] } '
     '}'),
    (("map", "title", 1), ("default",), "x",
     'title     = [{ from = "fr", lang = "fr" }, { from = "autre", default = "x" }]'),
    (("map", "key"), (), "nom", 'key       = "nom"'),
    (("map", "session", "part", "mode"), ("lookup", "a b"), "onsite",
     'session   = { from = "s", split = "|", cut = "::", part = { startDate = 0, mode = { from = 1, lookup = { "a b" = '
     '"onsite" } } } }'),
    (("map", "session", "part", "startDate"), ("date",), "%Y",
     'session   = { from = "s", split = "|", cut = "::", part = { startDate = { from = 0, date = "%Y" }, mode = '
     '{ from = 1 } } }'),
    (("map", "location", "part", "title"), ("default",), "ici", 'title = { from = "lieu", default = "ici" }'),
])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_edit_changes_its_line_and_no_other(
        path: tuple[Any, ...], keys: tuple[str, ...], value: Any, line: str, ends: str) -> None:
    before = TEXT.replace("\n", ends)
    after = edited(before, [Change(path, keys, value)])
    changed = [(old, new) for old, new in zip(before.split(ends), after.split(ends), strict=True) if old != new]
    assert [new for _, new in changed] == [line]
    assert tomllib.loads(after)


def test_several_edits_keep_the_mark_of_windows_editors() -> None:
    after = edited("\ufeff" + TEXT, [Change(("map", "key"), (), "a"), Change(("map", "startDate"), ("date",), "%Y")])
    assert after.startswith("\ufeff# Tête\n")
    assert 'key       = "a"' in after


def test_an_entry_that_is_not_there_is_told_and_not_made_up() -> None:
    with pytest.raises(CannotEdit, match="by hand"):
        edited(TEXT, [Change(("map", "nothing"), ("date",), "%Y")])


def test_a_difference_names_the_lines() -> None:
    told = difference("essai.toml", TEXT, edited(TEXT, [Change(("map", "key"), (), "nom")]))
    assert told.splitlines()[:2] == ["--- essai.toml", "+++ essai.toml"]
    assert "@@ -3,3 +3,3 @@" in told
    assert '-key       = "id"\n+key       = "nom"\n' in told


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "essai.toml"
    file.write_text(TEXT, "utf-8")
    file.chmod(0o640)
    with pytest.raises(CannotEdit, match="meanwhile"):
        write(file, "former", "new")
    write(file, TEXT, "new")
    assert (file.read_text("utf-8"), file.stat().st_mode & 0o777, list(tmp_path.iterdir())) == ("new", 0o640, [file])


def test_an_entry_reads_what_the_map_reads_pieces_of_cut_cells_too() -> None:
    by_path = {entry.path: entry for entry in entries(TEXT)}
    row = {"s": "2027::sur place | 2028:: en ligne", "fr": " A ", "debut": ""}
    assert by_path[("map", "session", "part", "startDate")].values(row) == ["2027", "2028"]
    assert by_path[("map", "session", "part", "mode")].values(row) == ["sur place", "en ligne"]
    assert by_path[("map", "title", 0)].values(row) == ["A"]
    assert by_path[("map", "startDate")].values(row) == []
