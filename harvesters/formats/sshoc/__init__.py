"""The SSH Open Marketplace: its search pages, lists and item details, in the shapes that its API has had."""

from harvesters.formats.sshoc.listing import read
from harvesters.formats.sshoc.mapping import describe

__all__ = ["describe", "read"]
