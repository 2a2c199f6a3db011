"""What a record says, in the order in which a reader asks for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from api.pages.dates import period
from api.pages.said import Said, Speaker
from search.tree import Node, lexical, links, parts, values

# The facts of any kind of record; a term that a record lacks is passed over.
_FACTS: Final = (
    "audience", "level", "mode", "duration", "durationText", "language", "offers", "free", "prerequisites",
    "teaches", "syllabus", "credential", "occupation", "aiLevel", "startDate", "endDate", "location", "eventType",
    "programmeType", "materialType", "practiceType", "ecoDimension", "impactMethod", "serviceType", "coversStage",
    "archivalStage", "contentType", "storageGuarantee", "computeAccess", "infrastructureKind", "trl", "feature",
    "applicationCategory", "version", "discipline", "emergingUsage", "equipment", "sharingTerms",
    "bookingProcedure", "topic", "toolFamily", "researchActivity", "subject", "keyword", "iscedField", "legalName",
    "altLabel", "address", "site", "spatial", "territoryServed", "coverageLevel", "membership", "licence", "rights",
    "access", "distribution", "endpointURL", "endpointDescription", "format", "mediaType", "frequency", "temporal",
    "capacity", "contact", "issued", "validityEnd", "conformsTo",
)
# What leads to other records; said apart, and only as far as it does.
_RELATIONS: Final = (
    "provider", "organizer", "publisher", "creator", "usesTool", "requiresTraining", "memberOf", "parent",
    "isPartOf", "servesDataset", "requires", "basedOn", "referencedBy", "relation",
)
# Told elsewhere on the page, or meant for machines.
_SILENT: Final = frozenset({
    "id", "type", "title", "description", "modified", "identifier", "otherIdentifier", "homepage", "landingPage",
    "record", "source", "sameAs", "exactMatch", "owl:sameAs", "session", "schedule", "theme", "termsOfService",
    "codeRepository", "wkt", "geo:hasGeometry", "dcat:centroid", "notation", "inScheme", "@included", "@context",
    "contactUrl", "email",
})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record: what is said and its values."""

    label: str
    values: tuple[Said, ...]


def facts_of(tree: Node, speaker: Speaker) -> list[Fact]:
    """The facts of a record; terms that no list here names come last, so that nothing is hidden."""
    unnamed = [name for name in tree if name not in {*_FACTS, *_RELATIONS, *_SILENT}]
    found = [Fact(_label(name, speaker), tuple(_said(tree, name, speaker))) for name in (*_ordered(tree), *unnamed)]
    return _joined([fact for fact in found if fact.values])


def relations_of(tree: Node, speaker: Speaker) -> list[Fact]:
    """Who and what a record is linked with."""
    found = [Fact(_label(name, speaker), tuple(speaker.values_of(tree, name))) for name in _RELATIONS]
    return [fact for fact in found if fact.values]


def identifiers_of(tree: Node, speaker: Speaker) -> list[Fact]:
    """The identifiers that others gave the thing: SIRET, ROR, RNSR …"""
    found = []
    for part in parts(tree, "otherIdentifier"):
        agency = lexical(next(iter(values(part, "schemaAgency")), "")) or speaker.words("term.identifier")
        found.append(Fact(agency, tuple(Said(lexical(code)) for code in values(part, "notation"))))
    return [fact for fact in found if fact.values]


def equivalents_of(tree: Node, speaker: Speaker) -> list[Said]:
    """The same thing elsewhere."""
    iris = [iri for name in ("sameAs", "exactMatch", "owl:sameAs") for iri in links(tree, name)]
    return [speaker.thing(iri) for iri in dict.fromkeys(iris)]


def price_of(tree: Node, speaker: Speaker) -> str:
    """The prices of a thing in words; empty where none is stated."""
    amounts = []
    for offer in parts(tree, "offers"):
        for price in values(offer, "price"):
            currency = lexical(next(iter(values(offer, "priceCurrency")), "EUR"))
            amounts.append(_amount(lexical(price), currency, speaker))
    return ", ".join(dict.fromkeys(amounts))


def _ordered(tree: Node) -> Iterator[str]:
    for name in _FACTS:
        if name in tree and not (name == "endDate" and "startDate" in tree):
            yield name


