"""A client of the application on the demo records, and one on an empty data directory."""

import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.app import create_app
from api.catalogue_view import View
from api.settings import ApiSettings
from tests.api.demo_ledger import demo_ledger
from tests.api.demo_view import BASE, demo_view

with warnings.catch_warnings():
    # Starlette announces another client library; the project depends on httpx.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return demo_view(tmp_path_factory.mktemp("index"))


@pytest.fixture(scope="session")
def client(view: View, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    data = tmp_path_factory.mktemp("data")
    demo_ledger(data)
    app = create_app(ApiSettings(data, BASE, version="1.2.3"), views=lambda: view, today=lambda: date(2026, 11, 22),
                     now=lambda: datetime(2026, 11, 22, 5, 12, tzinfo=UTC))
    with TestClient(app) as made:
        yield made


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ApiSettings(tmp_path, BASE))) as made:
        yield made
