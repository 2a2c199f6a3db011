"""Lookup lines for words of a source that its map, or a list of concepts, does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from harvesters.mending.case import Candidate, Case
from harvesters.mending.edits import Change
from harvesters.mending.entries import Entry
from harvesters.ways import Way
from ontology.concepts import UnknownConcept
from ontology.folding import fold
from ontology.kinds import KINDS

_MOST_LINES: Final = 30
_LIKE: Final = 0.6
_CONCEPTS: Final = (Way.CONCEPT, Way.TERRITORY)

Targets = tuple[str, ...]


def lookup_lines(case: Case) -> Iterator[Candidate]:
    """The values that a lookup lacks, each with what its nearest neighbour means; then those that have none, as silent.

    A lookup says nothing for a value whose line is an empty list.
    """
    wanted = set(case.values())
    lines: list[tuple[Entry, str, Targets]] = []
    for entry in (entry for entry in case.entries if entry.name == case.cause.path and entry.lookup):
        known = {fold(name) for name, _ in entry.lookup}
        lines += [(entry, value, _meant(case, entry, value)) for value in sorted(case.read_by(entry) & wanted)
                  if fold(value) not in known]
    near = [line for line in lines if line[2]]
    far = [line for line in lines if not line[2]]
    if near:
        yield _candidate(near)
    if far:
        yield _candidate([*near, *far])


def whole_lookup(case: Case) -> Iterator[Candidate]:
    """A lookup for a column of concepts that has none: it must name every value, for it refuses what it lacks."""
    for entry in case.about(*_CONCEPTS):
        values = sorted(case.read_by(entry))
        if entry.lookup or not 0 < len(values) <= _MOST_LINES or not set(values) & set(case.values()):
            continue
        yield _candidate([(entry, value, _meant(case, entry, value)) for value in values])


def kind_lines(case: Case) -> Iterator[Candidate]:
    """Kinds of record for words that name none."""
    rule = case.source.map.kind if case.source.map else None
    if rule is None:
        return
    names = {fold(name): code for code, kind in KINDS.items() for name in (code, kind.fr, kind.en)}
    names |= {fold(name): code for name, code in rule.lookup}
    found = {value: names[close[0]] for value in case.values()[:_MOST_LINES]
             if (close := get_close_matches(fold(value), names, n=1, cutoff=_LIKE))}
    # A lookup refuses what it lacks, so one that begins here must know the codes that were read without it.
    codes = {} if rule.lookup else {
        value: value for row in case.rows() if isinstance(value := row.get(rule.column), str) and value in KINDS}
    if found:
        told = _pairs({value: (code,) for value, code in found.items()})
        yield Candidate(f"Ajouter à la table de correspondance de kind : {told}.",
                        f"Add to the lookup of kind: {told}.", tuple(Change(("map", "kind"), ("lookup", value), code)
                            for value, code in (codes | found).items()))


def _meant(case: Case, entry: Entry, value: str) -> Targets:
    """What a value most likely means: a concept, what a like word of the lookup means, or the nearest concept."""
    if entry.way in _CONCEPTS and (iri := case.concepts.known(entry.scheme, value)):
        concept = case.concepts.get(iri)
        return (concept.code,) if concept else ()
    names = {fold(name): targets for name, targets in entry.lookup if targets}
    if close := get_close_matches(fold(value), names, n=1, cutoff=_LIKE):
        return names[close[0]]
    if entry.way in _CONCEPTS:
        try:
            case.concepts.find(entry.scheme, value)
        except UnknownConcept as unknown:
            return unknown.nearest[:1]
    return ()


def _candidate(lines: list[tuple[Entry, str, Targets]]) -> Candidate:
    shown = lines[:_MOST_LINES]
    told = _pairs({value: targets for _, value, targets in shown})
    left = len(lines) - len(shown)
    more_fr = f" ; {left} autres valeurs restent à ajouter" if left else ""
    more_en = f"; {left} more values remain to be added" if left else ""
    return Candidate(f"Ajouter à la table de correspondance : {told}{more_fr}.",
                     f"Add to the lookup: {told}{more_en}.",
                     tuple(Change(entry.path, ("lookup", value), targets[0] if len(targets) == 1 else targets)
                           for entry, value, targets in shown))


def _pairs(lines: Mapping[str, Targets]) -> str:
    return ", ".join(f"{value} → {' + '.join(targets) or '∅'}" for value, targets in lines.items())
