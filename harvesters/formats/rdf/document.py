"""An RDF document on disk, whatever its syntax, as statements, or as a graph whose IRIs are all valid."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from pyoxigraph import Quad, RdfFormat, Triple, parse

from harvesters.coding import BrokenCoding, Decoder
from harvesters.formats.rdf.contexts import with_bundled_contexts
from harvesters.formats.rdf.graph import LinkedGraph
from harvesters.formats.rdf.nesting import MOST_NESTED, too_nested
from harvesters.formats.rdf.xml_guard import guarded_rdfxml
from harvesters.record import Document, UnreadableDocument


class Syntax(StrEnum):
    """The syntaxes of documents; N-Triples and Turtle are read as TriG, which contains both."""

    TURTLE = "Turtle"
    N_QUADS = "N-Quads"
    RDF_XML = "RDF/XML"
    JSON_LD = "JSON-LD"


_BY_MEDIA_TYPE = {
    "text/turtle": Syntax.TURTLE, "application/x-turtle": Syntax.TURTLE, "application/n-triples": Syntax.TURTLE,
    "text/n3": Syntax.TURTLE, "application/trig": Syntax.TURTLE, "application/n-quads": Syntax.N_QUADS,
    "application/rdf+xml": Syntax.RDF_XML, "application/xml": Syntax.RDF_XML, "text/xml": Syntax.RDF_XML,
    "application/ld+json": Syntax.JSON_LD, "application/json": Syntax.JSON_LD,
}
_BY_EXTENSION = {
    ".ttl": Syntax.TURTLE, ".nt": Syntax.TURTLE, ".n3": Syntax.TURTLE, ".trig": Syntax.TURTLE, ".nq": Syntax.N_QUADS,
    ".rdf": Syntax.RDF_XML, ".xml": Syntax.RDF_XML, ".owl": Syntax.RDF_XML, ".jsonld": Syntax.JSON_LD,
    ".json": Syntax.JSON_LD,
}
EXTENSIONS = frozenset(_BY_EXTENSION)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_LARGEST = 256 << 20
_XML_START = re.compile(rb"\s*<(?:\?xml|!|(?:[\w.-]+:)?[\w.-]+[^>]*?\sxmlns)")
_JSON_START = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\]])")

# Turtle read token by token, only to know how deep it nests: oxigraph dies of 30,000 nested triple terms.
_TOKENS = re.compile(
    rb"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s\"{}|^`\\]*>|#[^\n]*|(<<)|(>>)",
    re.DOTALL)


def read_rdf(document: Document) -> LinkedGraph:
    """The whole graph of a document; half a document is none.

    Invalid IRIs are mended or replaced by blank nodes, and told by `LinkedGraph.mended`.

    Raises:
        UnreadableDocument: see `statements`.
    """
    return LinkedGraph(statements(document))


def statements(document: Document) -> Iterator[Quad | Triple]:
    """Every statement of a document, which may be gzipped; IRIs and language tags are not checked.

    Raises:
        UnreadableDocument: another format, a syntax error, a DTD, an unknown JSON-LD context, absurd nesting.
    """
    content = _unpacked(document.path.read_bytes()).removeprefix(_BYTE_ORDER_MARK)
    if not content.strip():
        raise UnreadableDocument("MLG-W001", "Le document est vide ; vérifiez l'adresse de la source.",
                                 "The document is empty; check the source's address.")
    syntax = syntax_of(document, content[:4096])
    try:
        yield from _READERS[syntax](document, content)
    except SyntaxError as fault:
        raise _broken(document, syntax, fault) from fault


def syntax_of(document: Document, start: bytes) -> Syntax:
    """What the content looks like; where it does not tell, what the server or the address says."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or _XML_START.match(start):
        return Syntax.RDF_XML
    if _JSON_START.match(start):
        return Syntax.JSON_LD
    return _announced(document) or Syntax.TURTLE


def _announced(document: Document) -> Syntax | None:
    media_type = document.media_type.partition(";")[0].strip().lower()
    extension = PurePosixPath(unquote(urlsplit(document.url).path).removesuffix(".gz")).suffix.lower()
    return _BY_MEDIA_TYPE.get(media_type) or _BY_EXTENSION.get(extension)


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(_GZIP):
        return content
    decoder, unpacked = Decoder("gzip"), bytearray()
    try:
        for piece in decoder.feed(content):
            unpacked += piece
            if len(unpacked) > _LARGEST:
                raise UnreadableDocument(
                    "MLG-W015", f"Décompressé, le document dépasse {_LARGEST >> 20} Mio ; découpez-le.",
                    f"Unpacked, the document is larger than {_LARGEST >> 20} MiB; split it.")
        decoder.finish()
    except BrokenCoding as damage:
        raise UnreadableDocument(
            "MLG-W016", f"Le document compressé (gzip) est coupé ou abîmé ({damage}) ; relancez, puis prévenez "
            "l'éditeur si cela dure.",
            f"The compressed document (gzip) is cut or damaged ({damage}); run again, then tell the publisher if "
            "this lasts.") from damage
    return bytes(unpacked)


def _text(form: RdfFormat, document: Document, content: bytes) -> Iterator[Quad | Triple]:
    if content.count(b"<<") > MOST_NESTED and _depth(content) > MOST_NESTED:
        raise too_nested()
    # Lenient only leaves IRIs and language tags unchecked; LinkedGraph checks each of them.
    return parse(input=content, format=form, base_iri=document.url, lenient=True)


def _rdfxml(document: Document, content: bytes) -> Iterator[Quad | Triple]:
    return parse(input=guarded_rdfxml(content), format=RdfFormat.RDF_XML, base_iri=document.url, lenient=True)


def _jsonld(document: Document, content: bytes) -> Iterator[Quad | Triple]:
    """Lenient, for the strict algorithm drops a node with an invalid IRI without a word."""
    return parse(input=with_bundled_contexts(content), format=RdfFormat.JSON_LD,
                 base_iri=document.url, lenient=True)


_READERS: dict[Syntax, Callable[[Document, bytes], Iterator[Quad | Triple]]] = {
    Syntax.TURTLE: partial(_text, RdfFormat.TRIG), Syntax.N_QUADS: partial(_text, RdfFormat.N_QUADS),
    Syntax.RDF_XML: _rdfxml, Syntax.JSON_LD: _jsonld}


def _depth(content: bytes) -> int:
    depth = deepest = 0
    for token in _TOKENS.finditer(content):
        depth += (token[1] is not None) - (token[2] is not None)
        deepest = max(deepest, depth)
    return deepest


def _broken(document: Document, syntax: Syntax, fault: SyntaxError) -> UnreadableDocument:
    announced = _announced(document)
    where_fr = where_en = ""
    if announced is not None and announced is not syntax:
        where_fr = f" ; il est annoncé comme {announced}"
        where_en = f"; it is announced as {announced}"
    told = str(fault.msg)[:300]
    return UnreadableDocument(
        "MLG-W003", f"Le document n'est pas du {syntax} valide ({told}){where_fr} ; vérifiez l'adresse et le format, "
        "ou signalez l'erreur à l'éditeur.",
        f"The document is not valid {syntax} ({told}){where_en}; check the address and the format, or report the "
        "error to the publisher.")
