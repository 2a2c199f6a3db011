"""Addresses that may be asked for: web addresses of documents, and files of this machine."""

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import httpx

from harvesters import failures

_LONGEST = 8_000
_PORTS = {"http": 80, "https": 443}


def web_address(url: str) -> httpx.URL:
    """An http(s) address with a host; one with a user name would put a password into logs and data.

    Raises:
        FetchFailed: it is none.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as invalid:
        raise failures.no_web_address(url) from invalid
    accepted = address.scheme in _PORTS and address.host and not address.userinfo and len(url) <= _LONGEST
    if not accepted or not 0 < (address.port or 80) < 65_536:
        raise failures.no_web_address(url)
    return address


def next_hop(url: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads; raises FetchFailed when that is no web address."""
    try:
        return web_address(str(url.join(location)))
    except httpx.InvalidURL as invalid:
        raise failures.no_web_address(location) from invalid


def port_of(url: httpx.URL) -> int:
    """The port of a web address, said or not."""
    return url.port or _PORTS[url.scheme]


def origin_of(url: httpx.URL) -> str:
    """Scheme, host and port: what robots.txt, politeness and connections go by."""
    return f"{url.scheme}://{url.netloc.decode('ascii').lower()}"


def local_path(url: str) -> Path:
    """The path of a file IRI, whatever bytes its name is made of."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(url).path)))
