"""For each cause of refusals the smallest changes that would let its records in, tried on everything that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from catalogue.causes import Cause
from catalogue.ledger import Ledger
from harvesters.formats import FORMATS
from harvesters.mending.case import Candidate, Case
from harvesters.mending.edits import CannotEdit, difference, edited, text_of
from harvesters.mending.entries import entries
from harvesters.mending.producer import Correction, corrections
from harvesters.mending.remedies import remedies
from harvesters.mending.trial import Trial, try_out
from harvesters.record import UnreadableDocument
from harvesters.source import InvalidSource, Source, parse_source
from ontology.concepts import load_concepts

_MOST_MENDS: Final = 2
# Such a fault keeps rows from being records at all, which only reading the source anew can change.
_BEFORE_RECORDS: Final = frozenset({"MLG-K001", "MLG-K002", "MLG-M007", "MLG-M009", "MLG-G010", "MLG-G011"})

Told = Callable[[Source, Cause, int], None]


@dataclass(frozen=True, slots=True)
class Mend:
    """A change of the declaration: said, shown as a diff, and what it does to every record.

    `before` and `after` are the whole file; without an edit they are empty. Without a trial it is said why. `command`
    is what brings the change to the records once it is written.
    """

    fr: str
    en: str
    diff: str = ""
    before: str = ""
    after: str = ""
    trial: Trial | None = None
    untried_fr: str = ""
    untried_en: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would let the records of one cause in: at our end, the best first, and at the producer's."""

    cause: Cause
    mends: tuple[Mend, ...]
    corrections: tuple[Correction, ...]

    def as_dict(self) -> dict[str, Any]:
        """What programs are told."""
        return {"cause": asdict(self.cause), "corrections": [asdict(one) for one in self.corrections], "mends": [
            {"fr": one.fr, "en": one.en, "diff": one.diff, "untried_fr": one.untried_fr, "untried_en": one.untried_en,
             "trial": one.trial.as_dict() if one.trial else None, "command": one.command} for one in self.mends]}


def suggest(ledger: Ledger, source: Source | None, causes: Sequence[Cause], engine: str,
            told: Told) -> Iterator[Suggestion]:
    """A suggestion for each cause of one source; nothing is written. `source` is none where it is declared no more.

    One edit that helps several causes is tried once and stands, the very same, in the suggestion of each.
    """
    known: dict[str, Mend] = {}
    for cause in causes:
        mends = tuple(_mends(ledger, source, cause, engine, told, known)) if source else ()
        known |= {mend.after: mend for mend in mends if mend.after}
        yield Suggestion(cause, mends, tuple(corrections(cause)))


def _mends(ledger: Ledger, source: Source, cause: Cause, engine: str, told: Told,
           known: Mapping[str, Mend]) -> list[Mend]:
    """The changes that help, those that refuse nothing else and move least before others."""
    if source.map is None:
        return []
    before = text_of(source.file)
    case = Case(source, ledger, cause, entries(before), load_concepts())
    found = [_mend(case, before, candidate, engine, told, known) for candidate in remedies(case)]
    helpful = [mend for mend in found if mend is not None]
    helpful.sort(key=_worth, reverse=True)
    return helpful[:_MOST_MENDS]


def _worth(mend: Mend) -> tuple[bool, int, int]:
    trial = mend.trial or Trial()
    return trial.helps > 0 and not trial.refused_newly, trial.helps - trial.refused_newly, -trial.changed


def _mend(case: Case, before: str, candidate: Candidate, engine: str, told: Told,
          known: Mapping[str, Mend]) -> Mend | None:
    """The candidate as an edit, tried where it can be; none where it is of no help."""
    source, cause = case.source, case.cause
    work = "harvest" if cause.code in _BEFORE_RECORDS else "replay"
    mend = Mend(candidate.fr, candidate.en, untried_fr=candidate.untried_fr, untried_en=candidate.untried_en,
                command=f"maillage {work} {source.name}")
    if not candidate.changes:
        return mend
    try:
        after = edited(before, candidate.changes)
        changed = parse_source(source.file, after.removeprefix("\ufeff"), FORMATS)
    except CannotEdit as fault:
        return replace(mend, untried_fr=fault.fr, untried_en=fault.en)
    except InvalidSource:  # What no declaration may say helps nobody.
        return None
    if after in known:
        return known[after]
    mend = replace(mend, diff=difference(source.file.name, before, after), before=before, after=after)
    if candidate.untried_fr:
        return mend
    try:
        trial = try_out(changed, case.ledger, cause, engine, lambda count: told(source, cause, count))
    except UnreadableDocument as fault:
        return replace(mend, untried_fr=fault.fr, untried_en=fault.en)
    return replace(mend, trial=trial) if trial.helps else None
