"""The known formats by the names that sources declare; each is a package or module with one `FORMAT`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Final

from harvesters.formats.format import Format

_MODULES: Final = {
    "cdm-fr": "cdmfr",
    "ckan": "ckan",
    "cmdi": "cmdi",
    "datatourisme": "datatourisme",
    "dcat": "dcat",
    "eosc": "eosc",
    "feed": "feed",
    "icalendar": "icalendar",
    "json": "jsonmap",
    "lheo": "lheo",
    "oai-pmh": "oai",
    "openagenda": "openagenda",
    "opendatasoft": "opendatasoft",
    "rdf": "profile",
    "re3data": "re3data",
    "rnsr": "rnsr",
    "ror": "ror",
    "schema-org": "schemaorg",
    "sparql": "sparqlconstruct",
    "sshoc": "sshoc",
    "table": "table",
    "udata": "udata",
}


class Formats(Mapping[str, Format]):
    """Each format is loaded when it is first asked for: what reads one need not wait for the parsers of all."""

    def __getitem__(self, name: str) -> Format:
        return _load(_MODULES[name])

    def __contains__(self, name: object) -> bool:
        return name in _MODULES

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


@cache
def _load(module: str) -> Format:
    found: Format = import_module(f"harvesters.formats.{module}").FORMAT
    return found


FORMATS: Final[Mapping[str, Format]] = Formats()
