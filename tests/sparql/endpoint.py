"""The endpoint on a small generation, served over HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import ApiSettings
from api.sparql import sparql_part
from api.sparql_engines import Opener
from catalogue.datadir import DataDirectory
from catalogue.generation import Manifest, content_hash, switch
from sparql.limits import QueryLimits


def write_generation(data: Path, graphs: dict[str, str], number: int = 1) -> str:
    """Make graphs, as N-Triples by their IRIs, the current generation of a data directory; returns its name."""
    directory = DataDirectory(data)
    folder = directory.generations / f"g{number:06}-test"
    (folder / "graphs").mkdir(parents=True)
    (folder / "index").mkdir()
    files = {}
    for place, (iri, triples) in enumerate(graphs.items()):
        draft = folder / "graphs" / "draft"
        draft.write_text(triples, "utf-8")
        name = f"source.s{place}.{content_hash(draft)}.nt"
        draft.rename(folder / "graphs" / name)
        files[name] = iri
    manifest = Manifest(folder.name, number, "", "http://x/", 1, 1, 1, "", "", graphs=files)
    (folder / "manifest.json").write_text(manifest.serialize(), "utf-8")
    switch(directory, folder.name)
    return folder.name


@dataclass(frozen=True, slots=True)
class Told:
    """An answer over HTTP."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """Without its parameters."""
        return self.headers.get_content_type()


class Endpoint:
    """A served endpoint; `ask` makes one request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}/sparql"

    def ask(self, method: str = "GET", path: str = "/sparql", body: bytes | None = None,
            **headers: str) -> Told:
        """The whole answer to one request; raises IncompleteRead for one that is not whole.

        `_` in a header's name stands for `-`.
        """
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            with connection.getresponse() as response:
                return Told(response.status, response.headers, response.read())


@contextmanager
def endpoint(data: Path, limits: QueryLimits | None = None, opener: Opener | None = None) -> Iterator[Endpoint]:
    """The application with its endpoint, on a free port until the block ends."""
    app = create_app(ApiSettings(data, "http://x/"), [sparql_part(data, limits, opener)], views=lambda: None)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="on"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        _until(lambda: server.started)
        served = Endpoint(server.servers[0].sockets[0].getsockname()[1])
        _until(lambda: _status(served) == 200)
        yield served
    finally:
        server.should_exit = True
        thread.join()


def _status(served: Endpoint) -> int:
    return served.ask(path="/sparql?query=ASK%7B%7D").status


def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")
