"""What a generation holds, in true numbers: all of it, and each of its graphs.

“All” is what a query sees that names no graph: the union of the named graphs, a statement of two graphs once,
with the graph of closures and the description of the dataset itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from catalogue.figures import Figures
from catalogue.generation import Generation

# What the names of the files begin with that are made from the others.
VOID: Final = "void"
CLOSURE: Final = "closure"
_FILE: Final = "statistics.json"


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of all graphs and of each, by its IRI.

    `derived` are the graph files that were made from the others, with the graph of each; `left_out` is how many
    things have no statement in the closure because too much lies above them.
    """

    dataset: Figures
    graphs: Mapping[str, Figures]
    derived: Mapping[str, str]
    left_out: int = 0

    def write(self, folder: Path) -> None:
        """Keep the statistics with their generation."""
        (folder / _FILE).write_bytes(orjson.dumps(self, option=orjson.OPT_SORT_KEYS))

    @classmethod
    def read(cls, folder: Path) -> Statistics:
        """The statistics of a generation.

        Raises:
            OSError, ValueError, LookupError, TypeError: the file is not there, damaged, or another version's.
        """
        told: dict[str, Any] = orjson.loads((folder / _FILE).read_bytes())
        graphs = {graph: Figures.of_json(figures) for graph, figures in told["graphs"].items()}
        return cls(Figures.of_json(told["dataset"]), graphs, told["derived"], int(told["left_out"]))


def published(generation: Generation) -> tuple[Statistics | None, bytes]:
    """The statistics of a generation and its description as N-Triples; nothing of one that cannot tell them."""
    try:
        statistics = Statistics.read(generation.path)
        names = [name for name in statistics.derived if name.startswith(f"{VOID}.")]
        return statistics, b"".join((generation.path / "graphs" / name).read_bytes() for name in names)
    except (OSError, ValueError, LookupError, TypeError):
        return None, b""