def _said(tree: Node, name: str, speaker: Speaker) -> list[Said]:
    if name == "offers":
        price = price_of(tree, speaker)
        return [Said(price, speaker.language)] if price else []
    if name == "startDate":
        start, end = (lexical(next(iter(values(tree, term)), "")) for term in ("startDate", "endDate"))
        return [Said(period(start, end, speaker.language), speaker.language)]
    if name in _PARTS:
        told = [_PARTS[name](value, speaker) if isinstance(value, dict) else speaker.thing(lexical(value), name)
                for value in values(tree, name)]
        return _once(one for one in told if one.text)
    return speaker.values_of(tree, name)


def _once(told: Iterable[Said]) -> list[Said]:
    """Each text once; of two places of one name (a department and its region) the one that leads somewhere."""
    kept: dict[str, Said] = {}
    for one in told:
        if one.text not in kept or not kept[one.text].href:
            kept[one.text] = one
    return list(kept.values())


def _label(name: str, speaker: Speaker) -> str:
    key = "term.when" if name == "startDate" else f"term.{name}"
    return speaker.words(key) if speaker.words.knows(key) else name


def _joined(facts: list[Fact]) -> list[Fact]:
    """Facts of the same name as one: a duration and its text, say."""
    joined: dict[str, tuple[Said, ...]] = {}
    for fact in facts:
        joined[fact.label] = tuple(dict.fromkeys((*joined.get(fact.label, ()), *fact.values)))
    return [Fact(label, said) for label, said in joined.items()]


def _amount(price: str, currency: str, speaker: Speaker) -> str:
    try:
        amount = float(price)
    except ValueError:
        return price
    if amount == 0:
        return speaker.words("record.offered_free")
    text = f"{amount:,.2f}".removesuffix(".00")
    if speaker.language == "fr":
        text = text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")
        return f"{text}\N{NO-BREAK SPACE}{'€' if currency == 'EUR' else currency}"
    return f"€{text}" if currency == "EUR" else f"{text} {currency}"


def _place(value: Node, speaker: Speaker) -> Said:
    """A place: its name and its address on one line."""
    name = speaker.title_of(value)
    lines = [_address(address, speaker).text for address in parts(value, "address")]
    text = ", ".join(dict.fromkeys(line for line in (name.text, *lines) if line))
    return Said(text, name.language) if text else speaker.thing(str(value.get("id", "")))


def _address(value: Node, _: Speaker) -> Said:
    whole = _first(value, "fullAddress")
    if whole:
        return Said(whole)
    town = " ".join(part for part in (_first(value, "postCode"), _first(value, "city")) if part)
    return Said(", ".join(part for part in (_first(value, "street"), town) if part))


def _contact(value: Node, speaker: Speaker) -> Said:
    """A point of contact: its role mailbox, else its page, else its name."""
    name = speaker.title_of(value)
    for iri in (*links(value, "email"), *links(value, "contactUrl")):
        return Said(name.text or iri.removeprefix("mailto:"), name.language, iri)
    return name


def _membership(value: Node, speaker: Speaker) -> Said:
    """A role in an organisation: which one, as what, to do what."""
    whole = next((said for name in ("organization", "member") for said in speaker.values_of(value, name)), Said(""))
    told = [said.text for name in ("role", "responsibility") for said in speaker.values_of(value, name)]
    return Said(whole.text or ", ".join(told), whole.language, whole.href, whole.kind,
                ", ".join(told) if whole.text else "")


def _distribution(value: Node, speaker: Speaker) -> Said:
    """A form in which data can be had: its name or format, and its address."""
    href = next(iter((*links(value, "downloadURL"), *links(value, "accessURL"))), "")
    name = speaker.title_of(value)
    text = name.text or _first(value, "format") or _first(value, "mediaType")
    return Said(text, name.language, href) if text else speaker.thing(href)


def _first(node: Node, name: str) -> str:
    return lexical(next(iter(values(node, name)), ""))


_PARTS: Final[Mapping[str, Callable[[Node, Speaker], Said]]] = {
    "location": _place, "site": _place, "spatial": _place, "temporal": _place, "address": _address,
    "contact": _contact, "membership": _membership, "distribution": _distribution,
}
