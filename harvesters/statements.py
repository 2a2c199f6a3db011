"""One value of a row as a statement: how each way of writing does it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from pyoxigraph import NamedNode

from harvesters.description import Description
from harvesters.fieldmap import Field, Row
from harvesters.quantities import decimal, duration, integer, point_of
from harvesters.territory import (
    department_of_commune,
    department_of_postcode,
    state_department,
    state_territory,
)
from harvesters.ways import ESSENTIAL_DATES, PART_CLASSES, Way
from harvesters.weblinks import role_mailbox
from ontology.concepts import Concepts, UnknownConcept
from ontology.context import load_context
from ontology.folding import fold
from ontology.minting import Minting
from ontology.terms import DCT, GEO, LOCN, VCARD, XSD

_IRI = re.compile(r"https?://\S+")
_PHONE = re.compile(r"[+(]?\d[\d\s().+-]{7,}")
YES: Final = ("oui", "yes", "true", "vrai", "1", "x", "o", "y")
NO: Final = ("non", "no", "false", "faux", "0", "n")


@dataclass(slots=True)
class Cells:
    """What a step reads: a row, or the pieces of a cut cell; and the record that it is part of."""

    row: Row
    cut: Sequence[str]
    record: Description
    place: str
    abroad: bool = False

    def values(self, column: str | int) -> list[str]:
        """The values of a column or position, trimmed, without empty ones."""
        if isinstance(column, int):
            value: str | Sequence[str] = self.cut[column] if column < len(self.cut) else ""
        else:
            value = self.row.get(column, "")
        if isinstance(value, str):
            text = value.strip()
            return [text] if text else []
        return [text for one in value if (text := one.strip())]


Write = Callable[[Description, str, Cells], None]


@dataclass(frozen=True, slots=True)
class Bound:
    """A field with what its statements need. `language` is empty for a property that takes none."""

    field: Field
    predicate: NamedNode
    language: str
    minting: Minting
    truths: Mapping[str, bool]


def writer(field: Field, language: str, minting: Minting) -> Write:
    """The function that writes one value of a field; `language` is that of text that declares none."""
    term = load_context().terms[field.term]
    takes_language = term.language_map or field.way in (Way.AGENT, Way.PLACE)
    truths = dict.fromkeys(map(fold, field.yes or YES), True) | dict.fromkeys(map(fold, field.no or NO), False)
    return partial(_WRITERS[field.way], Bound(
        field, term.iri, (field.lang or language) if takes_language else "", minting, truths))


def _text(bound: Bound, into: Description, value: str, _: Cells) -> None:
    into.text(bound.predicate, value, bound.language)


def _link(bound: Bound, into: Description, value: str, _: Cells) -> None:
    into.link(bound.predicate, value)


def _date(bound: Bound, into: Description, value: str, _: Cells) -> None:
    into.date(bound.predicate, value, form=bound.field.date, essential=bound.field.term in ESSENTIAL_DATES)


def _concept(bound: Bound, into: Description, value: str, _: Cells) -> None:
    into.concept(bound.predicate, bound.field.scheme, value)


def _territory(bound: Bound, into: Description, value: str, cells: Cells) -> None:
    """A territory; one that the record lies in is said of the record too, with what contains it."""
    scheme = bound.field.scheme
    iri = _found(into.concepts, scheme, value) or _found(into.concepts, "overseas", value)
    if iri is None:
        into.concept(bound.predicate, scheme, value)  # tells what is nearest
        return
    into.link(bound.predicate, iri)
    if bound.predicate == DCT.spatial:
        state_territory(cells.record, iri)


def _found(concepts: Concepts, scheme: str, value: str) -> str | None:
    try:
        return concepts.find(scheme, value)
    except UnknownConcept:
        return None


def _reference(bound: Bound, into: Description, value: str, _: Cells) -> None:
    source, kind = bound.field.ref
    into.link(bound.predicate, value if _IRI.fullmatch(value) else bound.minting.thing(kind, source, value))


def _agent(bound: Bound, into: Description, value: str, _: Cells) -> None:
    if _IRI.fullmatch(value):
        into.link(bound.predicate, value)
        return
    term = bound.field.term
    into.part(term, bound.predicate, PART_CLASSES[term]).text(DCT.title, value, bound.language)


def _place(bound: Bound, into: Description, value: str, _: Cells) -> None:
    """A place given as text: its name, and its address when the text has a number, else its city."""
    if _IRI.fullmatch(value):
        into.link(bound.predicate, value)
        return
    place = into.part(bound.field.term, bound.predicate, DCT.Location)
    place.text(DCT.title, value, bound.language)
    address = place.part("address", LOCN.address, LOCN.Address)
    address.text(LOCN.fullAddress if any(map(str.isdigit, value)) else LOCN.postName, value)


def _address(bound: Bound, into: Description, value: str, _: Cells) -> None:
    into.part(bound.field.term, bound.predicate, LOCN.Address).text(LOCN.fullAddress, value)


def _contact(bound: Bound, into: Description, value: str, _: Cells) -> None:
    """A contact given as text: a role mailbox, a page, or a name; a person's mailbox or phone is left out."""
    mailbox = role_mailbox(value)
    if mailbox is None and ("@" in value or _PHONE.fullmatch(value)):
        _tell_personal(bound, into)
        return
    contact = into.part(bound.field.term, bound.predicate, VCARD.Organization)
    if mailbox:
        contact.link(VCARD.hasEmail, mailbox)
    elif _IRI.fullmatch(value):
        contact.link(VCARD.hasURL, value)
    else:
        contact.text(VCARD.fn, value)


