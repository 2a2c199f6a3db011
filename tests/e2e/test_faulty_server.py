"""Whatever a source's server does, the harvest ends with the right outcome, what is live stays, and it recovers."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from catalogue.datadir import DataDirectory
from catalogue.generation import Manifest, current
from catalogue.ledger import Ledger
from harvesters.fetch import Limits
from harvesters.formats import FORMATS
from harvesters.publication import publish_changes
from harvesters.report import Options, Report
from harvesters.run import harvest
from harvesters.source import Source, load_sources
from tests.e2e.faults import NOBODY, faults
from tests.e2e.faulty_listings import KEYS, LISTINGS
from tests.e2e.faulty_server import faulty_server, good

pytestmark = pytest.mark.xdist_group("faults")

# Enough for whoever answers, and soon over for who does not.
SHORT = Limits(seconds=6, connect=3, read=3, size=16 << 20, wire=20 << 20, ratio_from=1 << 20)
NAMES = sorted(faults("127.0.0.1:9"))


@dataclass(frozen=True, slots=True)
class Moment:
    """How everything stood after one harvest."""

    runs: Mapping[str, Report]
    live: Mapping[str, Mapping[str, tuple[str, int]]]
    manifest: Manifest

    def graphs(self, name: str) -> list[str]:
        """The graph files of a source; their names end in the hash of their content."""
        return sorted(file for file in self.manifest.graphs if f".{name}." in file)


@dataclass(frozen=True, slots=True)
class Story:
    """Before, during and after the faults."""

    before: Moment
    during: Moment
    after: Moment
    leaks: tuple[str, ...]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Every fault at a source of its own: a good harvest, one with the fault, and a good one again."""
    folder, directory = tmp_path_factory.mktemp("sources"), DataDirectory(tmp_path_factory.mktemp("data"))
    ledger = Ledger.open(directory.ledger, "https://data.example/")
    with ExitStack() as stack:
        stack.callback(ledger.close)
        canary = stack.enter_context(faulty_server(LISTINGS["sshoc"]))
        told = faults(canary.place)
        servers = {f"s-{name}": stack.enter_context(faulty_server(LISTINGS[fault.form]))
                   for name, fault in told.items() if name != NOBODY}
        for name, server in servers.items():
            server.listing.declare(folder, name, server.place)
        with faulty_server(LISTINGS["sshoc"]) as absent:
            absent.listing.declare(folder, f"s-{NOBODY}", absent.place)
            sources = load_sources(folder, FORMATS)
            before = moment(sources, directory, ledger, Limits())
        for name, fault in told.items():
            if name != NOBODY:
                fault.befall(servers[f"s-{name}"])
        during = moment(sources, directory, ledger, SHORT)
        for server in servers.values():
            server.begin(good)
        stack.enter_context(faulty_server(LISTINGS["sshoc"], absent.server_address[1]))
        after = moment(sources, directory, ledger, Limits())
        yield Story(before, during, after, tuple(canary.asked))


def moment(sources: tuple[Source, ...], directory: DataDirectory, ledger: Ledger, limits: Limits) -> Moment:
    runs = {run.source: run for run in harvest(
        sources, directory, ledger, Options(together=16, limits=limits), lambda *_: None)}
    publish_changes(directory, ledger, lambda *_: None)
    now = current(directory.path)
    assert now is not None
    live: dict[str, dict[str, tuple[str, int]]] = {source.name: {} for source in sources}
    for name, key, state, reading in ledger.sql.execute(
            "SELECT s.name, i.key, i.state, i.live FROM item i JOIN source s ON s.id = i.source WHERE i.live NOT NULL"):
        live[name][key] = (state, reading)
    return Moment(runs, live, now.manifest)


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_ends_a_harvest_as_it_should(story: Story, name: str) -> None:
    fault, run = faults("127.0.0.1:9")[name], story.during.runs[f"s-{name}"]
    assert (run.outcome, run.reason.code) == (fault.outcome, fault.code), run.reason
    assert (bool(run.reason.fr), bool(run.reason.en)) == (bool(fault.code), bool(fault.code))
    assert run.reason.fr != run.reason.en or not fault.code


@pytest.mark.parametrize("name", NAMES)
def test_what_was_live_stays_as_it_was(story: Story, name: str) -> None:
    source = f"s-{name}"
    assert len(story.before.live[source]) == len(KEYS)
    assert {state for state, _ in story.before.live[source].values()} == {"live"}
    assert story.before.live[source] == story.during.live[source] == story.after.live[source]
    assert story.before.graphs(source) == story.during.graphs(source) == story.after.graphs(source) != []


@pytest.mark.parametrize("name", NAMES)
def test_a_good_harvest_follows(story: Story, name: str) -> None:
    first, last = story.before.runs[f"s-{name}"], story.after.runs[f"s-{name}"]
    assert (first.outcome, first.tally.created, first.tally.listed) == ("applied", len(KEYS), len(KEYS))
    assert (last.outcome in ("applied", "unchanged"), last.tally.unchanged) == (True, len(KEYS)), last


def test_the_dataset_stays_the_same(story: Story) -> None:
    assert story.before.manifest.dataset == story.during.manifest.dataset == story.after.manifest.dataset
    assert story.before.manifest.records == len(KEYS) * len(NAMES)


def test_nobody_is_asked_whom_a_source_may_not_name(story: Story) -> None:
    assert story.leaks == ()


def test_the_sums_hold(story: Story) -> None:
    for run in (*story.before.runs.values(), *story.during.runs.values(), *story.after.runs.values()):
        run.tally.prove()
