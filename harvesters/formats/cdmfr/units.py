"""The organisational units of a document: a university, its faculties, and which of them answers for what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from harvesters.formats.cdmfr.blocks import attribute, child, children, names, value
from harvesters.formats.xml_document import local_name
from harvesters.weblinks import role_mailbox, web_iri

_UAI: Final = re.compile(r"\d{7}[A-Z]", re.ASCII)
# Identifiers are made of a country, a register and the number there: FR_RNE_0673021V_OR, FRUAI0673021VOR.
_IN_ID: Final = re.compile(r"(?:RNE|UAI)[_-]?(\d{7}[A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a document by their identifiers, and those that say which programmes are theirs."""

    by_id: dict[str, etree._Element]
    by_program: dict[str, etree._Element]

    @classmethod
    def of(cls, root: etree._Element) -> Units:
        """The units anywhere in a document."""
        by_id: dict[str, etree._Element] = {}
        by_program: dict[str, etree._Element] = {}
        for unit in root.iter("{*}orgUnit"):
            by_id.setdefault(key_of(unit), unit)
            for reference in children(unit, "refProgram"):
                by_program.setdefault(attribute(reference, "idRef", "ref"), unit)
        by_id.pop("", None)
        return cls(by_id, by_program)

    def of_program(self, program: etree._Element) -> list[etree._Element]:
        """The unit that answers for a programme, and the outermost one that this is a part of."""
        unit = next(self._candidates(program), None)
        if unit is None:
            return []
        outermost = next((around for around in reversed([unit, *unit.iterancestors("{*}orgUnit")])), unit)
        return [outermost] if outermost is unit else [outermost, unit]

    def _candidates(self, program: etree._Element) -> Iterator[etree._Element]:
        for holder in (program, *program.iterancestors("{*}program", "{*}subProgram")):
            for place in (child(holder, "contacts", "refOrgResp"), *children(holder, "programStructure"),
                          child(holder, "contacts"), child(holder, "teachingPlace")):
                if place is not None:
                    yield from self._referred(place)
            if (unit := self.by_program.get(key_of(holder))) is not None:
                yield unit
        yield from program.iterancestors("{*}orgUnit")
        yield from self.by_id.values()

    def _referred(self, place: etree._Element) -> Iterator[etree._Element]:
        for reference in place.iter("{*}refOrgUnit"):
            if (unit := self.by_id.get(attribute(reference, "idRef", "ref"))) is not None:
                yield unit


def key_of(node: etree._Element) -> str:
    """The identifier of a unit, programme or course: its attribute, else its element (`programID`)."""
    kind = local_name(str(node.tag))
    kind = "program" if kind == "subProgram" else kind
    return attribute(node, "id", "ident") or value(node, f"{kind}ID")


def unit_payload(unit: etree._Element) -> dict[str, Any]:
    """What is read of a unit."""
    return {
        "names": names(unit, "orgUnitName"),
        "uai": _uai(unit),
        "address": address_payload(child(unit, "contacts", "contactData", "adr")),
        "page": page_of(child(unit, "webLink"), child(unit, "contacts", "contactData", "webLink")),
    }


def address_payload(address: etree._Element | None) -> dict[str, str]:
    """A postal address."""
    said = {
        "street": ", ".join(filter(None, (value(address, name) for name in ("extadr", "street", "pobox")))),
        "postcode": value(address, "pcode"), "town": value(address, "locality"), "country": value(address, "country")}
    return {name: text for name, text in said.items() if text}


def page_of(*links: etree._Element | None) -> str:
    """The first web address among links."""
    addresses = (value(href) for link in links if link is not None for href in children(link, "href"))
    return next((address for address in addresses if web_iri(address)), "")


def mailbox_of(*holders: etree._Element | None) -> str:
    """The first role address among contacts; persons' addresses are never kept."""
    emails = (value(email) for holder in holders if holder is not None
              for contact in children(holder, "contactData") for email in children(contact, "email"))
    return next((mailbox for email in emails if (mailbox := role_mailbox(email))), "")


def _uai(unit: etree._Element) -> str:
    """The number of a unit in the national register; that of a faculty is in its codes, not in its identifier."""
    for code in children(unit, "orgUnitCode"):
        if _UAI.fullmatch(told := value(code).upper()):
            return told
    around = unit.getparent()
    if around is not None and local_name(str(around.tag)) == "orgUnit":
        return ""
    found = _IN_ID.search(key_of(unit))
    return found[1] if found else ""
