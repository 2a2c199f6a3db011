"""The known formats: how each is read, and its standard mapping."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from harvesters.description import Description
from harvesters.formats import dcat, lheo, sshoc, table
from harvesters.minting import Minting
from harvesters.record import Document, Item, Raw
from harvesters.source import Source
from ontology.concepts import Concepts


@dataclass(frozen=True, slots=True)
class Format:
    """`read` lists what a document holds; `describe` maps one raw record. Both are pure."""

    read: Callable[[Document, Source], Iterator[Item]]
    describe: Callable[[Raw, Source, Concepts, Minting], Description]


FORMATS: Final[dict[str, Format]] = {
    "dcat": Format(dcat.read, dcat.describe),
    "lheo": Format(lheo.read, lheo.describe),
    "sshoc": Format(sshoc.read, sshoc.describe),
    "table": Format(table.read, table.describe),
}
