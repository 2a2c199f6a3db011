"""Two versions of a file differ in just what is told."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import file_changes
from catalogue.file_changes import changes

# The values of each subject by its name, in any order of subjects.
told = st.dictionaries(st.sampled_from([f"{name}{part}" for name in ("a", "a-b", "ab", "b", "c", "d")
                                        for part in ("", "#x", "#y")]), st.lists(st.integers(0, 3), max_size=3))


def content(subjects: dict[str, list[int]]) -> bytes:
    return b"".join(b"<n:%b> <n:p> \"%d\" .\n" % (name.encode(), value)
                    for name, values in subjects.items() for value in sorted(set(values)))


def differing(old: bytes, new: bytes) -> list[tuple[bytes, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "old", Path(folder) / "new"
        before.write_bytes(old)
        after.write_bytes(new)
        return list(changes(before, after))


def in_order(subjects: dict[str, list[int]]) -> dict[str, list[int]]:
    """As publications write them: by record, then by line."""
    return dict(sorted(subjects.items(), key=lambda one: (one[0].partition("#")[0], f"<{one[0]}>")))


@given(told, told)
def test_changes_lead_from_one_file_to_the_other_and_never_part_a_subject(
    old: dict[str, list[int]], new: dict[str, list[int]],
) -> None:
    found = differing(content(old), content(new))
    statements = Counter(content(old).splitlines())
    for gone, come in found:
        statements.subtract(gone.splitlines())
        assert min(statements.values(), default=0) >= 0
        statements.update(come.splitlines())
    assert +statements == Counter(content(new).splitlines())
    for gone, come in found:
        for name, subjects, piece in (("gone", old, gone), ("come", new, come)):
            subject = piece.partition(b" ")[0][3:-1].decode()
            assert piece == content({subject: subjects.get(subject, [])} if piece else {}), name


@given(told, told)
def test_of_files_in_order_nothing_is_told_but_what_differs(
    old: dict[str, list[int]], new: dict[str, list[int]],
) -> None:
    before = {name: set(values) for name, values in old.items() if values}
    after = {name: set(values) for name, values in new.items() if values}
    found = differing(content(in_order(old)), content(in_order(new)))
    subjects = [(gone or come).partition(b" ")[0][3:-1].decode() for gone, come in found]
    assert sorted(subjects) == sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def test_what_is_alike_is_only_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    things = {f"{number:05}": [1, 2, 3] for number in range(5000)}
    changed = {**things, "02500": [1], "04999": []}
    looked: list[int] = []
    whole = file_changes._subject

    def look(content: bytes, at: int) -> bytes:
        looked.append(at)
        return whole(content, at)

    monkeypatch.setattr(file_changes, "_subject", look)
    assert len(differing(content(things), content(changed))) == 2
    assert len(looked) < 30


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(content({"a": [1, 2]}))
    assert list(changes(None, tmp_path / "one")) == [(b"", content({"a": [1, 2]}))]
    assert list(changes(tmp_path / "one", None)) == [(content({"a": [1, 2]}), b"")]
    assert list(changes(None, None)) == []
