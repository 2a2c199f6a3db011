"""A file of records told anew says what one says that was written afresh."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from catalogue.record_file import told_anew

iris = st.text(st.sampled_from("ab-.é0/"), min_size=1, max_size=4).map("http://x/id/tool/s--{}".format)
parts = st.sets(st.sampled_from(["", "#a", "#part-1", "#record"]), min_size=1)
values = st.sampled_from(['"1"', '"a > b # c"', "<http://x/id/tool/s--a>"])


def lines(iri: str, parts: set[str], value: str) -> bytes:
    return "".join(sorted(f"<{iri}{part}> <http://x/p> {value} .\n" for part in parts)).encode()


records = st.dictionaries(iris, st.tuples(parts, values), max_size=12).map(
    lambda told: {iri: lines(iri, *what) for iri, what in told.items()})


def whole(records: dict[str, bytes]) -> bytes:
    return b"".join(records[iri] for iri in sorted(records, key=str.encode))


@given(records, records, st.sets(iris, max_size=4))
def test_changed_new_and_removed_records_are_where_they_belong(
        former: dict[str, bytes], changed: dict[str, bytes], gone: set[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "former.nt"
        path.write_bytes(whole(former))
        told = b"".join(told_anew(path, dict.fromkeys(gone, b"") | changed))
    kept = {iri: content for iri, content in former.items() if iri not in gone}
    assert told == whole(kept | changed)


def test_without_changes_it_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "former.nt"
    path.write_bytes(lines("http://x/a", {"", "#b"}, '"1"') * 100_000)
    assert b"".join(told_anew(path, {})) == path.read_bytes()
