"""The SSH Open Marketplace: its search pages, lists and item details, in the shapes that its API has had."""

from harvesters.formats.format import Format
from harvesters.formats.sshoc.listing import read
from harvesters.formats.sshoc.mapping import describe
from harvesters.formats.sshoc.recognition import recognise

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise, options=frozenset({"details"}))
