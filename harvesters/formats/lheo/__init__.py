"""LHEO, the French norm for training offers: 2.2, 2.3, their index, and the dialect of Mon Compte Formation.

Elements are known by their local names, because every version and dialect has a namespace of its own.
"""

from harvesters.formats.format import Format
from harvesters.formats.lheo.listing import read
from harvesters.formats.lheo.mapping import describe
from harvesters.formats.lheo.recognition import recognise

__all__ = ["FORMAT", "describe", "read"]

FORMAT = Format(read, describe, recognise)
