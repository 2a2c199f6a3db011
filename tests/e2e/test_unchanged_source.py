"""A source that has not changed costs one request per page, and nothing is read again."""

from pathlib import Path

import pytest

from catalogue.datadir import DataDirectory
from catalogue.generation import Generation
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import load_source
from tests.e2e.paged_server import PagedServer, Validators, paged_server


def bring_in(folder: Path, server: PagedServer) -> tuple[Report, Generation | None]:
    directory = DataDirectory(folder / "data")
    directory.path.mkdir(exist_ok=True)
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    source = load_source(server.declare(folder), FORMATS)
    [report] = harvest([source], directory, ledger, Options(), lambda *_: None)
    generation = publish_changes(directory, ledger, lambda *_: None)
    ledger.close()
    return report, generation


@pytest.mark.parametrize(("validators", "each", "answers"), [
    ("etag", 100, {304: 100, 404: 1}), ("last-modified", 5, {304: 100, 404: 1}), ("none", 5, {200: 100, 404: 1})])
def test_each_of_a_hundred_pages_is_asked_for_once_and_not_sent_again(
        tmp_path: Path, validators: Validators, each: int, answers: dict[int, int]) -> None:
    with paged_server(100, each, validators) as server:
        first, generation = bring_in(tmp_path, server)
        assert (first.outcome, first.tally.created, generation is not None) == ("applied", 100 * each, True)
        server.forget()
        again, unpublished = bring_in(tmp_path, server)
    assert dict(server.answered) == answers
    assert set(server.asked.values()) == {1}
    assert (again.outcome, again.tally.unchanged, again.tally.listed) == ("unchanged", 100 * each, 100 * each)
    assert unpublished is None
    again.tally.prove()
