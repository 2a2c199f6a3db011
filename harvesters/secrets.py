"""Keys of services: declarations name them, the environment holds them, and nothing that is kept or told shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import quote

_NAME: Final = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_PLAIN: Final = re.compile(r"[?&](key|api_?key|apikey|access_token|token)=(?!\$\{)[^&]+", re.IGNORECASE)
# A shorter value may well be a word of the records themselves.
_SHORTEST_IN_DOCUMENTS: Final = 8


class MissingSecret(Exception):
    """The environment does not have a key that a declaration names."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Secrets:
    """The keys that an address names as `${NAME}`, with their values.

    Raises:
        MissingSecret: one of them has no value.
    """

    def __init__(self, url: str, environment: Mapping[str, str]) -> None:
        self._values: dict[str, str] = {}
        for name in _NAME.findall(url):
            if not environment.get(name):
                raise MissingSecret(name)
            self._values[f"${{{name}}}"] = environment[name]
        # The longest first: one value may be part of another.
        self._spelt = {name: _spellings(value) for name, value in sorted(
            self._values.items(), key=lambda one: len(one[1]), reverse=True)}

    def reveal(self, url: str) -> str:
        """The address as it is asked for."""
        for name, value in self._values.items():
            url = url.replace(quote(name), name).replace(name, quote(value, safe=""))
        return url

    def conceal(self, text: str) -> str:
        """`text` with the names of keys where their values stood, in whatever way they were spelt."""
        for name, spelt in self._spelt.items():
            text = re.sub(spelt, name, text).replace(quote(name), name)
        return text

    def conceal_in(self, document: Path) -> None:
        """The same in a fetched document: servers repeat keys in links and errors. Names are spelt as addresses do."""
        for name, spelt in self._spelt.items():
            if len(self._values[name]) >= _SHORTEST_IN_DOCUMENTS:
                content = document.read_bytes()
                concealed = re.sub(spelt.encode(), quote(name).encode(), content)
                if concealed != content:
                    document.write_bytes(concealed)


def named(url: str) -> bool:
    """Whether an address names a key."""
    return _NAME.search(url) is not None


def as_address(url: str) -> str:
    """An address as readers may take it for one: the names of keys have signs that no address may have."""
    return _NAME.sub(lambda found: quote(found[0]), url)


def plain_secret(url: str) -> str:
    """The parameter of an address that seems to hold a key itself, rather than its name; empty for none."""
    found = _PLAIN.search(url)
    return found[1] if found else ""


def _spellings(value: str) -> str:
    """A pattern of every way in which addresses, JSON, XML and plain text write a value."""
    return "".join(re.escape(sign) if sign.isascii() and (sign.isalnum() or sign in "-_") else _spelt(sign)
                   for sign in value)


def _spelt(sign: str) -> str:
    encoded = "".join(f"%{byte:02x}" for byte in sign.encode())
    ways = [re.escape(sign), f"(?i:{encoded})", rf"\\{re.escape(sign)}", rf"(?i:\\u{ord(sign):04x})",
            re.escape(escape(sign)), f"&#{ord(sign)};", f"(?i:&#x{ord(sign):x};)", *([r"\+"] if sign == " " else [])]
    return f"(?:{'|'.join(ways)})"
