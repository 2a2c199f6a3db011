"""JSON documents, read whole."""

from __future__ import annotations

from typing import Any

import orjson

from harvesters.record import Document, UnreadableDocument

_BOM = b"\xef\xbb\xbf"


def load_json(document: Document) -> Any:  # Any: what it holds is judged value by value.
    """The value of a JSON document.

    Raises:
        UnreadableDocument: it is not JSON (`MLG-F021`), or a web page (`MLG-F022`).
    """
    content = document.path.read_bytes().removeprefix(_BOM)
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        raise not_json(content[:200], fault) from None


def not_json(start: bytes, fault: orjson.JSONDecodeError) -> UnreadableDocument:
    """Why a document that begins with `start` is not JSON."""
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return UnreadableDocument(
            "MLG-F022", "L'adresse a répondu une page web (HTML) au lieu de JSON ; vérifiez l'adresse de la source.",
            "The address answered with a web page (HTML) instead of JSON; check the source's address.")
    return UnreadableDocument(
        "MLG-F021",
        f"Le document n'est pas du JSON complet (ligne {fault.lineno}, colonne {fault.colno} : {fault.msg}) ; "
        "relancez, puis prévenez la source si cela dure.",
        f"The document is not complete JSON (line {fault.lineno}, column {fault.colno}: {fault.msg}); try again, "
        "then tell the source if this lasts.")
