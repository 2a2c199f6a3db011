"""The addresses of other pages of the same listing."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from harvesters.record import Document, Listing


def is_remote(url: str) -> bool:
    """Whether the document came over HTTP: a file has no other page."""
    return urlsplit(url).scheme in ("http", "https")


def parameters(url: str) -> dict[str, str]:
    """The query parameters of an address; of a repeated one, the last."""
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_parameters(url: str, **changed: str | int | None) -> str:
    """The same address with some query parameters set, or taken away where they are `None`."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in changed]
    given = [(name, str(value)) for name, value in changed.items() if value is not None]
    return urlunsplit(parts._replace(query=urlencode([*kept, *given]), fragment=""))


def beyond(reached: int, total: int) -> Listing:
    """The listing whose total is less than what its pages gave so far: where it ends cannot be told."""
    return Listing(incomplete=f"{total} items are announced, and the pages gave {reached} already",
                   incomplete_fr=f"{total} éléments sont annoncés, et les pages en ont déjà donné {reached}")


def short_name(document: Document) -> str:
    """How places name a document: the last part of its path, else its host."""
    parts = urlsplit(document.url)
    return PurePosixPath(unquote(parts.path)).name or parts.netloc or document.path.name
