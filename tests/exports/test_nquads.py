"""The dump loads elsewhere as the same dataset."""

import gzip
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from catalogue.generation import Generation, Manifest
from exports.targets import export
from sparql.store import load


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    (tmp_path / "graphs").mkdir()
    (tmp_path / "graphs" / "a.nt").write_text('<http://x/1> <http://x/p> "ends with a dot . \\n and more" .\n')
    (tmp_path / "graphs" / "b.nt").write_text(
        '<http://x/2> <http://x/p> "é"@fr .\n<http://x/2> <http://x/q> <http://x/1> .\n')
    manifest = Manifest("g000007-test", 7, "", "http://x/", 1, 2, 3, "", "",
                        graphs={"a.nt": "http://x/graph/a", "b.nt": "http://x/graph/b"})
    return Generation(tmp_path, manifest)


def test_the_dump_reads_back_as_the_very_dataset(generation: Generation, tmp_path: Path) -> None:
    (dump,) = export("nquads", generation, tmp_path / "out")
    again = Store()
    again.load(gzip.decompress(dump.read_bytes()), format=RdfFormat.N_QUADS)
    assert set(again) == set(load(generation))
    assert len(again) == 3


def test_equal_datasets_give_equal_bytes_with_their_sum_beside(generation: Generation, tmp_path: Path) -> None:
    (first,) = export("nquads", generation, tmp_path / "one")
    (second,) = export("nquads", generation, tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()
    told = (tmp_path / "one" / "SHA256SUMS").read_text().split()
    assert told == [sha256(first.read_bytes()).hexdigest(), first.name]
