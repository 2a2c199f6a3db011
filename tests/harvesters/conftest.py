"""A data directory with an empty ledger."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from catalogue.ledger import Ledger

BASE = "https://data.example/"


@pytest.fixture
def directory(tmp_path: Path) -> DataDirectory:
    (tmp_path / "data").mkdir()
    return DataDirectory(tmp_path / "data")


@pytest.fixture
def ledger(directory: DataDirectory) -> Iterator[Ledger]:
    opened = Ledger.open(directory.ledger, BASE)
    yield opened
    opened.close()
