"""Where a query that the engine cannot parse is wrong, and why, said so that a researcher can mend it.

The engine tells the furthest place that its parser looked at. It looks ahead as far as the longest keyword that might
stand there, so the fault lies up to fourteen characters, or some lines, before that place. With wide gaps between its
tokens, a text leaves nothing to look ahead to but the gap after the token at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from ontology.terms import PREFIXES
from sparql.failure import QueryFailed
from sparql.tokens import Token, tokens

_TOLD: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
# A keyword among what the parser expected.
_KEYWORD: Final = re.compile(r"(?:\A|(?<=, ))[A-Z_0-9]{2,}(?=, |\Z)", re.IGNORECASE)
# Wider than the longest keyword, ENCODE_FOR_URI. The last of it can begin no token.
_GAP: Final = " " * 16
_END: Final = _GAP + "\x01" * 16
# Signs that may be parts of a longer one stay where they are.
_GLUED: Final = frozenset("|<>")
_QUOTES: Final = ("'", '"')
_WEB: Final = ("http:", "https:")
_SHOWN: Final = 40

# What the engine says where the grammar alone is kept, by a part of it.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "BIND is overriding": (
        "un BIND de ce groupe nomme une variable qui a déjà une valeur",
        "a BIND of this group names a variable that has a value already"),
    "VALUES clause rows": (
        "chaque ligne de VALUES doit avoir autant de valeurs que de variables ; UNDEF en tient lieu",
        "each row of VALUES must have as many values as there are variables; UNDEF stands for none"),
    "Repeated variables": ("VALUES nomme deux fois la même variable", "VALUES names the same variable twice"),
    "Unexpected aggregate": (
        "un agrégat (COUNT, SUM…) n'a pas sa place ici", "an aggregate (COUNT, SUM…) is out of place"),
    "contains a variable that is unbound": (
        "une variable du SELECT n'est ni groupée (GROUP BY) ni agrégée",
        "a variable of the SELECT is neither grouped (GROUP BY) nor aggregated"),
    "expression with a variable that is unbound": (
        "une expression du SELECT prend une variable qui n'est ni groupée (GROUP BY) ni agrégée",
        "an expression of the SELECT takes a variable that is neither grouped (GROUP BY) nor aggregated"),
    "Duplicated variable name": (
        "deux colonnes du SELECT ont le même nom", "two columns of the SELECT have the same name"),
    "SELECT overrides an existing": (
        "une expression du SELECT (… AS ?x) nomme une variable qui a déjà une valeur",
        "an expression of the SELECT (… AS ?x) names a variable that has a value already"),
    "not authorized with GROUP BY": (
        "SELECT * ne va pas avec GROUP BY ni avec un agrégat ; nommez les colonnes",
        "SELECT * does not go with GROUP BY or an aggregate; name the columns"),
}


def syntax_fault(text: str, told: str, parse: Callable[[str], object]) -> QueryFailed:
    """The refusal of a text that the engine cannot parse.

    `told` is the engine's message; `parse` lets it read another text, and raises SyntaxError as it did. Lines end with
    a line feed, and columns count characters from 1.
    """
    found = _TOLD.match(told)
    if found is None:
        reason = " ".join(told.split())[:160]
        return QueryFailed(400, "MLG-Y010", f"Erreur de syntaxe : {reason}", f"Syntax error: {reason}")
    if sentence := _sentence(told):
        return _failed(int(found[1]), int(found[2]), *sentence)
    reading = _Reading.of(text, parse)
    token = reading.at_fault()
    return _failed(token.line, token.column, *reading.reason(token))


def _sentence(told: str) -> tuple[str, str] | None:
    return next((said for part, said in _SENTENCES.items() if part in told), None)


def _failed(line: int, column: int, fr: str, en: str) -> QueryFailed:
    return QueryFailed(400, "MLG-Y010", f"Erreur de syntaxe ligne {line}, colonne {column} : {fr}.",
                       f"Syntax error at line {line}, column {column}: {en}.", line=line, column=column)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A token: where it begins in the widened text, and which it is."""

    begins: int
    token: Token


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text with gaps where its tokens may stand apart; its last piece is its end, and has no text."""

    pieces: list[_Piece]
    wide: str
    parse: Callable[[str], object]

    @classmethod
    def of(cls, text: str, parse: Callable[[str], object]) -> Self:
        """The text read again."""
        pieces: list[_Piece] = []
        parts: list[str] = []
        size, end = 0, 0
        for token in tokens(text):
            if parts and (token.begins > end or _stand_apart(pieces[-1].token, token)):
                parts.append(_GAP)
                size += len(_GAP)
            pieces.append(_Piece(size, token))
            parts.append(token.text)
            size += len(token.text)
            end = token.begins + len(token.text)
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        pieces.append(_Piece(size + len(_GAP), Token("end", "", line, column, len(text))))
        return cls(pieces, "".join([*parts, _END]), parse)

    def at_fault(self) -> Token:
        """The first token that the engine cannot make sense of, or what before it is the cause of that."""
        found = _TOLD.match(self._told(self.wide))
        fault = self._piece_at(_place(found, self.wide)).token if found else self.pieces[-1].token
        for piece, following in pairwise(self.pieces):
            if piece.token.begins > fault.begins:
                break
            is_bare_iri = piece.token.text in _WEB and following.token is fault and fault.text == "/"
            if is_bare_iri or _is_open_quote(piece.token):
                return piece.token
        return fault

    def reason(self, token: Token) -> tuple[str, str]:
        """What is wrong with the token at fault."""
        if sentence := self._said_of(token):
            return sentence
        prefix, _, _ = token.text.partition(":")
        if not token.text:
            return self._end()
        if _is_open_quote(token):
            return "cette chaîne n'est pas fermée", "this string is not closed"
        if token.text in _WEB:
            return "un IRI s'écrit entre < et >", "an IRI is written between < and >"
        if token.kind == "name" and prefix not in {*PREFIXES, *self._declared()}:
            return f"le préfixe « {prefix}: » n'est pas déclaré", f"the prefix “{prefix}:” is not declared"
        shown = token.text if len(token.text) <= _SHOWN else f"{token.text[:_SHOWN]}…"
        if token.kind == "iri" and ":" not in token.text:
            return (f"{shown} n'est pas un IRI entier ; déclarez BASE ou complétez-le",
                    f"{shown} is no whole IRI; declare BASE or complete it")
        if not shown.isprintable() and len(shown) == 1:  # A space that does not break, a mark that nobody sees.
            shown = f"U+{ord(shown):04X}"
        return f"« {shown} » ne peut pas suivre ce qui précède", f"“{shown}” cannot follow what stands before it"

    def _end(self) -> tuple[str, str]:
        """What is wrong with a text that ends: the last bracket that is still open, if there is one."""
        still: list[Token] = []
        for piece in self.pieces:
            if piece.token.kind == "open":
                still.append(piece.token)
            elif piece.token.kind == "close" and still:
                still.pop()
        if not still:
            return "le texte s'arrête trop tôt", "the text ends too early"
        sign, line, column = still[-1].text, still[-1].line, still[-1].column
        return (f"le texte s'arrête trop tôt, et « {sign} » (ligne {line}, colonne {column}) reste ouvert",
                f"the text ends too early, and “{sign}” (line {line}, column {column}) is still open")

    def _said_of(self, token: Token) -> tuple[str, str] | None:
        """What the engine itself says of a group that ends here: with nothing after it, nothing hides that."""
        said = _sentence(self._told(self.wide))
        if said or (token.text and token.kind != "close"):
            return said
        begins = next(piece.begins for piece in self.pieces if piece.token is token)
        return _sentence(self._told(self.wide[:begins]))

    def _told(self, text: str) -> str:
        try:
            self.parse(text)
        except SyntaxError as fault:
            return str(fault.msg)
        return ""

    def _piece_at(self, place: int) -> _Piece:
        """The piece that holds a place; in a gap, the one after it, but at its very beginning the one before."""
        for piece, following in pairwise(self.pieces):
            end = piece.begins + len(piece.token.text)
            if place < end or place == end < following.begins:
                return piece
        return self.pieces[-1]

    def _declared(self) -> Iterator[str]:
        for keyword, name in pairwise(self.pieces):
            if keyword.token.text.upper() == "PREFIX":
                yield name.token.text.removesuffix(":")


def _place(found: re.Match[str], wide: str) -> int:
    """The place at which the engine began to look for a keyword; a widened text has lines only in long strings."""
    before = sum(len(line) + 1 for line in wide.split("\n")[:int(found[1]) - 1])
    return before + int(found[2]) - 1 - max(map(len, _KEYWORD.findall(found[3])), default=0)


def _is_open_quote(token: Token) -> bool:
    return token.kind == "other" and token.text in _QUOTES


def _stand_apart(left: Token, right: Token) -> bool:
    """Whether a gap may go between two tokens that touch; the engine knows some functions only with their bracket."""
    if right.kind == "open" and left.kind in ("word", "name", "iri"):
        return False
    separators = [token for token in (left, right) if token.kind in ("open", "close") or token.text in (",", ";")]
    return bool(separators) and not _GLUED & {left.text[-1], right.text[0]}
