"""What a reader hands over: raw records, pages to follow, how complete the listing is, and faults.

A reader yields these in the order of the document and raises only `UnreadableDocument`.
"""

from dataclasses import dataclass
from pathlib import Path

from shapes.finding import Finding


@dataclass(frozen=True, slots=True)
class Document:
    """One fetched document on disk: `url` says where it came from, `media_type` what the server called it.

    `status` is the HTTP status: only formats that tell errors in the body get anything but 200. `since` is the
    `mark` that the last complete listing gave, empty when everything is to be listed. `kind` is what the `Follow`
    that led here called the document, empty for the first one.
    """

    path: Path
    url: str
    media_type: str = ""
    status: int = 200
    since: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as received: `payload` is its canonical bytes, enough to map it again without fetching.

    `key` is unique within the source; `place` tells a person where it stood ("offres.xml, line 12").
    """

    key: str
    payload: bytes
    place: str
    kind: str = ""
    datestamp: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """An item that is listed but cannot become a record; it is counted and kept as rejected."""

    key: str
    place: str
    finding: Finding
    payload: bytes = b""


@dataclass(frozen=True, slots=True)
class Follow:
    """Another document of the same listing: the next page, or the details of an item.

    A `detail` describes what this document lists, and costs no more than that when it cannot be had: gone (404, 410)
    it counts as not listed, broken it is refused alone and the listing is told incomplete. `changed` is when the
    listing says it changed last: the very same as at the last run means that it need not be asked for.
    """

    url: str
    kind: str = ""
    detail: bool = False
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a document says of the listing as a whole: how many items in all, or why it is incomplete.

    `incomplete` says it in English, `incomplete_fr` in French where the words differ. `remarks` are worth telling
    the curator once, such as columns that no map uses. `mark` is what to ask changes from at the next run, and
    `changes_only` says that this listing is one of changes: what it does not list is no less there.
    """

    expected: int | None = None
    incomplete: str = ""
    incomplete_fr: str = ""
    remarks: tuple[Finding, ...] = ()
    mark: str = ""
    changes_only: bool = False


Item = Raw | Fault | Follow | Listing


class UnreadableDocument(Exception):
    """The whole document cannot be read: what it is, where it broke, what to do next, in both languages."""

    def __init__(self, code: str, fr: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.fr = fr
        self.en = en


class Excluded(Exception):
    """The record is out of scope; the reason is named (`fr`, `en`) and counted."""

    def __init__(self, code: str, fr: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.fr = fr
        self.en = en
