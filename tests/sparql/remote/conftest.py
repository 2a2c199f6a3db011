"""One Oxigraph and one Virtuoso for all tests of remote stores; `world` keeps their graphs apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sparql.remote.store import RemoteStore
from tests.sparql.remote.generations import World
from tests.sparql.remote.servers import oxigraph, virtuoso

WAYS = ("both", "update", "graph-store")


@pytest.fixture(scope="session")
def an_oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as store:
        yield store


@pytest.fixture(scope="session")
def a_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as store:
        yield store


@pytest.fixture(scope="session", params=["an_oxigraph", "a_virtuoso"], ids=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> RemoteStore:
    """Each real server."""
    store: RemoteStore = request.getfixturevalue(request.param)
    return store


@pytest.fixture(params=WAYS)
def store(request: pytest.FixtureRequest, server: RemoteStore) -> RemoteStore:
    """Each real server, known by each of its addresses for writing."""
    return RemoteStore(server.query_url, server.update_url * (request.param != "graph-store"),
                       server.graph_store_url * (request.param != "update"), server.user, server.password)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
