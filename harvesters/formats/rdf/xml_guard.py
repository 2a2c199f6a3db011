"""RDF/XML made safe for the parser: no DTD, bounded nesting, UTF-8."""

import re
from io import BytesIO
from xml.parsers import expat

from harvesters.formats.rdf.nesting import MOST_NESTED, too_nested
from harvesters.formats.xml_prologue import root_name_in
from harvesters.record import UnreadableDocument

# A CSW answer carries records of several models and pages in its own way.
_CATALOGUE_SERVICE_ROOTS = frozenset({"GetRecordsResponse", "GetRecordByIdResponse", "ExceptionReport"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# Single-byte encodings that Python and expat read alike; others could hide a DTD from the check.
_ENCODINGS = frozenset({"iso-8859-1", "iso-8859-15", "latin-1", "windows-1252", "cp1252", "us-ascii", "utf-16"})


def guarded_rdfxml(content: bytes) -> bytes:
    """The document in UTF-8, fit for a parser that expands entities and slows down with nesting.

    Raises:
        UnreadableDocument: a DTD, a web page, a CSW answer, broken XML, too deep nesting, an odd encoding.
    """
    root = root_name_in(BytesIO(content))
    if root in _CATALOGUE_SERVICE_ROOTS:
        raise UnreadableDocument(
            "MLG-W004",
            f"Le document est une réponse CSW ({root}), pas un catalogue DCAT ; donnez l'adresse de l'export DCAT "
            "(RDF) du catalogue.",
            f"The document is a CSW answer ({root}), not a DCAT catalogue; give the address of the catalogue's "
            "DCAT (RDF) export.")
    encoding = _scanned(content).lower()
    if encoding in ("", "utf-8", "utf8"):
        return content
    if encoding not in _ENCODINGS:
        raise UnreadableDocument(
            "MLG-W005", f"Le codage « {encoding} » n'est pas accepté ; publiez le document en UTF-8.",
            f"The encoding “{encoding}” is not accepted; publish the document in UTF-8.")
    return _DECLARATION.sub("", content.decode(encoding), count=1).encode()


def _scanned(content: bytes) -> str:
    """The encoding, after one pass over the whole document that counts nesting."""
    depth = 0
    encodings = ["utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""]

    def enter(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_NESTED:
            raise too_nested()

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        encodings.append(encodings[0] or encoding or "")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.XmlDeclHandler = enter, leave, declared
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        told = f"{expat.ErrorString(fault.code)}, line {fault.lineno}, column {fault.offset + 1}"
        raise SyntaxError(told) from fault
    return encodings[-1]
