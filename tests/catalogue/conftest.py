"""A fresh ledger for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.ledger import Ledger
from tests.catalogue.items import BASE


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger.open(tmp_path / "ledger.sqlite", BASE)
    yield opened
    opened.close()
