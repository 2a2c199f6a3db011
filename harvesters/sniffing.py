"""What a document looks like from its first bytes, whatever its server calls it."""

import codecs
import re

SNIFFED = 1024

_SIGNATURES = (
    (b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"\x89PNG\r\n", "image"), (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Atomic groups: each comment is read once, or a page of comments would take for ever.
_FORMS = (
    ("html", re.compile(r"(?:<\?xml[^>]*>|(?><!--.*?-->)|\s)*+<(?:!doctype\s+html|html|head|body|title|script|meta)\b",
                        re.IGNORECASE | re.DOTALL)),
    ("xml", re.compile(r"<(?:\?xml|!doctype|!--|[A-Za-z_][\w.-]*+(?::[\w.-]+)?[\s/>])", re.IGNORECASE)),
    ("json", re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]\d-]")),
    ("calendar", re.compile(r"BEGIN:VCALENDAR", re.IGNORECASE)),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

# French, English, and the words of a media type that promise it. The order counts: "officedocument" goes with "xml".
_NAMES = {
    "html": ("une page web", "a web page", ("html",)),
    "gzip": ("un fichier gzip", "a gzip file", ("gzip",)),
    "zip": ("une archive ZIP ou un classeur", "a ZIP archive or a workbook", ("zip", "officedocument", "opendocument")),
    "xml": ("du XML", "XML", ("xml",)),
    "json": ("du JSON", "JSON", ("json",)),
    "calendar": ("un calendrier", "a calendar", ("calendar",)),
    "pdf": ("un document PDF", "a PDF document", ("pdf",)),
    "image": ("une image", "an image", ("image/",)),
    "text": ("du texte", "plain text", ("csv", "tab-separated")),
    "empty": ("rien", "nothing", ()),
}


def looks_like(start: bytes) -> str:
    """One word for a document that begins so: html, xml, json, calendar, pdf, zip, gzip, text, binary, empty …"""
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            return name
    text = _text(start[:SNIFFED]).lstrip("\ufeff \t\r\n")
    if not text:
        return "empty"
    for name, form in _FORMS:
        if form.match(text):
            return name
    return "binary" if _CONTROLS.search(text) else "text"


def described(looks: str) -> tuple[str, str]:
    """What `looks_like` says, in French and English words."""
    fr, en, *_ = _NAMES.get(looks, (looks, looks))
    return fr, en


def contradiction(media_type: str, looks: str) -> tuple[str, str]:
    """In French and English, that a server says one thing and sent another; empty when it may be the same."""
    said = media_type.partition(";")[0].strip().lower()[:100]
    promised = next((name for name, (*_, words) in _NAMES.items() if any(word in said for word in words)), "")
    fragment = promised == "html" and looks in ("xml", "text")  # A part of a page begins like any of these.
    if not promised or looks not in _NAMES or looks == promised or fragment:
        return "", ""
    fr, en, _ = _NAMES[looks]
    return f"le serveur annonce « {said} » mais envoie {fr}", f"the server says “{said}” but sends {en}"


def _text(start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return start.decode(encoding, "replace")
    return start.decode("latin-1")
