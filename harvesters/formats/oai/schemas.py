"""Which schema metadata are in, by their root element: the same prefix means different schemas on different servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lxml import etree

from harvesters.description import Description
from harvesters.formats.cmdi.components import read_cmdi
from harvesters.formats.oai import bioschemas
from harvesters.formats.oai.datacite import read_datacite
from harvesters.formats.oai.dublin_core import read_dublin_core
from harvesters.formats.schemaorg import mapping as schemaorg
from harvesters.formats.schemaorg.entry import Entry
from harvesters.formats.work import mapping
from harvesters.formats.work.kinds import told_kind
from harvesters.formats.work.vocabulary import load_vocabulary
from harvesters.formats.work.work import Work
from harvesters.formats.xml_document import local_name
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts
from ontology.minting import Minting

# Only a key has these bytes: inside a text the quotes would be escaped.
_OF_A_WORK: Final = b'"schema":"'
_READERS: Final[dict[str, Callable[[etree._Element], Work | None]]] = {
    "dc": read_dublin_core, "qdc": read_dublin_core, "qualifieddc": read_dublin_core, "dcterms": read_dublin_core,
    "resource": read_datacite, "oai_datacite": read_datacite, "CMD": read_cmdi,
}


class UnknownSchema(Exception):
    """Metadata in a schema that is not read here: which, in both languages."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        known = "Dublin Core, DataCite, OpenAIRE, CMDI, RDF (schema.org)"
        self.fr = (f"Les métadonnées sont dans un schéma qui n'est pas lu ici (<{root}>) : on lit {known} ; déclarez "
                   "un autre « prefix » sous [options].")
        self.en = (f"The metadata are in a schema that is not read here (<{root}>): {known} are; declare another "
                   "“prefix” under [options].")


def read_metadata(metadata: etree._Element, sets: Sequence[str], source: Source) -> Entry:
    """What metadata say: the payload, and the kind of record they become (empty where none).

    Raises:
        UnknownSchema: the root element is of no schema that is read.
        BrokenGraph: RDF that cannot be read.
    """
    root = local_name(str(metadata.tag))
    if root == bioschemas.ROOT:
        return bioschemas.read_bioschemas(metadata, source)
    work = _READERS[root](metadata) if root in _READERS else None
    if work is None:
        raise UnknownSchema(root)
    work.sets = [name for name in sets if name in load_vocabulary().sets]
    return Entry("", work.payload(), told_kind(work, source))


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One record in the terms of the profile, whatever schema it came in."""
    if _OF_A_WORK in raw.payload:
        return mapping.describe(raw, source, concepts, minting)
    return schemaorg.describe(raw, source, concepts, minting)
