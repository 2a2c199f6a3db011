"""The fixtures in `cases/<kind>/`: `good-*.ttl` give no finding, `bad-*.ttl` the one named in their first line."""

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, parse

CASES = Path(__file__).with_name("cases")
BASE = "https://maillage.example/id/"


@dataclass(frozen=True, slots=True)
class Case:
    """One fixture: `<>` in it is `iri`; `expected` is empty for a good one."""

    name: str
    iri: str
    expected: str
    description: bytes


def load_cases() -> tuple[Case, ...]:
    return tuple(_read(file) for file in sorted(CASES.glob("*/*.ttl")))


def described(turtle: str, iri: str = f"{BASE}course/demo--1") -> bytes:
    """Sorted N-Triples, as a description is kept; `<>` in the text is `iri`."""
    lines = {f"{quad.triple} .\n" for quad in parse(turtle.encode(), RdfFormat.TURTLE, base_iri=iri)}
    return "".join(sorted(lines)).encode()


def _read(file: Path) -> Case:
    text = file.read_text("utf-8")
    iri = f"{BASE}{file.parent.name}/demo--{file.stem.lower()}"
    expected = text.partition("\n")[0].removeprefix("# ") if file.stem.startswith("bad-") else ""
    return Case(f"{file.parent.name}/{file.stem}", iri, expected, described(text, iri))
