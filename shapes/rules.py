"""Rules across records, as set queries over the whole dataset once it is loaded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from ontology.context import load_context
from shapes.finding import Finding, Severity

RULES_FOLDER: Final = Path(__file__).with_name("rules")
_HEADER: Final = re.compile(r"^# (code|severity|path|claim|fr|en): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A query that binds ?focus, ?value and perhaps ?path; `path` stands where the query binds none.

    ?focus is one IRI, or a text of several, separated by spaces, that share the value. `claim` tells by what
    (`identifier`, `page`, `title`) they then claim to be about one thing.
    """

    name: str
    code: str
    severity: Severity
    fr: str
    en: str
    path: str
    query: str
    claim: str = ""


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of the package by code, read once."""
    return tuple(sorted(map(_read, RULES_FOLDER.glob("*.rq")), key=lambda rule: rule.code))


def apply(rule: Rule, store: Store) -> Iterator[tuple[str, Finding]]:
    """Each lapse with the IRI of the record or part it is about; named graphs count as one."""
    solutions = store.query(rule.query, use_default_graph_as_union=True)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(f"rules/{rule.name}.rq is not a SELECT; make it one")
    for solution in solutions:
        path = rule.path or load_context().name_of(NamedNode(_text(solution["path"])))
        found = Finding(rule.code, rule.severity, rule.fr, rule.en, path, _text(solution["value"]))
        for focus in sorted(_text(solution["focus"]).split(" ")):
            yield focus, found


def _read(file: Path) -> Rule:
    """The opening comment lines name the rule; the query is the whole file, comments are part of SPARQL."""
    query = file.read_text("utf-8")
    header: dict[str, str] = dict(_HEADER.findall(query))
    return Rule(file.stem, header["code"], Severity(header["severity"]), header["fr"], header["en"],
                header.get("path", ""), query, header.get("claim", ""))


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else ""
