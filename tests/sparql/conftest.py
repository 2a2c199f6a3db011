"""A keeper on a small generation."""

from collections.abc import Iterator

import pytest

from catalogue.generation import Generation, Manifest
from sparql.keeper import Keeper
from sparql.limits import QueryLimits


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


@pytest.fixture(scope="session")
def keeper(generation: Generation) -> Iterator[Keeper]:
    with Keeper(generation, QueryLimits(seconds=2, memory=256 << 20, workers=2, waiting=4, answer=1 << 20)) as kept:
        assert kept.ready(wait=60)
        yield kept
