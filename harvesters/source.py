"""A source declaration: one TOML file that says where data comes from and how it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from harvesters.mapping import FieldMap


@dataclass(frozen=True, slots=True)
class Expect:
    """What a curator expects of a listing; less than this is held, not applied."""

    at_least: int = 0
    max_shrink: float = 0.2
    absent_runs: int = 2


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the source."""

    name: str
    ror: str = ""
    homepage: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One declared source. `url` is absolute: http(s), or a file: IRI made from a path beside the TOML."""

    name: str
    title: Mapping[str, str]
    url: str
    format: str
    licence: str
    file: Path
    kind: str = ""
    language: str = ""
    publisher: Publisher | None = None
    every: timedelta | None = None
    expect: Expect = field(default_factory=Expect)
    allow: tuple[str, ...] = ()
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    map: FieldMap | None = None
    enabled: bool = True
