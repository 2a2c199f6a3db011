"""Dublin Core, plain or with the terms that refine it."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml import etree

from harvesters.formats.work.element import text_of, words
from harvesters.formats.work.words import agent_name, subjects_of
from harvesters.formats.work.work import Work
from harvesters.formats.xml_document import local_name

# Likeliest first: a work may have been written, deposited and published at different times.
_DATES: Final = ("issued", "available", "date", "created")
_RELATIONS: Final = ("relation", "isPartOf", "hasPart", "isReferencedBy", "references", "requires", "source",
                     "isFormatOf", "hasFormat")


def read_dublin_core(metadata: etree._Element) -> Work | None:
    """The work that Dublin Core elements describe; the order of equal elements is kept."""
    said: dict[str, list[str]] = defaultdict(list)
    for child in metadata:
        if text := text_of(child):
            said[local_name(str(child.tag))].append(text)
    return Work(
        "dc", types=said["type"], titles=words(metadata, "title"), alternatives=words(metadata, "alternative"),
        descriptions=[*words(metadata, "abstract"), *words(metadata, "description")],
        subjects=[(part, language) for text, language in words(metadata, "subject") for part in subjects_of(text)],
        identifiers=said["identifier"], rights=[*said["license"], *said["accessRights"], *said["rights"]],
        languages=said["language"], issued=[date for name in _DATES for date in said[name] if _is_date(date)],
        modified=next(iter(said["modified"]), ""),
        creators=[name for written in said["creator"] if (name := agent_name(written))],
        publishers=[name for written in said["publisher"] if (name := agent_name(written))],
        coverage=[*said["coverage"], *said["spatial"]],
        relations=[address for name in _RELATIONS for address in said[name]],
        formats=said["format"])


def _is_date(text: str) -> bool:
    """Whether a date may be that of the work rather than the end of an embargo."""
    return not text.startswith("info:")
