"""One resource of the catalogue, reduced to the fields that are read and free of personal data.

It comes as a bundle (`{"service": {…}, "metadata": {…}, "active": …}`), within a message (`resource`) or a hit of a
search (`result`), or alone. Field names changed twice: `resourceOrganisation` became `resourceOwner`, `title` `name`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from harvesters.dates import EPOCH_MILLISECONDS, read_date
from harvesters.formats.eosc.alignment import alignment, bare
from harvesters.formats.json_values import Json, entries, entry, first, said, text, texts
from harvesters.personal import without_personal_addresses
from harvesters.text import clean
from harvesters.weblinks import role_mailbox

OUT_OF_SCOPE: Final = ("interoperabilityRecord", "resourceInteroperabilityRecord", "configurationTemplate",
                       "configurationTemplateInstance", "monitoring", "helpdesk", "vocabulary")
PENDING: Final = "pending"
_WRAPPINGS: Final = ("resource", "result")
# What tells the model of a resource that stands alone, from the most telling on.
_TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "interoperabilityRecord": ("resourceTypeInfo", "resourceTypesInfo", "eoscGuidelineType", "relatedStandards"),
    "datasource": ("datasourceClassification", "researchEntityTypes", "researchProductTypes", "submissionPolicyURL"),
    "adapter": ("programmingLanguage", "linkedResource"),
    "trainingResource": ("expertiseLevel", "learningOutcomes", "learningResourceTypes", "targetGroups"),
    "provider": ("legalEntity", "hostingLegalEntity", "legalStatus", "website"),
    "service": ("webpage", "resourceOrganisation", "trl", "orderType"),
}
_ENDED: Final = frozenset({"termination", "terminated", "discontinued"})
_TEXTS: Final = ("abbreviation", "acronym", "tagline", "version", "trl", "orderType", "expertiseLevel", "accessRights",
                 "duration", "programmingLanguage", "datasourceClassification", "serviceId", "helpdeskPage",
                 "documentation", "repository", "userManual", "trainingInformation")
_LISTS: Final = ("tags", "keywords", "languageAvailabilities", "languages", "geographicalAvailabilities", "targetUsers",
                 "targetGroups", "serviceCategories", "standards", "learningOutcomes", "learningResourceTypes",
                 "contentResourceTypes", "researchEntityTypes", "researchProductTypes", "requiredResources",
                 "relatedResources", "eoscRelatedServices", "termsOfUse", "accessPolicy")
_PAGES: Final = ("webpage", "website", "url", "urls")
_PLACE: Final = ("streetNameAndNumber", "postalCode", "city", "country")


@dataclass(frozen=True, slots=True)
class Found:
    """A resource and what holds it; `model` is the name of its kind in the catalogue."""

    model: str
    told: Json
    bundle: Json

    @property
    def key(self) -> str:
        """Its identifier in the catalogue."""
        return text(self.told.get("id")) or text(self.bundle.get("id"))

    @property
    def is_gone(self) -> bool:
        """Whether it was withdrawn: switched off, suspended, refused, an older version, or a service that ended."""
        flags = (self.bundle, self.told)
        return (any(one.get("active") is False or one.get("suspended") is True or one.get("latest") is False
                    for one in flags)
                or text(self.bundle.get("status")).lower().startswith("rejected")
                or bare(text(self.told.get("lifeCycleStatus"))) in _ENDED)

    @property
    def changed(self) -> str:
        """When the record was last changed, else the resource."""
        return _date(entry(self.bundle.get("metadata")).get("modifiedAt")) or _date(self.told.get("lastUpdate"))


def find(value: object, hint: str) -> Found | None:
    """The resource that a value of a listing holds; `hint` names the model where the fields do not tell it."""
    if not isinstance(value, dict):
        return None
    for wrapping in _WRAPPINGS:
        if isinstance(value.get(wrapping), dict):
            return find_in(value[wrapping], hint)
    return find_in(value, hint)


def find_in(value: Json, hint: str) -> Found | None:
    """The same, for what is wrapped in nothing more."""
    for model in (*alignment()["kinds"], *OUT_OF_SCOPE):
        if isinstance(value.get(model), dict):
            return Found(model, value[model], value)
    if not text(value.get("id")) or not first((value.get("name"), value.get("title"))):
        return None
    telling = (model for model, names in _TELLING.items() if any(name in value for name in names))
    return Found(hint or next(telling, "service"), value, {})


def resource(found: Found) -> dict[str, Any]:
    """What is kept of a resource. Contacts are persons: only their role mailboxes stay."""
    told = found.told
    return said({
        "model": found.model,
        "pending": PENDING in text(found.bundle.get("status")).lower() or found.bundle.get("draft") is True,
        "name": first((told.get("name"), told.get("title"))),
        "description": without_personal_addresses(clean(text(told.get("description")))),
        **{name: text(told.get(name)) for name in _TEXTS},
        **{name: texts(told.get(name)) for name in _LISTS},
        "pages": list(dict.fromkeys(page for name in _PAGES for page in texts(told.get(name)))),
        "owners": _owners(found),
        "categories": _codes(told.get("categories"), "category", "subcategory"),
        "domains": _codes(told.get("scientificDomains"), "scientificDomain", "scientificSubdomain"),
        "identifiers": _identifiers(told),
        "licence": texts(told.get("license")) or texts(told.get("softwareLicense")) or _licence(told.get("license")),
        "authors": list(_authors(told)),
        "mailboxes": list(dict.fromkeys(_mailboxes(told))),
        "place": _place(told),
        "issued": first((_date(told.get("publishingDate")), _date(told.get("versionDate")),
                         _date(entry(found.bundle.get("metadata")).get("registeredAt")))),
        "modified": found.changed,
    })


def _date(value: object) -> str:
    """A date as ISO 8601, also one that is told in milliseconds since 1970."""
    written = text(value)
    if written.isdigit() and len(written) > 8:
        read = read_date(written, EPOCH_MILLISECONDS)
        return read.lexical if read else ""
    return written


def _owners(found: Found) -> list[list[str]]:
    """Who runs it, by identifier, with the name where the answer gives one."""
    told = found.told
    keys = [*texts(told.get("resourceOrganisation")), *texts(told.get("resourceOwner")),
            *texts(told.get("resourceProviders")), *texts(told.get("serviceProviders"))]
    names = {text(one.get("providerId")): text(one.get("providerName"))
             for one in entries(found.bundle.get("providerInfo"))}
    return [[key, names.get(key, "")] for key in dict.fromkeys(keys)]


def _codes(value: object, *names: str) -> list[str]:
    return list(dict.fromkeys(code for one in entries(value) for name in names if (code := text(one.get(name)))))


def _identifiers(told: Json) -> list[list[str]]:
    given = (*entries(told.get("alternativeIdentifiers")), *entries(told.get("alternativePIDs")))
    found = {(first((one.get("type"), one.get("pidSchema"))), first((one.get("value"), one.get("pid"))))
             for one in given}
    return sorted([register, value] for register, value in found if value)


def _licence(value: object) -> list[str]:
    return [name for one in entries(value) for field in ("licenseName", "licenseURL") if (name := text(one.get(field)))]


def _authors(told: Json) -> list[str]:
    """Who is to be named as the author of a material or tool: names, nothing else."""
    named = texts(told.get("authors"))
    for creator in entries(told.get("creators")):
        whole = " ".join(filter(None, (text(creator.get("firstName")), text(creator.get("lastName")))))
        named.append(whole or text(entry(creator.get("creatorNameTypeInfo")).get("creatorName")))
    return list(dict.fromkeys(without_personal_addresses(name) for name in named if name))


def _mailboxes(told: Json) -> list[str]:
    people = (*entries(told.get("mainContact")), *entries(told.get("publicContacts")), *entries(told.get("contact")))
    given = (*texts(told.get("helpdeskEmail")), *texts(told.get("publicContacts")),
             *(text(one.get("email")) for one in people))
    return [mailbox for one in given if (mailbox := role_mailbox(one))]


def _place(told: Json) -> dict[str, str]:
    location = entry(told.get("location"))
    return said({name: text(location.get(name)) for name in _PLACE} | {
        "country": first((location.get("country"), told.get("country")))})
