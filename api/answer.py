"""Answers that name their generation: entity tags, 304, the headers of a representation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Protocol
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from api.last_modified import LastModified
from api.negotiate import Representation, choose
from api.problems import Problem

VARY: Final = "Accept, Accept-Language"
# What an IRI may hold beside letters and digits; anything else, such as accented letters, is percent-encoded.
_OF_IRIS: Final = "%/:=&?~#+!$,;'@()*[]._-"


class Moment(Protocol):
    """What an answer is made from whole: a generation, or the ledger as it stood."""

    @property
    def generation(self) -> str:
        """Its name."""
        ...


@dataclass(frozen=True, slots=True)
class Link:
    """A link for the `Link` header (RFC 8288). `profile` and `formats` name the profile of its target, as Signposting
    and as content negotiation by profile call it.
    """

    target: str
    rel: str
    media_type: str = ""
    profile: str = ""
    formats: str = ""

    def __str__(self) -> str:
        told = f'<{uri_of(self.target)}>; rel="{self.rel}"'
        if self.media_type:
            told += f'; type="{self.media_type}"'
        if self.profile:
            told += f'; profile="{self.profile}"'
        return f'{told}; formats="{self.formats}"' if self.formats else told


def uri_of(iri: str) -> str:
    """An IRI as headers may carry it."""
    return iri if iri.isascii() else quote(iri, safe=_OF_IRIS)


def split_suffix(name: str) -> tuple[str, str]:
    """The last part of an address without and with its suffix; a lone final dot is none."""
    local, dot, suffix = name.partition(".")
    return (local, suffix) if suffix or not dot else (name, "")


def negotiated(request: Request, suffix: str, offered: Sequence[Representation]) -> Representation:
    """The representation that the suffix names, else the one `Accept` prefers; raises 404 or 406."""
    if suffix:
        for representation in offered:
            if representation.suffix == suffix:
                return representation
        raise Problem("MLG-H404", members={"available": [f".{kind.suffix}" for kind in offered]})
    chosen = choose(request.headers.get("accept", ""), offered)
    if chosen is None:
        raise Problem(
            "MLG-H406", members={"available": [kind.media_type for kind in offered]}, headers={"Vary": VARY},
            offered=", ".join(kind.media_type for kind in offered))
    return chosen


def entity_tag(request: Request, view: Moment, representation: Representation, variant: str = "") -> str:
    """The tag of one representation at one address in one generation; `variant` is whatever else it hangs on.

    Weak, since the same tag stands for the compressed form.
    """
    told = "\n".join((
        request.scope["path"], request.scope["query_string"].decode("latin-1"), variant,
        str(request.app.state.fingerprint),
    ))
    digest = blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return f'W/"{view.generation}.{representation.suffix}.{digest}"'


def unchanged(request: Request, tag: str, headers: Mapping[str, str] | None = None,
              modified: LastModified | None = None) -> Response | None:
    """304 when the client already holds what `tag` names, else None (RFC 9110 section 13.2.2).

    Of a client that names no tags, when it holds what was last `modified` then.
    """
    held = ", ".join(request.headers.getlist("if-none-match"))
    if held:
        is_held = _names(held, tag)
    else:
        is_held = modified is not None and modified.holds(request.headers.get("if-modified-since", ""))
    if not is_held:
        return None
    return Response(status_code=304, headers={**_headers(tag, modified=modified), **(headers or {})})


def answer(body: bytes, representation: Representation, tag: str, *, language: str = "",
           links: Sequence[Link] = (), headers: Mapping[str, str] | None = None,
           modified: LastModified | None = None) -> Response:
    """A whole answer made of ready bytes."""
    said = _headers(tag, language, modified)
    if links:
        said["Link"] = ", ".join(str(link) for link in links)
    return Response(body, headers={**said, **(headers or {})}, media_type=representation.content_type)


def streamed(chunks: Iterator[bytes], representation: Representation, tag: str, *, language: str = "",
             headers: Mapping[str, str] | None = None) -> Response:
    """A long answer, written while it is made."""
    return StreamingResponse(
        chunks, headers={**_headers(tag, language), **(headers or {})}, media_type=representation.content_type)


def _names(held: str, tag: str) -> bool:
    """Whether a list of tags names one; strong and weak ones are compared alike (RFC 9110 section 13.1.2)."""
    return held.strip() == "*" or tag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held.split(",")}


def _headers(tag: str, language: str = "", modified: LastModified | None = None) -> dict[str, str]:
    # no-cache: may be kept, must be checked each time, so that nobody mixes two generations unknowingly.
    said = {"ETag": tag, "Vary": VARY, "Cache-Control": "public, no-cache"}
    if modified is not None:
        said["Last-Modified"] = str(modified)
    return said | {"Content-Language": language} if language else said
