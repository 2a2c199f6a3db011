"""How often data are updated, in the words of catalogues and as the EU's list."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from harvesters.description import Description
from harvesters.weblinks import web_iri
from ontology.folding import fold
from ontology.terms import DCT, EU_FREQUENCY

_UNKNOWN = "UNKNOWN"


def state_frequency(record: Description, value: str) -> None:
    """State a frequency by a name, a code or an IRI of some list; one that is not known is told."""
    code = load_frequencies().get(fold(value.strip().removeprefix("R/").rstrip("/#").rpartition("/")[2]))
    if code:
        if code != _UNKNOWN:
            record.link(DCT.accrualPeriodicity, EU_FREQUENCY[code].value)
    elif value.startswith("http") and web_iri(value):
        record.link(DCT.accrualPeriodicity, value)
    elif value.strip():
        record.warn(
            "MLG-E060", DCT.accrualPeriodicity, value,
            f"« {value} » n'est pas une fréquence connue ; donnez un code de la liste européenne (ANNUAL, MONTHLY…).",
            f"“{value}” is no known frequency; give a code of the European list (ANNUAL, MONTHLY…).")


@cache
def load_frequencies() -> Mapping[str, str]:
    """The codes of the EU's list by their folded names."""
    names = tomllib.loads(Path(__file__).with_name("frequencies.toml").read_text("utf-8"))
    return {fold(name): code for code, known in names.items() for name in (code, *known)}
