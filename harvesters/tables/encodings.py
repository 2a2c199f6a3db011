"""Which encoding a table of text is in: declared and proved, or recognised by the letters it yields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import charset_normalizer
from charset_normalizer.constant import IANA_SUPPORTED
from charset_normalizer.utils import iana_name

from harvesters.record import UnreadableDocument
from ontology.nearest import nearest

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
# One line in twenty may be broken in an otherwise sound file; it is refused alone.
_MOST_MISFITS = 0.05
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
                 (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What spreadsheets on Windows, on old Macs and under DOS write in western Europe.
_WESTERN: Final = ("cp1252", "iso8859_15", "mac_roman", "cp850")
_LETTERS: Final = re.compile(
    "[éèêëàâäçùûüîïôöœæñáíóúßÿ’‘“”«»–—…•€°²ªº¿¡·\xa0]|(?<![a-zà-ÿ])[ÉÈÊËÀÂÄÇÙÛÜÎÏÔÖŒÆÑÁÍÓÚ]|[ÉÈÊËÀÂÇÔŒ](?![a-zà-ÿ])")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec and how it carries what it cannot decode, so that only the row concerned is refused."""

    name: str
    errors: str = "surrogateescape"


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a codec reads a file: lines with letters beyond ASCII, those it cannot read, the first of them."""

    lines: int = 0
    misfits: int = 0
    line: int = 0
    byte: int = 0

    @property
    def good(self) -> bool:
        return self.misfits <= self.lines * _MOST_MISFITS


@contextmanager
def decoding_told() -> Iterator[None]:
    """Bytes that turn out not to be in the encoding of the text, told as what they are.

    Raises:
        UnreadableDocument: the text is cut, or in another encoding.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            "MLG-G006", f"le texte est coupé ou n'est pas en {error.encoding} ; déclarez options.encoding.",
            f"the text is cut or not in {error.encoding}; declare options.encoding.") from error


def encoding_of(path: Path, declared: str = "") -> Encoding:
    """The encoding of a file, as declared or as recognised.

    Raises:
        UnreadableDocument: it is not in the declared encoding, or in none that can be told.
    """
    with path.open("rb") as handle:
        start = handle.read(_SAMPLE)
    marked = _marked(start)
    if declared:
        return _declared(path, declared, marked)
    if marked:
        return marked
    if _fit(path, "utf-8").good:
        return Encoding("utf-8")
    guessed = _guess(_accented(path))
    if guessed is None:
        raise UnreadableDocument(
            "MLG-G006", "le codage des caractères n'est pas reconnu ; déclarez-le sous [options] : "
            "encoding = \"cp1252\".",
            "the character encoding is not recognised; declare it under [options]: encoding = \"cp1252\".")
    return Encoding(guessed)


def _marked(start: bytes) -> Encoding | None:
    """The encoding that a byte order mark tells, or UTF-16 by its many zero bytes."""
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return Encoding(codec, "surrogateescape" if codec == "utf-8-sig" else "surrogatepass")
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) * 4 > len(start) and len(start) > 1:
        return Encoding("utf-16-le" if odd > even else "utf-16-be", "surrogatepass")
    return None


def _declared(path: Path, declared: str, marked: Encoding | None) -> Encoding:
    try:
        codec = iana_name(declared)
        b"a".decode(codec, "replace")  # `rot13` is a codec, but not one of text.
    except (ValueError, LookupError):
        near_fr, near_en = nearest(declared, ("utf-8", *IANA_SUPPORTED))
        raise UnreadableDocument(
            "MLG-G006", f"« {declared} » (options.encoding) n'est pas un codage connu ; {near_fr}",
            f"“{declared}” (options.encoding) is not a known encoding; {near_en}") from None
    if marked:
        if codec[:5] != marked.name.replace("-", "_")[:5]:
            raise _wrong(declared, marked.name.removesuffix("-sig"))
        return marked
    fit = _fit(path, codec)
    if not fit.good:
        sample = _accented(path)
        suggested = "utf-8" if _fit(path, "utf-8").good else _guess(sample) or "…"
        raise _wrong(declared, suggested, fit)
    if codec != "utf_8" and fit.lines and _fit(path, "utf-8").misfits == 0:
        raise _wrong(declared, "utf-8")
    return Encoding(codec)


def _wrong(declared: str, suggested: str, fit: _Fit | None = None) -> UnreadableDocument:
    where_fr = f" (ligne {fit.line}, octet 0x{fit.byte:02X})" if fit else ""
    where_en = f" (line {fit.line}, byte 0x{fit.byte:02X})" if fit else ""
    return UnreadableDocument(
        "MLG-G006",
        f"le fichier n'est pas en {declared}{where_fr} ; il semble être en {suggested} : "
        "corrigez options.encoding.",
        f"the file is not in {declared}{where_en}; it seems to be in {suggested}: correct options.encoding.")


def _fit(path: Path, codec: str) -> _Fit:
    """Try every line that is not plain ASCII."""
    lines = misfits = first = byte = 0
    for number, line in _beyond_ascii(path):
        lines += 1
        try:
            line.decode(codec)
        except UnicodeDecodeError as error:
            misfits += 1
            if not first:
                first, byte = number, line[error.start]
    return _Fit(lines, misfits, first, byte)


def _beyond_ascii(path: Path) -> Iterator[tuple[int, bytes]]:
    """The numbered lines with a byte above 127, whatever ends a line."""
    number, rest = 1, b""
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            block = rest + block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            *lines, rest = block.split(b"\n")
            if not block.isascii():
                yield from ((number + at, line) for at, line in enumerate(lines) if not line.isascii())
            number += len(lines)
    if not rest.isascii():
        yield number, rest


def _accented(path: Path) -> bytes:
    """Lines beyond ASCII, enough to tell an encoding."""
    sample = bytearray()
    for _, line in _beyond_ascii(path):
        sample += line[:_SAMPLE] + b"\n"
        if len(sample) > _SAMPLE:
            break
    return bytes(sample)


def _guess(sample: bytes) -> str | None:
    """The western encoding whose letters are those that people write; else what charset-normalizer finds."""
    best, share = "", 0.0
    for codec in _WESTERN:
        text = sample.decode(codec, "replace")
        usual = len(_LETTERS.findall(text)) / max(1, sum(not letter.isascii() for letter in text))
        if usual > share:
            best, share = codec, usual
    if share > 0.9:
        return best
    found = charset_normalizer.from_bytes(sample).best()
    return found.encoding if found else None
