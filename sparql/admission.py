"""The front gate: what is refused before any engine sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sparql.failure import QueryFailed
from sparql.limits import QueryLimits
from sparql.tokens import Token, tokens

_UPDATE_FORMS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_QUERY_FORMS = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
_PROLOGUE = frozenset({"BASE", "PREFIX"})
# What may give another answer each time. The engine reads keywords that are glued to what stands before or after them
# (`ORDER BYRAND()`), and `?a<RAND()&&1>0` as a comparison.
_FICKLE = {"word": re.compile("NOW|RAND|UUID|BNODE"), "iri": re.compile(r"(NOW|RAND|UUID|BNODE)\(")}
_BEFORE_A_GRAPH = frozenset({"GRAPH", "FROM", "NAMED"})


@dataclass(frozen=True, slots=True)
class Admitted:
    """What the gate saw of a query: its form, whether it names its own dataset, and whether its answer is always the
    same for the same data."""

    form: str
    own_dataset: bool
    steady: bool


@lru_cache(maxsize=256)
def admit(text: str, limits: QueryLimits) -> Admitted:
    """Let a query pass, or refuse it: too long, too deep, an update, a SERVICE call, an escaped keyword.

    Raises:
        QueryFailed: 400 for what is no query, 403 for what is not allowed, 413 for what is too long.
    """
    if len(text.encode("utf-8", "surrogatepass")) > limits.text:
        raise QueryFailed(413, "MLG-Y001", f"La requête dépasse {limits.text >> 10} Kio ; raccourcissez-la.",
                          f"The query is longer than {limits.text >> 10} KiB; shorten it.")
    form, depth, unary, words = "", 0, 0, set()
    stray: Token | None = None
    found = list(tokens(text))
    for token in found:
        if token.kind == "word":
            form = _word(token, form)
            words.add(token.text.upper())
            if not form and stray is None and token.text.upper() not in _PROLOGUE:
                stray = token
        depth += (token.kind == "open") - (token.kind == "close")
        # Runs of operators nest just as brackets do in a recursive parser: `!!!!…`, `^^^^…`.
        unary = unary + 1 if token.text in ("!", "^", "-", "+") else 0
        if depth > limits.nesting or unary > limits.nesting:
            raise QueryFailed(
                400, "MLG-Y002", f"Plus de {limits.nesting} niveaux imbriqués ({_at(token, 'fr')}) ; simplifiez.",
                f"More than {limits.nesting} levels of nesting ({_at(token, 'en')}); simplify.", line=token.line,
                column=token.column)
        if token.kind == "other" and token.text == "\\":
            raise QueryFailed(
                400, "MLG-Y003", f"Échappement hors d'une chaîne ou d'un IRI ({_at(token, 'fr')}).",
                f"An escape outside a string or an IRI ({_at(token, 'en')}).", line=token.line, column=token.column)
    if not form:
        raise QueryFailed(
            400, "MLG-Y004", f"Ni SELECT, ni CONSTRUCT, ni DESCRIBE, ni ASK{_instead(stray, 'fr')} : ce n'est pas une "
            "requête.", f"No SELECT, CONSTRUCT, DESCRIBE or ASK{_instead(stray, 'en')}: this is not a query.",
            line=stray.line if stray else None, column=stray.column if stray else None)
    _refuse_glued_service(found)
    return Admitted(form, "FROM" in words, not any(map(_is_fickle, found)))


def _word(token: Token, form: str) -> str:
    """The query form once known; refuses what is no read."""
    word = token.text.upper()
    if "SERVICE" in word:  # No other keyword has it within; the engine reads `SERVICESILENT` and `trueSERVICE`.
        raise _no_service(token)
    if form:
        return form
    if word in _UPDATE_FORMS:
        raise QueryFailed(
            403, "MLG-Y006", f"{word} est une mise à jour ({_at(token, 'fr')}) ; ce point d'accès ne fait que lire.",
            f"{word} is an update ({_at(token, 'en')}); this endpoint only reads.",
            line=token.line, column=token.column)
    return word if word in _QUERY_FORMS else ""


def _refuse_glued_service(found: Sequence[Token]) -> None:
    """Refuse `SERVICEex:name {`, which the engine reads as a call; `GRAPH service:name {` is none."""
    for before, name, after in zip(found, found[1:], found[2:], strict=False):
        if (name.kind == "name" and after.text == "{" and "SERVICE" in name.text.upper()
                and before.text.upper() not in _BEFORE_A_GRAPH):
            raise _no_service(name)


def _is_fickle(token: Token) -> bool:
    return token.kind in _FICKLE and _FICKLE[token.kind].search(token.text.upper()) is not None


def _no_service(token: Token) -> QueryFailed:
    return QueryFailed(
        403, "MLG-Y005", f"SERVICE n'est pas permis ici ({_at(token, 'fr')}) ; interrogez l'autre serveur depuis votre "
        "poste.", f"SERVICE is not allowed here ({_at(token, 'en')}); ask the other server from your side.",
        line=token.line, column=token.column)


def _instead(token: Token | None, lang: str) -> str:
    if token is None:
        return ""
    shown = token.text[:40]
    return f", mais « {shown} » ({_at(token, lang)})" if lang == "fr" else f", but “{shown}” ({_at(token, lang)})"


def _at(token: Token, lang: str) -> str:
    place = ("ligne", "colonne") if lang == "fr" else ("line", "column")
    return f"{place[0]} {token.line}, {place[1]} {token.column}"
