"""A node of schema.org in the terms of the profile."""

from __future__ import annotations

from harvesters.description import Description
from harvesters.minting import Minting
from harvesters.record import Raw
from harvesters.source import Source
from ontology.concepts import Concepts


def describe(raw: Raw, source: Source, concepts: Concepts, minting: Minting) -> Description:
    """One course, material, event, tool, service, dataset, organisation or place."""
    raise NotImplementedError
