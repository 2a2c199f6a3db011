"""What a repository says of a work, as it was written: the payload of its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

import orjson

from harvesters.formats.work.addresses import address_of
from harvesters.personal import without_personal_addresses, without_personal_mailboxes

Words = Sequence[str]

_NAMING: Final = frozenset({"titles", "alternatives", "subjects"})
_LINKS: Final = frozenset({"identifiers", "relations"})


@dataclass(slots=True)
class Work:
    """The fields that the mapping reads, in the words and the order of the source.

    `titles`, `alternatives`, `descriptions` and `subjects` are pairs of a text and its language (empty where none is
    said), `files` pairs of an address and a media type. `issued` has the likeliest date first. `sets` are those sets
    of the repository that tell the type of their works. Creators are names only.
    """

    schema: str
    types: Sequence[str] = ()
    sets: Sequence[str] = ()
    titles: Sequence[Words] = ()
    alternatives: Sequence[Words] = ()
    descriptions: Sequence[Words] = ()
    subjects: Sequence[Words] = ()
    identifiers: Sequence[str] = ()
    landing: str = ""
    rights: Sequence[str] = ()
    languages: Sequence[str] = ()
    issued: Sequence[str] = ()
    modified: str = ""
    creators: Sequence[str] = ()
    publishers: Sequence[str] = ()
    coverage: Sequence[str] = ()
    relations: Sequence[str] = ()
    formats: Sequence[str] = ()
    version: str = ""
    files: Sequence[Words] = ()

    def payload(self) -> bytes:
        """The canonical bytes: what is said, in order of names, without people's addresses and what has none."""
        said = {entry.name: value for entry in fields(self) if (value := getattr(self, entry.name))}
        for name in _NAMING & said.keys():
            said[name] = [(without_personal_mailboxes(text), language) for text, language in said[name]]
        if told := said.get("descriptions"):
            said["descriptions"] = [(without_personal_addresses(text), language) for text, language in told]
        for name in _LINKS & said.keys():
            said[name] = list(dict.fromkeys(filter(address_of, said[name])))
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def of_payload(cls, payload: bytes) -> Self:
        """The work of a payload that this class made."""
        return cls(**orjson.loads(payload))
