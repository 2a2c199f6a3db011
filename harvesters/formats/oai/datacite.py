"""DataCite 3 and 4, bare or in the envelope that some servers put around it, and OpenAIRE 4, which is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse
from typing import Final

from lxml import etree

from harvesters.formats.work.element import children, pairs, text_of, texts, words
from harvesters.formats.work.words import agent_name, subjects_of
from harvesters.formats.work.work import Work
from harvesters.formats.xml_document import local_name

_ROOT: Final = "resource"
_DATES: Final = ("Issued", "Available", "Created", "Accepted", "Valid")
_ADDRESSES: Final = frozenset({"doi", "url", "handle", "purl", "ark"})
# Other versions of the same thing are not its relations.
_VERSIONS: Final = frozenset({
    "IsVersionOf", "HasVersion", "IsNewVersionOf", "IsPreviousVersionOf", "IsIdenticalTo", "IsVariantFormOf"})
_DESCRIBING: Final = frozenset({"Abstract", "Other", "TechnicalInfo", "Methods", ""})


def read_datacite(metadata: etree._Element) -> Work | None:
    """The work that a `resource` describes; `None` for a `resource` of another schema, which has no titles."""
    resource = metadata if local_name(str(metadata.tag)) == _ROOT else next(metadata.iter(f"{{*}}{_ROOT}"), None)
    if resource is None or next(children(resource, "titles", "title"), None) is None:
        return None
    named = list(children(resource, "titles", "title"))
    return Work(
        "datacite", types=_types(resource), identifiers=_identifiers(resource),
        titles=pairs(filter(_is_title, named)), alternatives=pairs(filterfalse(_is_title, named)),
        descriptions=_descriptions(resource),
        subjects=[(part, language) for text, language in words(resource, "subjects", "subject")
                  for part in subjects_of(text)],
        rights=_rights(resource), languages=texts(resource, "language"), issued=_dates(resource),
        modified=next(_dates_of(resource, "Updated"), ""),
        creators=[name for written in texts(resource, "creators", "creator", "creatorName")
                  if (name := agent_name(written))],
        publishers=[name for written in texts(resource, "publisher") if (name := agent_name(written))],
        coverage=[*texts(resource, "geoLocations", "geoLocation", "geoLocationPlace"), *texts(resource, "coverage")],
        relations=_relations(resource), version=next(iter(texts(resource, "version")), ""),
        formats=[*texts(resource, "formats", "format"), *texts(resource, "format")],
        files=[(text_of(file), file.get("mimeType", "")) for file in children(resource, "file") if text_of(file)])


def _is_title(title: etree._Element) -> bool:
    return title.get("titleType", "") in ("", "TranslatedTitle")


def _types(resource: etree._Element) -> list[str]:
    """What the general type says, then the words and the address of the precise one."""
    found = list(children(resource, "resourceType"))
    return [word for kind in found
            for word in (kind.get("resourceTypeGeneral", ""), text_of(kind), kind.get("uri", "")) if word.strip()]


def _descriptions(resource: etree._Element) -> list[tuple[str, str]]:
    told = [child for child in children(resource, "descriptions", "description")
            if child.get("descriptionType", "") in _DESCRIBING]
    return [*pairs(told), *words(resource, "description")]


def _identifiers(resource: etree._Element) -> list[str]:
    own = [(child.get("identifierType", ""), text_of(child)) for child in children(resource, "identifier")]
    others = [(child.get("alternateIdentifierType", ""), text_of(child))
              for child in children(resource, "alternateIdentifiers", "alternateIdentifier")]
    return [_typed(kind, text) for kind, text in (*own, *others) if text and kind.lower() in _ADDRESSES]


def _relations(resource: etree._Element) -> list[str]:
    return [_typed(kind, text) for child in children(resource, "relatedIdentifiers", "relatedIdentifier")
            if (kind := child.get("relatedIdentifierType", "")).lower() in _ADDRESSES
            and child.get("relationType", "") not in _VERSIONS and (text := text_of(child))]


def _typed(kind: str, text: str) -> str:
    """A bare handle with the mark by which it is known as one."""
    return f"hdl:{text}" if kind.lower() == "handle" and ":" not in text else text


def _rights(resource: etree._Element) -> list[str]:
    """Every name of the licences and conditions, the most exact first."""
    said: list[str] = []
    for right in (*children(resource, "licenseCondition"), *children(resource, "rightsList", "rights"),
                  *children(resource, "rights")):
        said.extend((right.get("rightsIdentifier", ""), right.get("rightsURI", ""), right.get("uri", ""),
                     text_of(right)))
    return list(dict.fromkeys(filter(None, map(str.strip, said))))


def _dates(resource: etree._Element) -> list[str]:
    return [date for kind in _DATES for date in _dates_of(resource, kind)] + texts(resource, "publicationYear")


def _dates_of(resource: etree._Element, kind: str) -> Iterator[str]:
    for date in children(resource, "dates", "date"):
        if date.get("dateType") == kind and (text := text_of(date)):
            yield text
