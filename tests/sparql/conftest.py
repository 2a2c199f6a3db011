"""An engine on a small generation."""

from collections.abc import Iterator

import pytest

from catalogue.generation import Generation, Manifest
from sparql.limits import QueryLimits
from tests.sparql.loop import Asked


@pytest.fixture(scope="session")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder = tmp_path_factory.mktemp("generation")
    (folder / "graphs").mkdir()
    (folder / "graphs" / "things.nt").write_text("".join(
        f'<http://x/{n}> <http://x/p> "v{n}" .\n<http://x/{n}> <http://x/q> <http://x/{n % 7}> .\n'
        for n in range(2000)))
    (folder / "graphs" / "more.nt").write_text("<http://x/0> <http://x/r> <http://x/1> .\n")
    manifest = Manifest("g000001-test", 1, "", "http://x/", 1, 1, 1, "", "",
                        graphs={"things.nt": "http://x/graph/things", "more.nt": "http://x/graph/more"})
    return Generation(folder, manifest)


LIMITS = QueryLimits(seconds=2, quick=0.2, memory=256 << 20, quick_memory=64 << 20, waiting=100, waiting_long=2,
                     patience=1, held=1 << 16, answer=4 << 20, allowance=600)


@pytest.fixture(scope="session")
def engine(generation: Generation) -> Iterator[Asked]:
    with Asked(generation, LIMITS) as asked:
        yield asked
