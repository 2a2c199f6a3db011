"""What Python's csv module writes in any dialect comes back cell by cell."""

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvesters.tables.delimited import DELIMITERS, TextRows, delimiter_of
from harvesters.tables.encodings import Encoding, encoding_of

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff"), max_size=20)
TABLES = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1))


def written(path: Path, rows: list[list[str]], delimiter: str, quoting: Literal[0, 1], ending: str,
            encoding: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


@given(TABLES, st.sampled_from(DELIMITERS), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
       st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_rows_come_back_as_they_were_written(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]],
                                             delimiter: str, quoting: Literal[0, 1], ending: str,
                                             encoding: str) -> None:
    path = tmp_path_factory.mktemp("d") / "t.csv"
    # csv.writer quotes a line feed only where it ends lines.
    written(path, rows, delimiter, csv.QUOTE_ALL if ending == "\r" else quoting, ending, encoding)
    read = TextRows(path, Encoding(encoding, "surrogatepass"), delimiter)
    assert list(read) == list(enumerate(rows, 1))
    assert read.unclosed == 0


WORDS = st.text(st.sampled_from("abcdé ,;|\"'àç\n"), max_size=12)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=8), st.sampled_from(DELIMITERS),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_dialect_and_encoding_are_found_by_the_columns_that_are_wanted(
        tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str,
        encoding: str) -> None:
    path = tmp_path_factory.mktemp("d") / "t.csv"
    table = [["clé", "nom", "prix"], *map(list, rows)]
    written(path, table, delimiter, csv.QUOTE_MINIMAL, "\r\n", encoding)
    found = encoding_of(path)
    assert delimiter_of(path, found, ["clé", "nom"]) == delimiter
    assert [cells for _, cells in TextRows(path, found, delimiter)] == table


def test_a_cell_beyond_the_bound_ends_the_reading_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,nom\na,Un\nb," + "x" * (17 << 20) + "\n", "utf-8")
    read = TextRows(path, Encoding("utf-8"), ",")
    assert (len(list(read)), read.unclosed) == (2, 3)
