"""What stands before the root of an XML document, judged before any tree builder sees it.

expat reads only as far as the root and knows few encodings: whatever it cannot read (UTF-7, UTF-32 and the
other ways to hide a DTD from a byte search) is refused, so that the tree builder never gets it.
"""

from pathlib import Path
from typing import IO, NoReturn
from xml.parsers import expat

from harvesters.record import UnreadableDocument

_CHUNK = 65_536


class _RootReached(Exception):
    """The prologue is over; `name` is the root's name without its prefix."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def root_name(path: Path) -> str:
    """The local name of the root element of a document without DTD.

    Raises:
        UnreadableDocument: empty, not XML, a web page, an encoding that cannot be trusted, or any DTD.
    """
    with path.open("rb") as file:
        return root_name_in(file)


def root_name_in(file: IO[bytes]) -> str:
    """The same of an open document."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = _reach_root
    try:
        _feed(parser, file)
    except _RootReached as root:
        if root.name.lower() == "html":
            raise _web_page() from None
        return root.name
    except (LookupError, ValueError):
        raise UnreadableDocument(
            "MLG-X101",
            "Le codage que le document déclare n'est pas accepté ; publiez-le en UTF-8.",
            "The encoding that the document declares is not accepted; publish it in UTF-8.") from None
    except expat.ExpatError as fault:
        raise _not_xml(file, fault) from None
    raise AssertionError("expat ends a document without root with an error")


def _feed(parser: expat.XMLParserType, file: IO[bytes]) -> None:
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _reach_root(name: str, _attributes: object) -> NoReturn:
    raise _RootReached(name.rpartition(":")[2])


def _refuse_dtd(name: str, _system: object, _public: object, _subset: object) -> NoReturn:
    if name.lower() == "html":
        raise _web_page()
    raise UnreadableDocument(
        "MLG-X102",
        f"Le document commence par une DTD (<!DOCTYPE {name}>), ce qui est refusé pour des raisons de sûreté ; "
        "publiez-le sans DTD.",
        f"The document begins with a DTD (<!DOCTYPE {name}>), which is refused for safety; publish it without one.")


def _web_page() -> UnreadableDocument:
    return UnreadableDocument(
        "MLG-X103",
        "L'adresse a répondu une page web (HTML) au lieu d'un document XML ; vérifiez l'adresse de la source.",
        "The address answered with a web page (HTML) instead of an XML document; check the source's address.")


def _not_xml(file: IO[bytes], fault: expat.ExpatError) -> UnreadableDocument:
    file.seek(0)
    whole = file.read(_CHUNK)
    start = whole.lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):  # In XML the one is written in capitals.
        return _web_page()
    if not whole:
        return UnreadableDocument(
            "MLG-X104", "Le document est vide ; vérifiez l'adresse de la source.",
            "The document is empty; check the source's address.")
    why = expat.ErrorString(fault.code)
    return UnreadableDocument(
        "MLG-X105",
        f"Le document n'est pas du XML (ligne {fault.lineno}, colonne {fault.offset + 1} : {why}) ; "
        "vérifiez l'adresse et le format de la source.",
        f"The document is not XML (line {fault.lineno}, column {fault.offset + 1}: {why}); "
        "check the address and the format of the source.")
