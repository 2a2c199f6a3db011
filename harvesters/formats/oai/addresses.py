"""The requests of the protocol, as addresses."""

from __future__ import annotations

from typing import Final

from harvesters.formats.paging import is_remote, parameters, with_parameters
from harvesters.source import Source

_PREFIX: Final = "oai_dc"
# A curator may have copied the address of any request.
_ARGUMENTS: Final = ("verb", "metadataPrefix", "set", "from", "until", "identifier", "resumptionToken")


def identify_address(source: Source) -> str:
    """The first request; a file holds an answer and is read as it is."""
    return _request(source.url, verb="Identify") if is_remote(source.url) else source.url


def list_address(url: str, source: Source, since: str) -> str:
    """The first request of the list, of all records or of those changed since a moment."""
    arguments = {"verb": "ListRecords", "metadataPrefix": asked_prefix(source), "set": asked_set(source), "from": since}
    return _request(url, **arguments)


def next_address(url: str, token: str) -> str:
    """The next page: the token goes without any other argument."""
    return _request(url, verb="ListRecords", resumptionToken=token)


def whole_request(source: Source) -> str:
    """What is asked for and where, in one line: format, set, base address."""
    return " ".join(filter(None, (asked_prefix(source), asked_set(source), _request(source.url))))


def asked_prefix(source: Source) -> str:
    """The metadata format to ask for."""
    return str(source.options.get("prefix") or parameters(source.url).get("metadataPrefix") or _PREFIX)


def asked_set(source: Source) -> str:
    """The set to ask for, empty for the whole repository."""
    return str(source.options.get("set") or parameters(source.url).get("set") or "")


def _request(url: str, **arguments: str) -> str:
    none: dict[str, str | None] = dict.fromkeys(_ARGUMENTS)
    return with_parameters(url, **(none | {name: value for name, value in arguments.items() if value}))
