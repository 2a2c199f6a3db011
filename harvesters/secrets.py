"""Keys of services: declarations name them, the environment holds them, and nothing that is kept or told shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

_NAME: Final = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")
_PLAIN: Final = re.compile(r"[?&](key|api_?key|apikey|access_token|token)=(?!\$\{)[^&]+", re.IGNORECASE)


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
            self._values[f"${{{name}}}"] = quote(environment[name], safe="")

    def reveal(self, url: str) -> str:
        """The address as it is asked for."""
        for name, value in self._values.items():
            url = url.replace(name, value).replace(quote(name), value)
        return url

    def conceal(self, text: str) -> str:
        """`text` with the names of keys where their values stood."""
        for name, value in self._values.items():
            text = text.replace(value, name)
        return text


def named(url: str) -> bool:
    """Whether an address names a key."""
    return _NAME.search(url) is not None


def plain_secret(url: str) -> str:
    """The parameter of an address that seems to hold a key itself, rather than its name; empty for none."""
    found = _PLAIN.search(url)
    return found[1] if found else ""
