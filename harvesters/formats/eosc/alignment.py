"""What the codes of the catalogue's lists mean, and how they read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

_LIST: Final = re.compile(
    r"^(?:(?:super|sub|service-)?category|scientific_(?:sub)?domain|target_user|trl|order_type|access_type"
    r"|tr_[a-z_]+|ds_[a-z_]+|(?:provider_)?life_cycle_status)-")
_SUPER: Final = re.compile(
    r"^(?:access_physical_and_einfrastructures|aggregators_and_integrators|other|processing_and_analysis"
    r"|security_and_operations|sharing_and_discovery|training_and_support)-", re.IGNORECASE)
_NOTHING: Final = frozenset({"other", "generic", ""})


@cache
def alignment() -> Mapping[str, Mapping[str, str]]:
    """Our codes by theirs, for each of our lists."""
    return tomllib.loads(Path(__file__).with_name("alignment.toml").read_text("utf-8"))


def bare(code: str) -> str:
    """A code without the names of its list and of the widest category: `trl-7` is `7`."""
    return _SUPER.sub("", _LIST.sub("", code))


def aligned(scheme: str, code: str) -> str:
    """Our code for one of theirs, empty where none is the same."""
    return alignment()[scheme].get(bare(code), "")


def words(code: str) -> str:
    """How a code reads: `category-processing_and_analysis-data_analysis` is "data analysis"; empty for "other"."""
    last = bare(code).rpartition("-")[2]
    return "" if last in _NOTHING or last.startswith("other_") else last.replace("_", " ")