def _mailbox(bound: Bound, into: Description, value: str, _: Cells) -> None:
    mailbox = role_mailbox(value)
    if mailbox is None:
        _tell_personal(bound, into)
    else:
        into.link(bound.predicate, mailbox)


def _tell_personal(bound: Bound, into: Description) -> None:
    """The value itself is not repeated: findings are shown."""
    into.warn("MLG-P001", bound.predicate, "",
              "L'adresse ou le numéro d'une personne n'est pas publié ; donnez une adresse de fonction "
              "(contact@…).",
              "A person's address or number is not published; give a role address (contact@…).")


def _flag(bound: Bound, into: Description, value: str, _: Cells) -> None:
    said = bound.truths.get(fold(value))
    if said is None:
        known = ", ".join((*(bound.field.yes or YES), *(bound.field.no or NO)))
        into.warn("MLG-M002", bound.predicate, value,
                  f"« {value} » ne dit ni oui ni non ; valeurs connues : {known}.",
                  f"“{value}” says neither yes nor no; known values: {known}.")
    into.flag(bound.predicate, said)


def _decimal(bound: Bound, into: Description, value: str, _: Cells) -> None:
    number = decimal(value, bound.field.number)
    if number is not None:
        into.typed(bound.predicate, number, XSD.decimal)
        return
    into.warn("MLG-M003", bound.predicate, value,
              f"« {value} » n'est pas un nombre clair ; écrivez 1250.50 ou déclarez number = \"fr\".",
              f"“{value}” is not a clear number; write 1250.50 or declare number = \"fr\".")


def _integer(bound: Bound, into: Description, value: str, _: Cells) -> None:
    number = integer(value)
    if number is None:
        into.warn("MLG-M003", bound.predicate, value,
                  f"« {value} » n'est pas un nombre entier ; écrivez par exemple 12.",
                  f"“{value}” is not a whole number; write for example 12.")
    into.number(bound.predicate, number)


def _duration(bound: Bound, into: Description, value: str, _: Cells) -> None:
    lasting = duration(value)
    if lasting is not None:
        into.typed(bound.predicate, lasting, XSD.duration)
        return
    into.warn("MLG-M004", bound.predicate, value,
              f"« {value} » n'est pas une durée ; écrivez « 14 h », « 2 jours » ou PT14H, sinon utilisez "
              "durationText.",
              f"“{value}” is not a duration; write “14 h”, “2 days” or PT14H, else use durationText.")


def _point(bound: Bound, into: Description, value: str, _: Cells) -> None:
    wkt = point_of(value)
    if wkt is not None:
        into.typed(bound.predicate, wkt, GEO.wktLiteral)
        return
    into.warn("MLG-M005", bound.predicate, value,
              f"« {value} » n'est pas un point ; écrivez latitude, longitude en degrés, comme 48.11, -1.68.",
              f"“{value}” is not a point; write latitude, longitude in degrees, as in 48.11, -1.68.")


def _postcode(bound: Bound, into: Description, value: str, cells: Cells) -> None:
    into.text(bound.predicate, value)
    if not cells.abroad and (code := department_of_postcode(value)):
        state_department(cells.record, code)


def _commune(bound: Bound, into: Description, value: str, cells: Cells) -> None:
    into.text(bound.predicate, value)
    if not cells.abroad and (code := department_of_commune(value)):
        state_department(cells.record, code)


_WRITERS: Final[Mapping[Way, Callable[[Bound, Description, str, Cells], None]]] = {
    Way.ADDRESS: _address, Way.AGENT: _agent, Way.COMMUNE: _commune, Way.CONCEPT: _concept,
    Way.CONTACT: _contact, Way.DATE: _date, Way.DECIMAL: _decimal, Way.DURATION: _duration, Way.FLAG: _flag,
    Way.INTEGER: _integer, Way.LINK: _link, Way.MAILBOX: _mailbox, Way.PLACE: _place, Way.POINT: _point,
    Way.POSTCODE: _postcode, Way.REFERENCE: _reference, Way.TERRITORY: _territory, Way.TEXT: _text,
}
