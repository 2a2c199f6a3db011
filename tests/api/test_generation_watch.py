"""Changing over to another generation while serving."""

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.catalogue_view import View
from api.generation_watch import GenerationWatch
from api.settings import ApiSettings
from catalogue.datadir import DataDirectory
from catalogue.generation import FORMER_FINDINGS, Generation, Manifest, publish, switch
from catalogue.inspection import Inspection
from tests.api.demo_view import BASE, demo_entries, demo_view


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def directory(tmp_path: Path) -> DataDirectory:
    made = DataDirectory(tmp_path)
    made.generations.mkdir(parents=True)
    return made


def put(directory: DataDirectory, name: str, records: int) -> None:
    building = directory.generations / f"{name}.building"
    demo_view(building / "index", name, demo_entries()[:records])
    publish(directory, building, Manifest(name, 1, "2026-11-20T04:00:00Z", BASE, 1, records, 0, "", ""))


def test_a_new_generation_is_served_within_a_second_and_whole(directory: DataDirectory) -> None:
    clock = Clock()
    watch = GenerationWatch(directory.path, clock=clock)
    assert watch.view() is None
    put(directory, "g000001", 5)
    assert watch.view() is None
    clock.now = 1.0
    client = TestClient(create_app(ApiSettings(directory.path, BASE), views=watch.view))
    assert client.get("/api/v1/search").json()["total"] == 5
    put(directory, "g000002", 7)
    before = client.get("/api/v1/search")
    assert before.headers["x-maillage-generation"] == before.json()["generation"] == "g000001"
    clock.now = 2.0
    after = client.get("/api/v1/search")
    assert after.headers["x-maillage-generation"] == after.json()["generation"] == "g000002"
    assert after.json()["total"] == 7
    assert after.headers["etag"] != before.headers["etag"]
    switch(directory, "g000001")
    clock.now = 3.0
    assert client.get("/api/v1/search").headers["etag"] == before.headers["etag"]


def test_a_generation_that_cannot_be_opened_leaves_the_former_in_use(
        directory: DataDirectory, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    watch = GenerationWatch(directory.path, clock=clock)
    put(directory, "g000001", 3)
    assert watch.view() is not None
    put(directory, "g000002", 4)
    (directory.generations / "g000002" / "index" / "meta.json").unlink()
    clock.now = 1.0
    with caplog.at_level(logging.ERROR):
        view = watch.view()
    assert view is not None
    assert view.generation == "g000001"
    assert "cannot be opened" in caplog.text


def test_the_pointer_is_looked_at_once_each_interval_at_most(directory: DataDirectory) -> None:
    clock, opened = Clock(), list[str]()

    def opening(generation: Generation) -> View:
        opened.append(generation.manifest.id)
        return demo_view(directory.path / f"view-{len(opened)}", generation.manifest.id, demo_entries()[:1])

    put(directory, "g000001", 1)
    watch = GenerationWatch(directory.path, opening, clock=clock)
    for step in range(30):
        clock.now = step / 10
        watch.view()
    assert opened == ["g000001"]


def test_claims_follow_when_the_rules_were_applied_and_pages_are_other_ones_then(directory: DataDirectory) -> None:
    clock = Clock()
    put(directory, "g000001", 5)
    folder = directory.generations / "g000001"
    (folder / FORMER_FINDINGS).write_bytes(Inspection().serialize())
    watch = GenerationWatch(directory.path, clock=clock)
    client = TestClient(create_app(ApiSettings(directory.path, BASE), views=watch.view))
    path = client.get("/api/v1/search").json()["items"][0]["id"].removeprefix(BASE)
    early = client.get(path, headers={"Accept": "application/json"})
    Inspection().write(folder)
    clock.now = 1.0
    late = client.get(path, headers={"Accept": "application/json"})
    assert early.headers["etag"] != late.headers["etag"]
    assert early.json() == late.json()
