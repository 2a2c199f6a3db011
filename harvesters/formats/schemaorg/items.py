"""The items of one page, or of one document of JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from harvesters.description import digest
from harvesters.formats.paging import is_remote, short_name
from harvesters.formats.schemaorg.choice import chosen
from harvesters.formats.schemaorg.classes import Taken, taken_by
from harvesters.formats.schemaorg.entry import entry_of
from harvesters.formats.schemaorg.jsonld import Nodes, TooMuch
from harvesters.formats.schemaorg.mending import NotJson, read_json
from harvesters.formats.schemaorg.node import Node, types
from harvesters.formats.schemaorg.page import Block, Page, read_page
from harvesters.formats.schemaorg.payload import TooLarge
from harvesters.formats.schemaorg.sitemap import PAGE
from harvesters.record import Document, Fault, Item, Listing, Raw, UnreadableDocument
from harvesters.source import Source
from shapes.finding import Finding, Severity

MOST_IN_PAGE: Final = 20_000
MOST_IN_DOCUMENT: Final = 500_000
# Items may share parts; this many times the document is no sharing but an attack.
_MOST_REPEATED: Final = 32
_SMALLEST_BUDGET: Final = 16 << 20
_COST_OF_TOO_LARGE: Final = 1 << 20
_LINKED: Final = frozenset({"@context", "@graph", "@type", "@id"})
_SHOWN: Final = 5
_LONGEST_SHOWN: Final = 60


@dataclass(slots=True)
class _Reading:
    """One page or document while it is read: what its items are called after, and the keys already given."""

    document: Document
    source: Source
    taken: Taken
    key: str
    page: str = ""
    language: str = ""
    mends: list[str] = field(default_factory=list)
    budget: int = _SMALLEST_BUDGET
    _given: dict[str, int] = field(default_factory=dict)
    _same: set[tuple[str, bytes]] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document, source: Source, page: Page | None = None) -> _Reading:
        """The local copy of a page is called after the address that it gives itself, else after its file."""
        own = document.url if is_remote(document.url) else page.canonical if page else ""
        size = document.path.stat().st_size
        return cls(document, source, taken_by(source), own or short_name(document), own if page else "",
                   page.language if page else "", budget=max(_SMALLEST_BUDGET, _MOST_REPEATED * size))

    @property
    def place(self) -> str:
        """How places name the page or document."""
        return self.document.url if self.page else short_name(self.document)

    def item(self, node: Node) -> Iterator[Item]:
        """The record of a node; one that was given already is not given again."""
        place = f"{self.place}, {', '.join(types(node)[:_SHOWN])[:_LONGEST_SHOWN]}"
        try:
            entry = entry_of(node, self.source, self.page, self.language, self.mends)
        except TooLarge:
            self._spend(_COST_OF_TOO_LARGE)
            yield self.fault(place, "MLG-A007", "cet élément compte plus de 20 000 parties ; découpez-le.",
                             "this item has more than 20,000 parts; split it.")
            return
        if entry is None:
            return
        self._spend(len(entry.payload))
        key = self._free(entry.key or self.key, entry.payload)
        if key:
            yield Raw(key, entry.payload, place, entry.kind, entry.datestamp, entry.deleted)

    def fault(self, place: str, code: str, fr: str, en: str) -> Fault:
        """What cannot become a record; where nothing else has it, the key is that of the page's own item."""
        fr, en = f"Données structurées illisibles : {fr}", f"Structured data cannot be read: {en}"
        return Fault(self._free(self.key, b""), place, Finding(code, Severity.VIOLATION, fr, en))

    def _spend(self, size: int) -> None:
        self.budget -= size
        if self.budget < 0:
            raise UnreadableDocument(
                "MLG-A004", "Les éléments du document répètent sans fin les mêmes parties : il est refusé.",
                "The items of the document repeat the same parts without end: it is refused.")

    def _free(self, key: str, payload: bytes) -> str:
        """`key`, with a number where this document gave it already; empty where it gave the very same."""
        same = (key, digest(payload))
        if payload and same in self._same:
            return ""
        self._same.add(same)
        free = key
        while free in self._given:
            self._given[key] += 1
            free = f"{key}#{self._given[key]}"
        self._given[free] = 1
        return free


def items_of_page(document: Document, text: str, source: Source) -> Iterator[Item]:
    """The items of a web page, and a fault for each block that cannot be read.

    Raises:
        UnreadableDocument: it nests too deeply; or the source leads straight to it, and it has no JSON-LD.
    """
    try:
        page = read_page(text, document.url if is_remote(document.url) else "")
    except TooMuch:
        raise _too_much() from None
    if not page.blocks:
        yield from _without_blocks(document, page, taken_by(source))
        return
    reading = _Reading.of(document, source, page)
    nodes = Nodes(page.base, MOST_IN_PAGE)
    broken = [found for block in page.blocks if (found := _add(nodes, block, reading))]
    yield from _items(reading, nodes, page=True)
    for line, column, fr, en in broken:
        yield reading.fault(
            f"{reading.place}, line {line}, column {column}", "MLG-A003",
            f"ligne {line}, colonne {column} de la page : {fr} ; corrigez le bloc JSON-LD.",
            f"line {line}, column {column} of the page: {en}; correct the block of JSON-LD.")


