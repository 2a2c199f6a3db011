"""Where a work is to be found: its page, its identifiers, its files, and what it relates to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from harvesters.description import Description
from harvesters.formats.work.addresses import address_of
from harvesters.formats.work.work import Work
from harvesters.identifiers import doi, handle, identify
from ontology.terms import DCAT, DCT, SCHEMA

# Corpora of thousands of recordings list each of them.
_MOST_FILES: Final = 20
_FORGE: Final = re.compile(r"https?://(?:www\.)?(?:github\.com|gitlab\.[\w.-]+|codeberg\.org|bitbucket\.org|framagit\.org)/\w")
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[\w.+-]+", re.ASCII)


def describe_addresses(described: Description, work: Work) -> None:
    """The page of a work (its own rather than that of a resolver), and its identifiers in registers."""
    own = (identifier for identifier in work.identifiers if not doi(identifier) and not handle(identifier))
    addresses = map(address_of, (work.landing, *own, *work.identifiers))
    described.link(DCAT.landingPage, next(filter(None, addresses), ""))
    for identifier in work.identifiers:
        if bare := doi(identifier):
            identify(described, "DOI", bare)
        elif bare := handle(identifier):
            identify(described, "Handle", bare)


def describe_relations(described: Description, kind: str, relations: Iterable[str]) -> None:
    """Links to what has an address; of a tool, the repository of its code as such."""
    for written in relations:
        address = address_of(written)
        repository = kind == "tool" and _FORGE.match(address)
        described.link(SCHEMA.codeRepository if repository else DCT.relation, address)


def describe_files(described: Description, kind: str, work: Work) -> None:
    """The files of a corpus, and the formats of any work."""
    for form in work.formats:
        if not form[:1].isdigit():  # Repositories write sizes here too.
            described.text(DCT.format, form)
    if kind not in ("dataset", "model"):
        return
    for address, media_type in work.files[:_MOST_FILES]:
        if iri := address_of(address):
            part = described.part("distribution", DCAT.distribution, DCAT.Distribution)
            part.link(DCAT.accessURL, iri)
            if _MEDIA_TYPE.fullmatch(media_type):
                part.text(DCAT.mediaType, media_type)
    if (more := len(work.files) - _MOST_FILES) > 0:
        described.note(
            "MLG-O312", DCAT.distribution, str(more),
            f"{_MOST_FILES} fichiers sont gardés ; la notice en cite {more} de plus, à trouver sur la page.",
            f"{_MOST_FILES} files are kept; the record lists {more} more, to be found on the page.")
