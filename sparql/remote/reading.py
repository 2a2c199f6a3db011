"""What is read of a query before it goes to a store of another make: which prefixes it uses, which dataset it names,
and that it is SPARQL 1.1, for other stores understand more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ontology.terms import PREFIXES
from sparql.failure import QueryFailed
from sparql.tokens import Token, tokens

_PROLOGUE: Final = frozenset({"BASE", "PREFIX"})
_FORMS: Final = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})
# No query of SPARQL 1.1 has one of these words, wherever it stands; Virtuoso takes updates as queries.
_NEVER: Final = frozenset({"INSERT", "DELETE", "MODIFY", "LOAD", "CLEAR", "CREATE", "ALTER", "DROP", "COPY", "MOVE",
                           "ADD", "WITH", "USING", "DEFINE", "SERVICE", "OPTION"})
# Functions of a database behind a store, some of which read files.
_INNER_SCHEMES: Final = frozenset({"bif", "sql", "virtrdf", "java", "javascript"})
_ABSOLUTE: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PREFIX: Final = re.compile(r"[^:]*:")
_ESCAPE: Final = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Named:
    """A graph that FROM or FROM NAMED names; its IRI is empty where only the store could tell it."""

    iri: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A query: its form, its text with every prefix declared and without dataset clause, and what that clause named."""

    form: str
    text: str
    dataset: tuple[Named, ...]


def read_query(text: str) -> Query:
    """Read a query that the front gate let in; raises QueryFailed where it is not SPARQL 1.1."""
    found = list(tokens(text))
    prefixes, start = _prologue(found)
    for token in found:
        _check(token)
    names = [token for token in found if token.kind == "name" and _prefix(token) not in prefixes]
    for token in names:
        if _prefix(token) not in PREFIXES:
            raise _unknown(token)
    undeclared = set(map(_prefix, names))
    header = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(undeclared))
    dataset, cut = _dataset(found[start:], {**PREFIXES, **prefixes})
    return Query(found[start].text.upper(), header + _without(text, cut), dataset)


def _prologue(found: Sequence[Token]) -> tuple[dict[str, str], int]:
    """The declared prefixes, and where the query itself starts."""
    prefixes: dict[str, str] = {}
    place = 0
    while place < len(found) and found[place].text.upper() in _PROLOGUE:
        is_prefix = found[place].text.upper() == "PREFIX"
        *name, iri = found[place + 1:place + 2 + is_prefix] or (found[place],)
        if iri.kind != "iri" or not _ABSOLUTE.match(iri.text[1:]):
            raise _refused(found[place], "attend un IRI entier", "needs a whole IRI")
        if is_prefix and (not name or not _PREFIX.fullmatch(name[0].text)):
            raise _refused(found[place], "attend un préfixe", "needs a prefix")
        prefixes |= {one.text[:-1]: iri.text[1:-1] for one in name}
        place += 2 + is_prefix
    if place == len(found) or found[place].text.upper() not in _FORMS:
        raise _refused((found[place:] or found[-1:] or [Token("other", "", 1, 1, 0)])[0], "n'a pas sa place ici",
                       "is out of place")
    return prefixes, place


def _check(token: Token) -> None:
    if token.kind == "word" and token.text.upper() in _NEVER:
        raise _refused(token, "n'est d'aucune requête SPARQL 1.1", "is in no query of SPARQL 1.1", 403)
    if token.kind == "iri" and (scheme := _ABSOLUTE.match(token.text[1:])) and scheme[1].lower() in _INNER_SCHEMES:
        raise _refused(token, "n'est pas permis ici", "is not allowed here", 403)
    if token.kind == "other" and token.text == "`":
        raise _refused(token, "n'est pas du SPARQL 1.1", "is no SPARQL 1.1")


def _dataset(found: Sequence[Token], prefixes: dict[str, str]) -> tuple[tuple[Named, ...], list[tuple[Token, Token]]]:
    """The graphs that the query names, and the first and last token of each clause."""
    named: list[Named] = []
    cut: list[tuple[Token, Token]] = []
    for place, token in enumerate(found):
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        is_named = place + 1 < len(found) and found[place + 1].text.upper() == "NAMED"
        last = place + 1 + is_named
        if last >= len(found) or found[last].kind not in ("iri", "name"):
            raise _refused(token, "attend un graphe", "needs a graph")
        named.append(Named(_iri(found[last], prefixes), is_named))
        cut.append((token, found[last]))
    return tuple(named), cut


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1] if _ABSOLUTE.match(token.text[1:]) else ""
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + _ESCAPE.sub(r"\1", local)


def _without(text: str, cut: Sequence[tuple[Token, Token]]) -> str:
    """The text with clauses blanked out, so that what a store says of lines and columns stays true."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    parts, at = [], 0
    for first, last in cut:
        begin = starts[first.line - 1] + first.column - 1
        end = starts[last.line - 1] + last.column - 1 + len(last.text)
        parts += [text[at:begin], re.sub(r"[^\n]", " ", text[begin:end])]
        at = end
    return "".join([*parts, text[at:]])


def _refused(token: Token, fr: str, en: str, status: int = 400) -> QueryFailed:
    told = token.text[:60]
    return QueryFailed(
        status, "MLG-Y060", f"« {told} » (ligne {token.line}, colonne {token.column}) {fr}.",
        f"“{told}” (line {token.line}, column {token.column}) {en}.", line=token.line, column=token.column)


def _prefix(name: Token) -> str:
    return name.text.partition(":")[0]


def _unknown(name: Token) -> QueryFailed:
    prefix = _prefix(name)
    return QueryFailed(
        400, "MLG-Y061", f"Le préfixe « {prefix}: » (ligne {name.line}, colonne {name.column}) n'est pas déclaré.",
        f"The prefix “{prefix}:” (line {name.line}, column {name.column}) is not declared.",
        line=name.line, column=name.column)