def items_of_document(document: Document, text: str, source: Source) -> Iterator[Item]:
    """The items of a document of JSON-LD; a page of a site that is other JSON has none.

    Raises:
        UnreadableDocument: not JSON, not JSON-LD, too large; of the pages of a site, each costs one fault instead.
    """
    reading = _Reading.of(document, source)
    nodes = Nodes(document.url if is_remote(document.url) else "", MOST_IN_DOCUMENT)
    try:
        mended = read_json(text)
        if not _is_linked(mended.value):
            if document.kind != PAGE:
                raise _not_linked()
            return
        reading.mends.extend(mended.mends)
        nodes.add(mended.value)
    except NotJson as fault:
        fr = f"Le document n'est pas du JSON (ligne {fault.line}, colonne {fault.column} : {fault.why})"
        en = f"The document is not JSON (line {fault.line}, column {fault.column}: {fault.why})"
        if document.kind == PAGE:
            yield reading.fault(f"{reading.place}, line {fault.line}, column {fault.column}", "MLG-A003", fr, en)
            return
        raise UnreadableDocument("MLG-A002", f"{fr} ; corrigez-le, ou prévenez la source.",
                                 f"{en}; correct it, or tell the source.") from None
    except TooMuch:
        raise _too_much() from None
    yield from _items(reading, nodes, page=False)


def _items(reading: _Reading, nodes: Nodes, *, page: bool) -> Iterator[Item]:
    picked = chosen(nodes.roots, reading.taken, page=page)
    for node in picked:
        yield from reading.item(node)
    untyped = 0 if page else sum(not types(node) for node in nodes.roots)
    if untyped:
        yield Listing(remarks=(Finding(
            "MLG-A014", Severity.WARNING,
            f"{untyped} éléments sans @type : rien ne dit ce qu'ils sont, ils sont omis.",
            f"{untyped} nodes without @type: nothing says what they are, they are left out."),))
    if not picked and reading.document.kind != PAGE:
        met = ", ".join(list(dict.fromkeys(name for node in nodes.roots for name in types(node)))[:_SHOWN])
        yield Listing(remarks=(Finding(
            "MLG-A012", Severity.WARNING,
            f"Aucun élément d'un type retenu ; types présents : {met[:_LONGEST_SHOWN] or 'aucun'}.",
            f"No item of a type that is taken; types that are there: {met[:_LONGEST_SHOWN] or 'none'}."),))


def _add(nodes: Nodes, block: Block, reading: _Reading) -> tuple[int, int, str, str] | None:
    """Take in a block; where it is broken and why, in both languages, if it is."""
    if not block.text.strip():
        return None
    try:
        mended = read_json(block.text)
        nodes.add(mended.value)
    except NotJson as fault:
        return *block.place(fault.line, fault.column), f"ce n'est pas du JSON ({fault.why})", f"not JSON ({fault.why})"
    except TooMuch:
        return (block.line, block.column, "le bloc imbrique trop de niveaux ou compte trop d'éléments",
                "the block nests too deeply or holds too many nodes")
    reading.mends.extend(mend for mend in mended.mends if mend not in reading.mends)
    return None


def _without_blocks(document: Document, page: Page, taken: Taken) -> Iterator[Item]:
    """One page of a site without JSON-LD is no item; one that the source leads straight to is a mistake."""
    unread = ", ".join(name for name in page.annotated if name in taken.classes)
    if document.kind != PAGE:
        fr = f" ; elle a des Microdata ou du RDFa ({unread}), qui ne sont pas lus" if unread else ""
        en = f"; it has Microdata or RDFa ({unread}), which are not read" if unread else ""
        raise UnreadableDocument(
            "MLG-A005", f"La page n'a pas de JSON-LD{fr} ; donnez l'adresse d'un sitemap ou d'une autre page.",
            f"The page has no JSON-LD{en}; give the address of a sitemap or of another page.")
    if unread:
        yield Listing(remarks=(Finding(
            "MLG-A006", Severity.INFO,
            f"Des pages ne disent {unread} qu'en Microdata ou en RDFa, qui ne sont pas lus ; demandez du JSON-LD à "
            "l'éditeur.",
            f"Pages tell of {unread} in Microdata or RDFa only, which are not read; ask the publisher for JSON-LD.",
            "", document.url),))


def _is_linked(value: Any) -> bool:
    members: Iterable[Any] = value if isinstance(value, list) else [value]
    return any(isinstance(member, dict) and _LINKED & member.keys() for member in members)


def _not_linked() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-A010", "Le document est du JSON, mais pas du JSON-LD (ni @context, ni @type) ; vérifiez l'adresse et le "
        "format de la source.",
        "The document is JSON, but no JSON-LD (neither @context nor @type); check the address and the format of the "
        "source.")


def _too_much() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-A013", "Le document imbrique trop de niveaux ou compte trop d'éléments : il est refusé.",
        "The document nests too deeply or holds too many nodes: it is refused.")
