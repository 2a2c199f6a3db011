"""Queries that should bring an endpoint down, by what they attack."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("hostile.toml")
_REPEATED = re.compile(r"\[\[(.*?)\|(\d+)\|(.*?)\|(.*?)\]\](?!\])")


@cache
def queries() -> Mapping[str, str]:
    """Their texts; `{port}` stands for one on which somebody listens."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    return MappingProxyType({name: _REPEATED.sub(_repeated, text).replace("~", "|") for name, text in told.items()})


def _repeated(found: re.Match[str]) -> str:
    left, times, middle, right = found.groups()
    return left * int(times) + middle + right * int(times)


def hostile(dice: random.Random, port: int) -> tuple[str, str]:
    """One of them; every second time it is a text that nobody has asked before.

    The others meet what the endpoint remembers: that they took long, or their answer; failures are never remembered.
    """
    name = dice.choice(sorted(queries()))
    text = queries()[name].replace("{port}", str(port))
    return name, f"{text} # {dice.random()}" if dice.random() < 0.5 else text
