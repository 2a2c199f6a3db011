"""What a format is: how its documents are read, and its standard mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from harvesters.description import Description
from harvesters.record import Document, Item, Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting


def _declared(source: Source) -> str:
    return source.url


def _never(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    return False


@dataclass(frozen=True, slots=True)
class Format:
    """A known format. All of its functions are pure and run in a loader process.

    `read` lists what a document holds, `describe` maps one raw record. `recognise` tells from the first 64 KiB of a
    document and the server's words for it whether this is the format. `first` makes the address of the first document
    of a source, `accept` is asked for. `options` are the names that `[options]` may have: `required` ones must be
    there, those in `files` name texts beside the declaration, which are part of the mapping. A `mapped` format means
    nothing without `[map]`. One that tells `errors` in bodies gets documents of status 4xx to read too.
    Where listings drop what is over, such as calendars, `drops_past` says so: its absence is no withdrawal.
    """

    read: Callable[[Document, Source], Iterator[Item]]
    describe: Callable[[Raw, Source, Concepts, Minting], Description]
    recognise: Callable[[bytes, str], bool] = _never
    first: Callable[[Source], str] = _declared
    accept: str = "*/*"
    options: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    mapped: bool = False
    errors: bool = False
    drops_past: bool = False
