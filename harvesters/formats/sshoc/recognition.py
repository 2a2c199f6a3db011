"""Knowing answers of the marketplace."""

import re

_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_ITEM = re.compile(
    rb'"category"\s*:\s*"(?:tool-or-service|tool|service|training-material|dataset|publication|workflow|step)"')
_MARKS = (b'"persistentId"', b'"accessibleAt"', b'"informationContributor"', b'"lastInfoUpdate"',
          b'"trainingMaterials"')


def recognise(start: bytes, media_type: str) -> bool:  # noqa: ARG001  the signature of every recogniser
    """Whether it is JSON with a category of the marketplace and another name that only its items have."""
    return bool(_JSON.match(start) and _ITEM.search(start)) and any(mark in start for mark in _MARKS)
