"""Reading an LHEO document item by item."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from lxml import etree

from harvesters.formats.lheo.element import local_name
from harvesters.formats.lheo.payload import canonical
from harvesters.formats.xml_prologue import root_name
from harvesters.record import Document, Fault, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

_ROOTS: Final = frozenset({"lheo", "lheo-index", "lheo-plus"})
# Python refuses to read numbers of thousands of digits; no feed counts that far.
_LONGEST_NUMBER: Final = 12
_KINDS: Final = {
    "formation": "course", "resume-offre": "course",
    "resume-organisme": "organization", "organisme-formation-responsable": "organization",
}


def read(document: Document, source: Source) -> Iterator[Item]:  # noqa: ARG001  every format has this signature
    """Every training and organisation that the document lists, one in memory at a time.

    A document that breaks midway gives what stood whole before the break, then says that it is incomplete.

    Raises:
        UnreadableDocument: not XML, not LHEO, or with a DTD.
    """
    root = root_name(document.path)
    if root not in _ROOTS:
        raise UnreadableDocument(
            "MLG-L001",
            f"Le document XML n'est pas du LHEO : sa racine est <{root}>, on attend <lheo> ou <lheo-index> ; "
            "vérifiez l'adresse ou le format de la source.",
            f"The XML document is not LHEO: its root is <{root}>, <lheo> or <lheo-index> is expected; "
            "check the address or the format of the source.")
    events = etree.iterparse(
        str(document.path), events=("end",), tag=[f"{{*}}{name}" for name in _listed(root)],
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_blank_text=True, remove_comments=True, remove_pis=True)
    try:
        yield from _items(events, _name(document))
    except etree.XMLSyntaxError as fault:
        yield Listing(incomplete=f"XML: {fault.msg}")
    else:
        yield from _announced(events.root)


def _listed(root: str) -> tuple[str, ...]:
    """Inside a training an organisation is its provider; only in `lheo-plus` may it stand on its own."""
    return tuple(_KINDS) if root == "lheo-plus" else ("formation", "resume-offre", "resume-organisme")


def _items(events: etree.iterparse, name: str) -> Iterator[Item]:
    done: etree._Element | None = None
    for _, element in events:
        if _refers_to_entities(element):
            raise UnreadableDocument(
                "MLG-X102", "Le document contient une DTD, ce qui est refusé pour des raisons de sûreté.",
                "The document contains a DTD, which is refused for safety.")
        kind = _KINDS[local_name(element.tag)]
        parent = element.getparent()
        if kind == "organization" and parent is not None and local_name(parent.tag) == "formation":
            continue
        yield _item(element, kind, name)
        # The element just read may still get its tail, so the one before it is let go.
        if done is not None and (holder := done.getparent()) is not None:
            holder.remove(done)
        done = element


def _refers_to_entities(element: etree._Element) -> bool:
    """A second lock: expat saw no DTD, so the tree builder must have seen none either."""
    return element.getroottree().docinfo.internalDTD is not None


def _item(element: etree._Element, kind: str, name: str) -> Raw | Fault:
    tag = local_name(element.tag)
    number = (element.get("numero") or element.get("id") or "").strip()
    place = f"{name}, line {element.sourceline}, {tag}" + (f" numero={number}" if number else "")
    changed = element.get("horodatage-modification") or element.get("datemaj") or ""
    key = number or _made_key(element)
    payload = canonical(element)
    if key:
        return Raw(key, payload, place, kind, changed)
    return Fault("", place, Finding(
        "MLG-L002", Severity.VIOLATION,
        f"<{tag}> n'a ni numero, ni SIRET, ni intitulé : rien ne permet de le reconnaître ensuite ; "
        "donnez-lui un attribut numero.",
        f"<{tag}> has neither numero nor SIRET nor title: nothing tells it apart the next time; "
        "give it a numero attribute."), payload)


def _made_key(element: etree._Element) -> str:
    """A key for what has no number, from what changes least: who gives the training, and its title."""
    words = [
        " ".join((found.text or "").split())
        for name in ("SIRET", "intitule-formation", "nom-organisme")
        if (found := element.find(f".//{{*}}{name}")) is not None
    ]
    if not any(words):
        return ""
    return f"sans-numero-{hashlib.blake2b('|'.join(words).encode(), digest_size=8).hexdigest()}"


def _announced(root: etree._Element) -> Iterator[Listing]:
    """What the feed says of itself: how many results it has, and whether its making went well."""
    for extra in root.iter("{*}extra"):
        value = (extra.text or "").strip()
        if extra.get("info") == "nb-resultat" and value.isdecimal() and len(value) <= _LONGEST_NUMBER:
            yield Listing(expected=int(value))
        elif extra.get("info") == "statut" and value.upper() != "OK":
            yield Listing(incomplete=f"the feed says statut = {value}",
                          incomplete_fr=f"le flux dit statut = {value}")


def _name(document: Document) -> str:
    """The name of the file as its address has it; the local copy has a name of no meaning."""
    return unquote(PurePosixPath(urlsplit(document.url).path).name) or document.path.name
