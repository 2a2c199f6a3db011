"""A publication counts what it publishes, from the ledger alone, and counts again only what changed."""

from pathlib import Path

from catalogue.datadir import DataDirectory
from catalogue.generation import Generation
from catalogue.ledger import Ledger
from harvesters.publication import publish_changes
from harvesters.source import Source
from tests.harvesters.conftest import BASE
from tests.harvesters.test_run import source, take

MAP = '[map]\nkey = "id"\ntitle = "nom"\nisPartOf = { from = "autre", ref = "self:tool" }\n'


def tools(folder: Path, name: str, *rows: str) -> Source:
    return source(folder, name, *rows, mapped=MAP)


def publish(directory: DataDirectory, ledger: Ledger, *, rebuild: bool = False) -> Generation:
    generation = publish_changes(directory, ledger, lambda *_: None, rebuild=rebuild)
    assert generation is not None
    return generation


def counts(generation: Generation) -> dict[str, bytes]:
    """Everything that the survey of a generation wrote."""
    made = [path for name in ("census/*", "graphs/closure.*", "graphs/void.*", "statistics.json")
            for path in generation.path.glob(name)]
    return {path.name: path.read_bytes() for path in made}


def test_counts_and_closures_after_many_publications_are_those_of_a_rebuild(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, tools(tmp_path, "one", "a;A;b", "b;B;c", "c;C;"), tools(tmp_path, "two", "d;D;"))
    first = publish(directory, ledger)
    take(directory, ledger, tools(tmp_path, "one", "a;A;b", "b;B2;", "c;C;"))
    publish(directory, ledger)
    take(directory, ledger, tools(tmp_path, "two", "d;D;e", "e;E;"), tools(tmp_path, "three", "f;F;"))
    last = publish(directory, ledger)
    assert counts(last) != counts(first)
    again = publish(directory, ledger, rebuild=True)
    assert again.manifest.dataset == last.manifest.dataset
    assert counts(again) == counts(last)


def test_a_closure_is_published_and_goes_with_the_last_hierarchy(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, tools(tmp_path, "one", "a;A;b", "b;B;c", "c;C;"))
    with_hierarchy = publish(directory, ledger)
    (closure,) = [path for path, graph in with_hierarchy.graph_files().items() if graph == f"{BASE}graph/closure"]
    wider = [line.split(b" ")[2] for line in closure.read_bytes().splitlines() if b"--a>" in line.split(b" ")[0]]
    assert wider == [f"<{BASE}id/tool/one--{key}>".encode() for key in ("b", "c")]
    take(directory, ledger, tools(tmp_path, "one", "a;A;", "b;B;", "c;C;"))
    without = publish(directory, ledger)
    assert f"{BASE}graph/closure" not in without.manifest.graphs.values()


def test_an_unchanged_ledger_is_not_published_again(
    tmp_path: Path, directory: DataDirectory, ledger: Ledger,
) -> None:
    take(directory, ledger, tools(tmp_path, "one", "a;A;b", "b;B;"))
    publish(directory, ledger)
    assert publish_changes(directory, ledger, lambda *_: None) is None


def test_a_damaged_census_costs_time_and_no_truth(tmp_path: Path, directory: DataDirectory, ledger: Ledger) -> None:
    more = [f"z{number};Z;" for number in range(20)]
    take(directory, ledger, tools(tmp_path, "one", *more, "a;A;b", "b;B;"))
    former = publish(directory, ledger)
    (former.path / "census" / "one.subjects").write_bytes(b"cut")
    take(directory, ledger, tools(tmp_path, "one", *more, "a;A3;b", "b;B;"))
    last = counts(publish(directory, ledger))
    assert counts(publish(directory, ledger, rebuild=True)) == last
